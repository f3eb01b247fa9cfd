"""First stage: the text layer of a page, which way it is read, and what is drawn beside the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from ingest.pdf.characters import FROM_RIGHT, reads_from_right
from ingest.pdf.directions import with_brackets
from ingest.pdf.frame import Frame
from ingest.pdf.glyphs import Glyph, glyphs_of, upright_lines
from ingest.pdf.layer import Box, TextLayer
from ingest.pdf.rules import Rules, rules_of
from ingest.pdf.segments import Segment, parted_at, segments_of_glyphs, segments_of_line

_LINE = re.compile("[^\r\n\ufffe\x02]+[\x02\ufffe]?")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_ENOUGH_PAIRS = 200
_FEW_OBJECTS = 400
"""On a page with so few objects, rules are always looked for."""


@dataclass(slots=True)
class PageText:
    """The text layer of one page; `raw` is as the file gives it, for judging whether it can be read."""

    number: int
    width: float
    height: float
    segments: list[Segment]
    raw: str
    has_content: bool
    """Whether anything is drawn on the page beyond a few lines."""
    frame: Frame
    rules: Rules = field(default_factory=Rules)
    """The lines of tables; looked for only where segments stand beside each other."""
    recognised: bool = False
    """Whether character recognition read it: now, or before, and laid the words invisibly over the picture."""
    unexplained: float = 0.0
    """The share of the characters for which the font does not say what they mean, of a sample."""
    has_unseen_text: bool = False
    """Whether text is set on the page of which pdfium sees nothing."""
    has_own_words: bool = False
    """Whether the file gives some of its words beside the glyphs (/ActualText), as only pdfium takes them."""
    different: str = ""
    """The different characters of `raw`, where they are known."""

    @property
    def place(self) -> str:
        """Such as `page 3`."""
        return f"page {self.number}"


def read_page(page: Any, number: int) -> PageText:
    """The text layer of a loaded pypdfium2 page; never fails on an empty one."""
    bounds = Box(*page.get_bbox())
    layer = TextLayer(page)
    try:
        frame, segments = _segments_of_page(layer, Frame(bounds, shown=page.get_rotation() % 360))
        objects = int(pdfium.FPDFPage_CountObjects(page.raw))
        has_content = objects > 20 or (
            objects > 0 and any(o.type == pdfium.FPDF_PAGEOBJ_IMAGE for o in page.get_objects(max_depth=2))
        )
        rules = rules_of(page, frame) if objects <= _FEW_OBJECTS or _stand_beside(segments) else Rules()
        segments = _within_cells(layer, frame, segments, rules)
        if not layer.is_plain:
            set_brackets_right(segments)
        recognised = bool(segments) and _is_invisible(layer)
        return PageText(
            number, frame.width, frame.height, segments, layer.text, has_content, frame, rules, recognised,
            layer.unexplained, not layer.count and _sets_text(page, objects), layer.has_marks,
            layer.different,
        )  # fmt: skip
    finally:
        layer.close()


def set_brackets_right(segments: list[Segment]) -> None:
    """On a page that is read from the right, pdfium mirrors brackets around Latin letters and figures too."""
    bracketed = [s for s in segments if "(" in s.text or "[" in s.text]
    if not bracketed or not reads_from_right(" ".join(segment.text for segment in segments)):
        return
    for segment in bracketed:
        if not FROM_RIGHT.search(segment.text):
            segment.text = with_brackets(segment.text)


def _within_cells(layer: TextLayer, frame: Frame, segments: list[Segment], rules: Rules) -> list[Segment]:
    """The segments, those parted that run over the rule between two cells of a table."""
    for grid in rules.grids:
        parted: list[Segment] = []
        for segment in segments:
            cuts = [cut for cut in grid.columns[1:-1] if segment.left + 1 < cut < segment.right - 1]
            if cuts and segment.first >= 0 and grid.holds(cuts[0], segment.down):
                parted += parted_at(layer, frame, segment, cuts)
            else:
                parted.append(segment)
        segments = parted
    return segments


def _stand_beside(segments: list[Segment]) -> bool:
    """Whether several rows hold more than one segment, as columns and tables do."""
    rows = Counter(round(segment.down) for segment in segments)
    return sum(1 for count in rows.values() if count > 1) >= 3


def _sets_text(page: Any, objects: int) -> bool:
    types = (pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, i)) for i in range(min(objects, 200)))
    return pdfium.FPDF_PAGEOBJ_TEXT in types


def _is_invisible(layer: TextLayer) -> bool:
    """Whether the letters are not drawn (text rendering mode 3, ISO 32000-1 table 106)."""
    index = next((i for i, c in enumerate(layer.text) if not c.isspace()), 0)
    item = pdfium.FPDFText_GetTextObject(layer.raw, index)
    return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def _segments_of_page(layer: TextLayer, frame: Frame) -> tuple[Frame, list[Segment]]:
    """The segments with the frame in which they stand level; slanted watermarks and stamps set sideways are left
    out."""
    lines: list[tuple[int, int, float, int]] = []
    for found in _LINE.finditer(layer.text):
        end = found.end()
        inked = end - len(found[0].lstrip())
        if inked < end:
            lines.append((inked, end, *layer.size_and_angle(inked)))
    if not lines:
        return frame, []
    weights: Counter[int] = Counter()
    for start, end, _, angle in lines:
        weights[angle] += end - start
    usual = weights.most_common(1)[0][0]
    frame = Frame(frame.bounds, usual if usual in (0, 90, 180, 270) else 0, shown=frame.shown)
    if not frame.angle and _EAST_ASIAN.search(layer.different) and _runs_downwards(layer):
        return _upright_segments(layer, Frame(frame.bounds, upright=True, shown=frame.shown), lines)
    segments = []
    for start, end, size, angle in lines:
        if angle == frame.angle or min((angle - frame.angle) % 360, (frame.angle - angle) % 360) <= 2:
            segments += segments_of_line(layer, frame, start, end, size)
    return frame, _on_the_page(segments, frame)


def _runs_downwards(layer: TextLayer) -> bool:
    """Whether most characters stand below the one before, as in vertical Chinese and Japanese."""
    places = [i for i, c in enumerate(layer.text) if _EAST_ASIAN.match(c)]
    step = max(1, len(places) // _ENOUGH_PAIRS)
    down = across = 0
    for one, other in list(pairwise(places))[::step]:
        (x1, y1), (x2, y2) = layer.origin(one), layer.origin(other)
        down += abs(x2 - x1) < 0.3 * abs(y2 - y1) and y2 < y1
        across += abs(y2 - y1) < 0.3 * abs(x2 - x1)
    return down > across


def _upright_segments(
    layer: TextLayer, frame: Frame, lines: list[tuple[int, int, float, int]]
) -> tuple[Frame, list[Segment]]:
    """The lines of a page that is set vertically; level ones, such as page numbers, come behind them."""
    segments: list[Segment] = []
    glyphs: list[Glyph] = []
    level = Frame(frame.bounds, shown=frame.shown)
    for start, end, size, _ in lines:
        if _is_level(layer, start, end, size):
            for segment in segments_of_line(layer, level, start, end, size):
                segment.down += frame.height
                segments.append(segment)
        else:
            glyphs += glyphs_of(layer, frame, start, end, shaped=False)
    size = median(size for _, _, size, _ in lines)
    for line in upright_lines(glyphs, size):
        segments += segments_of_glyphs(layer, frame, line, size)
    return frame, _on_the_page(segments, frame)


def _is_level(layer: TextLayer, start: int, end: int, size: float) -> bool:
    """Whether the characters stand beside each other, closer than vertical lines do."""
    inked = [i for i in range(start, end) if not layer.text[i].isspace()]
    if len(inked) < 2:
        return False
    (x1, y1), (x2, y2) = layer.origin(inked[0]), layer.origin(inked[-1])
    return abs(y2 - y1) < 0.3 * abs(x2 - x1) < 0.3 * 1.15 * size * (len(inked) - 1)


def _on_the_page(segments: list[Segment], frame: Frame) -> list[Segment]:
    """The segments that a reader can see; printers leave marks and old pages outside of what is shown."""
    width, height = frame.width + 2, 2 * frame.height if frame.upright else frame.height
    return [s for s in segments if s.right >= -2 and s.left <= width and -2 <= s.down <= height + s.size]
