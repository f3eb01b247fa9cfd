"""First stage: the text layer of a page as segments with place, size and weight.

A segment is a run of characters on one baseline without a wide gap. pdfium's own lines are taken where they
are plain; only lines with gaps or raised characters are looked at character by character, which is slower.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from ingest.pdf.characters import count_strange, in_reading_order, letters_only, reads_from_right

_WIDE_GAP = 1.0  # in sizes of the type; justified lines hardly ever open a wider one between words
_LINE = re.compile("[^\r\n\ufffe\x02]+[\x02\ufffe]?")
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # font descriptor flag ForceBold, ISO 32000-1 table 123
HYPHEN = "\u00ad"
"""Stands for a hyphen that pdfium itself knows to end a broken word."""


@dataclass(slots=True)
class Segment:
    """A run of text on one baseline.

    left, right: in points from the page's left edge; down: the baseline in points from the top;
    size: of the type in points; bold: whether most of it is.
    """

    text: str
    left: float
    right: float
    down: float
    size: float
    bold: bool
    garbled: bool = False
    """Whether a good part of it is private or control characters, which no reader can make out."""


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

    @property
    def place(self) -> str:
        """Such as `page 3`."""
        return f"page {self.number}"


class _Characters:
    """Reads single characters of a text page through pdfium's C interface."""

    def __init__(self, textpage: Any) -> None:
        self.page = textpage.raw
        self.count = int(pdfium.FPDFText_CountChars(self.page))
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box, self._matrix, self._flags = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), ctypes.c_int()
        self._name = ctypes.create_string_buffer(128)
        self.text = self._whole_text()

    def _whole_text(self) -> str:
        """One character for each index, so that offsets in the string are pdfium's."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = pdfium.FPDFText_GetText(self.page, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")
        if len(text) == self.count:
            return text
        codes = (pdfium.FPDFText_GetUnicode(self.page, i) for i in range(self.count))
        return "".join("\ufffd" if 0xD800 <= c < 0xE000 else chr(c) for c in codes)

    def origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self.page, index, ctypes.byref(self._x), ctypes.byref(self._y))
        return self._x.value, self._y.value

    def box(self, index: int) -> tuple[float, float, float, float]:
        pdfium.FPDFText_GetLooseCharBox(self.page, index, ctypes.byref(self._box))
        return self._box.left, self._box.right, self._box.bottom, self._box.top

    def size(self, index: int) -> float:
        """The size as seen on the page: many files set type at 1 point and enlarge it by the matrix."""
        pdfium.FPDFText_GetMatrix(self.page, index, ctypes.byref(self._matrix))
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return float(pdfium.FPDFText_GetFontSize(self.page, index)) * scale

    def bold(self, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(self.page, index, self._name, 128, ctypes.byref(self._flags))
        if length and _BOLD_NAME.search(self._name.raw[: min(length, 128)]):
            return True
        # Weights above 1000 are nonsense that damaged descriptors give.
        return bool(self._flags.value & _FORCED_BOLD) or 600 <= pdfium.FPDFText_GetFontWeight(self.page, index) <= 1000

    def angle(self, index: int) -> int:
        """In degrees, to the nearest whole one."""
        return round(math.degrees(pdfium.FPDFText_GetCharAngle(self.page, index))) % 360

    def rectangles(self, start: int, end: int) -> list[tuple[float, float, float, float]]:
        """Left, right, bottom and top of each piece that the file set in one go."""
        found = []
        left, top, right, bottom = (ctypes.c_double() for _ in range(4))
        for i in range(pdfium.FPDFText_CountRects(self.page, start, end - start)):
            pdfium.FPDFText_GetRect(
                self.page, i, ctypes.byref(left), ctypes.byref(top), ctypes.byref(right), ctypes.byref(bottom)
            )
            if right.value > left.value:
                found.append((left.value, right.value, bottom.value, top.value))
        return found


def read_page(page: Any, number: int) -> PageText:
    """The text layer of a loaded pypdfium2 page; never fails on an empty one."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        characters = _Characters(textpage)
        segments = _level_segments(characters, height)
        objects = int(pdfium.FPDFPage_CountObjects(page.raw))
        has_content = objects > 20 or (
            objects > 0 and any(o.type == pdfium.FPDF_PAGEOBJ_IMAGE for o in page.get_objects(max_depth=2))
        )
        return PageText(number, width, height, segments, characters.text, has_content)
    finally:
        textpage.close()


def _level_segments(characters: _Characters, height: float) -> list[Segment]:
    """The segments that stand level; slanted watermarks and stamps set sideways are left out."""
    lines: list[tuple[int, int, int]] = []
    for found in _LINE.finditer(characters.text):
        start, end = found.span()
        inked = next((i for i in range(start, end) if not characters.text[i].isspace()), None)
        if inked is not None:
            lines.append((inked, end, characters.angle(inked)))
    if not lines:
        return []
    weights: Counter[int] = Counter()
    for start, end, angle in lines:
        weights[angle] += end - start
    upright = weights.most_common(1)[0][0]
    if upright not in (0, 90, 180, 270):
        upright = 0
    segments = [
        segment
        for start, end, angle in lines
        if min((angle - upright) % 360, (upright - angle) % 360) <= 2
        for segment in (_turned(characters, start, end) if upright else _segments(characters, start, end))
    ]
    for segment in segments:
        segment.down = height - segment.down
    return segments


def _turned(characters: _Characters, start: int, end: int) -> list[Segment]:
    """A line of a page whose text stands sideways: kept as one segment, in the order of the file."""
    segment = _segment(characters.text[start:end], 0.0, 400.0, -float(start), characters.size(start), False)
    return [segment] if segment.text else []


def _segments(characters: _Characters, start: int, end: int) -> list[Segment]:
    """The segments of one of pdfium's lines, their baselines still counted from the bottom."""
    text = characters.text[start:end]
    size = characters.size(start)
    rectangles = characters.rectangles(start, end)
    if not rectangles or not text.strip():
        return []
    if reads_from_right(text) or not _plain(rectangles, size):
        return _segments_by_character(characters, start, end)
    left, right = min(r[0] for r in rectangles), max(r[1] for r in rectangles)
    if len(rectangles) == 1:  # set in one go: one size and one weight
        down, bold = characters.origin(start)[1], characters.bold(start)
        return [_segment(text, left, right, down, size, bold)]
    middle = (start + end) // 2
    while characters.text[middle].isspace():
        middle -= 1
    probes = (start, middle, start + len(text.rstrip()) - 1)
    sizes = sorted(characters.size(i) for i in probes)
    if sizes[-1] > 1.15 * sizes[0]:
        return _segments_by_character(characters, start, end)
    bold = sum(characters.bold(i) for i in probes) > 1
    return [_segment(text, left, right, characters.origin(middle)[1], sizes[1], bold)]


def _plain(rectangles: list[tuple[float, float, float, float]], size: float) -> bool:
    """Whether the pieces of a line stand close together and none is raised."""
    if len(rectangles) == 1:
        return True
    ordered = sorted(rectangles)
    reach = ordered[0][1]
    for left, right, _, _ in ordered[1:]:
        if left - reach > _WIDE_GAP * size:
            return False
        reach = max(reach, right)
    lowest = min(r[2] for r in rectangles)
    tallest = max(r[3] - r[2] for r in rectangles)
    return all(r[2] - lowest < 0.45 * tallest or r[3] - r[2] > 0.8 * tallest for r in rectangles)


def _segments_by_character(characters: _Characters, start: int, end: int) -> list[Segment]:
    """Break a line wherever the baseline moves or a wide gap opens."""
    groups: list[list[int]] = []
    boxes: dict[int, tuple[float, float, float, float]] = {}
    baseline = reach_left = reach_right = size = 0.0
    for index in range(start, end):
        if characters.text[index].isspace():
            if groups:
                groups[-1].append(index)
            continue
        boxes[index] = box = characters.box(index)
        down = characters.origin(index)[1]
        gap = max(box[0] - reach_right, reach_left - box[1])
        if not groups or abs(down - baseline) > 0.12 * size or gap > _WIDE_GAP * size:
            groups.append([])
            baseline, size = down, characters.size(index)
        groups[-1].append(index)
        reach_left, reach_right = box[0], box[1]
    segments = []
    for group in groups:
        inked = [i for i in group if i in boxes]
        middle = inked[len(inked) // 2]
        text = _in_order(characters, group, boxes)
        left, right = min(boxes[i][0] for i in inked), max(boxes[i][1] for i in inked)
        size, down = characters.size(middle), characters.origin(middle)[1]
        segment = _segment(text, left, right, down, size, characters.bold(middle))
        if segment.text or segment.garbled:
            segments.append(segment)
    return segments


def _in_order(characters: _Characters, group: list[int], boxes: dict[int, tuple[float, float, float, float]]) -> str:
    """The text of a group of characters; from right to left, pdfium's order is put right by their places."""
    text = "".join(characters.text[i] for i in group)
    if not reads_from_right(text):
        return text
    inked = [i for i in group if i in boxes]
    after = dict(itertools.pairwise(inked))
    size = characters.size(inked[0])
    last = inked[0]
    kept = []
    for index in group:
        if index in boxes:
            last = index
        elif last in after and abs(boxes[last][0] - boxes[after[last]][1]) < 0.1 * size:
            continue  # a space that takes no room: gazettes set one beside letters of another font
        kept.append(index)
    places = [boxes.get(i) for i in kept]
    return in_reading_order("".join(characters.text[i] for i in kept), places)


def _segment(text: str, left: float, right: float, down: float, size: float, bold: bool) -> Segment:
    """A segment with its characters as a reader sees them; pdfium's mark for a broken word becomes a soft hyphen."""
    text = text.replace("\x02", HYPHEN).replace("\ufffe", HYPHEN)
    garbled = 10 * count_strange(text) > len(text) > 0
    return Segment(letters_only(text).strip(), left, right, down, size, bold, garbled)
