"""The lines of a text layer as segments: runs of characters on one baseline without a wide gap.

pdfium's own lines are taken where they are plain; lines with gaps, raised characters, or letters that change their
shape or direction are looked at piece by piece or glyph by glyph, which is slower.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.pdf.characters import FROM_RIGHT, count_strange, letters_only, reads_from_right
from ingest.pdf.directions import in_order_of_reading
from ingest.pdf.frame import Frame
from ingest.pdf.glyphs import Glyph, glyphs_of, level_groups, with_marks_on_letters
from ingest.pdf.layer import Box, TextLayer

_WIDE_GAP = 1.0  # in sizes of the type; justified lines hardly ever open a wider one between words
_THAI = re.compile("[\u0e01-\u0edf]")
HYPHEN = "\u00ad"
"""Stands for a hyphen that pdfium itself knows to end a broken word."""


@dataclass(slots=True)
class Segment:
    """A run of text on one baseline.

    left, right: in points along the line from the page's edge; down: the baseline in points from the top;
    size: of the type in points; bold: whether most of it is; first, last: pdfium's indexes of its characters, -1 where
    they are none of pdfium's.
    """

    text: str
    left: float
    right: float
    down: float
    size: float
    bold: bool
    garbled: bool = False
    """Whether a good part of it is private or control characters, which no reader can make out."""
    first: int = -1
    last: int = -1


def segments_of_line(layer: TextLayer, frame: Frame, start: int, end: int, size: float) -> list[Segment]:
    """The segments of one of pdfium's lines."""
    text = layer.text[start:end]
    if (frame.angle or not layer.is_plain) and (frame.angle or FROM_RIGHT.search(text) or layer.has_shapes(text)):
        return _segments_by_glyph(layer, frame, start, end, size)
    boxes = layer.rectangles(start, end)
    last = start + len(text.rstrip()) - 1
    origin = layer.origin(start)
    if not boxes or boxes[0].left - origin[0] > size or layer.sides(last)[1] - boxes[-1].right > size:
        # A font that is neither in the file nor on the machine has no shapes: only the room of its letters is known.
        return _segments_by_glyph(layer, frame, start, end, size)
    if len(boxes) == 1:  # set in one go: one size and one weight
        left, _, right, _ = boxes[0]
        return [_level_segment(layer, frame, (start, end), left, right, origin[1], size, layer.bold(start))]
    if _is_even(boxes, size) and 0.87 * size < layer.size_and_angle(last)[0] < 1.15 * size:
        return [_piece(layer, frame, start, end, size, boxes)]
    return _segments_by_box(layer, frame, start, end, boxes) or _segments_by_glyph(layer, frame, start, end, size)


def _piece(layer: TextLayer, frame: Frame, start: int, end: int, size: float, boxes: list[Box]) -> Segment:
    """A stretch of a level line as one segment; where it was not set in one go, most of three places decide."""
    left, right = min([box.left for box in boxes]), max([box.right for box in boxes])
    middle, bold = start, layer.bold(start)
    if len(boxes) > 1:
        last = start + len(layer.text[start:end].rstrip()) - 1
        middle = (start + end) // 2
        while layer.text[middle].isspace():
            middle -= 1
        bold = bold + layer.bold(middle) + layer.bold(last) > 1
        size = layer.size_and_angle(middle)[0]
    return _level_segment(layer, frame, (start, end), left, right, layer.origin(middle)[1], size, bold)


def _level_segment(
    layer: TextLayer, frame: Frame, span: tuple[int, int], left: float, right: float, up: float, size: float, bold: bool
) -> Segment:
    """A stretch of a level line of a page that is not turned. left, right, up: as PDF counts them."""
    (start, end), bounds = span, frame.bounds
    text = layer.text[start:end]
    segment = _segment(text, left - bounds.left, right - bounds.left, bounds.top - up, size, bold, layer.is_clean)
    segment.first, segment.last = start, end - 1
    if text.endswith(" ") and "\uac00" <= segment.text[-1:] <= "\ud7a3" and not layer.is_added(end - 1):
        # Korean may break a line within a word: a space at its end tells that the word was over.
        segment.text += " "
    return segment


def _is_even(rectangles: list[Box], size: float) -> bool:
    """Whether the pieces of a line stand close together and none is raised."""
    ordered = sorted(rectangles)
    reach = ordered[0].right
    for left, _, right, _ in ordered[1:]:
        if left - reach > _WIDE_GAP * size:
            return False
        if right > reach:
            reach = right
    lowest = min([r.bottom for r in rectangles])
    tallest = max([r.top - r.bottom for r in rectangles])
    for _, bottom, _, top in rectangles:
        if bottom - lowest >= 0.12 * tallest and top - bottom <= 0.8 * tallest:
            return False
    return True


def _segments_by_box(layer: TextLayer, frame: Frame, start: int, end: int, boxes: list[Box]) -> list[Segment]:
    """Break a line between the pieces that the file set in one go; none where they do not follow each other."""
    starts = [start]
    for before, box in pairwise(boxes):
        if box.left < before.right - 0.5:
            return []
        place = _first_behind(layer, (before.right + box.left) / 2, starts[-1], end)
        if place is None:
            return []
        starts.append(place)
    places = [(layer.origin(place)[1], layer.size_and_angle(place)[0]) for place in starts]
    segments: list[Segment] = []
    first = 0
    for piece in range(1, len(boxes) + 1):
        if piece < len(boxes):
            (down, size), (next_down, next_size) = places[piece - 1], places[piece]
            level = abs(next_down - down) <= 0.12 * max(size, next_size)
            if level and boxes[piece].left - boxes[piece - 1].right <= _WIDE_GAP * size:
                continue
        until = starts[piece] if piece < len(boxes) else end
        if layer.text[starts[first] : until].strip():
            segments.append(_piece(layer, frame, starts[first], until, places[first][1], boxes[first:piece]))
        first = piece
    return segments


def _first_behind(layer: TextLayer, edge: float, low: int, high: int) -> int | None:
    """The first character of a line whose middle stands behind a place, spaces left out."""
    text = layer.text
    while low < high:
        middle = (low + high) // 2
        inked = middle
        while inked < high and text[inked].isspace():
            inked += 1
        if inked == high:
            high = middle
            continue
        left, right = layer.sides(inked)
        if (left + right) / 2 > edge:
            high = middle
        else:
            low = inked + 1
    while low < len(text) and text[low].isspace():
        low += 1
    return low if low < len(text) else None


def _segments_by_glyph(layer: TextLayer, frame: Frame, start: int, end: int, size: float) -> list[Segment]:
    """Break a line wherever the baseline moves or a wide gap opens."""
    glyphs, shaped, turning = _line_glyphs(layer, frame, start, end, size)
    if not turning:
        return segments_of_glyphs(layer, frame, glyphs, size, shaped)
    return [
        s
        for group in level_groups(glyphs, size)
        for s in segments_of_glyphs(layer, frame, group, size, shaped, turning)
    ]


def _line_glyphs(layer: TextLayer, frame: Frame, start: int, end: int, size: float) -> tuple[list[Glyph], bool, str]:
    """The glyphs of a line; whether its letters change their shape; from which side it is read if in two directions."""
    text = layer.text[start:end]
    turns = bool(FROM_RIGHT.search(text))
    shaped = turns or bool(layer.has_shapes(text))
    glyphs = glyphs_of(layer, frame, start, end, shaped)
    if shaped:
        glyphs = with_marks_on_letters(glyphs, size)
    if _THAI.search(text):  # read as it stands, whatever the order of the file
        glyphs.sort(key=lambda glyph: (round(glyph.down / size), glyph.middle))
    return glyphs, shaped, ("right" if reads_from_right(text) else "left") if turns else ""


def segments_of_glyphs(
    layer: TextLayer, frame: Frame, glyphs: list[Glyph], size: float, shaped: bool = False, turning: str = ""
) -> list[Segment]:
    """The segments of the glyphs of a line. turning: the side from which a line in two directions is read."""
    found = []
    if turning:
        glyphs = sorted(glyphs, key=lambda glyph: glyph.middle)
    for piece in _pieces(glyphs, size, frame.upright):
        parts: list[str] = []
        for glyph, space in zip(piece, _spaces(piece, size, shaped, bool(turning), frame.upright), strict=True):
            parts += [" ", glyph.text] if space else [glyph.text]
        words = in_order_of_reading(parts, turning == "right") if turning else "".join(parts)
        middle = piece[len(piece) // 2]
        segment = _segment(
            words, min(g.start for g in piece), max(g.end for g in piece), middle.down,
            layer.size_and_angle(middle.index)[0], layer.bold(middle.index),
        )  # fmt: skip
        segment.first, segment.last = min(g.index for g in piece), max(g.last for g in piece)
        if segment.text or segment.garbled:
            found.append(segment)
    return found


def _pieces(line: list[Glyph], size: float, upright: bool) -> list[list[Glyph]]:
    pieces: list[list[Glyph]] = []
    for glyph in line:
        if pieces:
            last = pieces[-1][-1]
            gap = glyph.at - last.at - size if upright else max(glyph.start - last.end, last.start - glyph.end)
            if abs(glyph.down - last.down) <= 0.12 * size and gap <= _WIDE_GAP * size:
                pieces[-1].append(glyph)
                continue
        pieces.append([glyph])
    return pieces


def _spaces(piece: list[Glyph], size: float, shaped: bool, turns: bool, upright: bool) -> list[bool]:
    """Before which glyphs a space stands.

    In plain scripts pdfium knows. In others its guess goes by boxes that leave out marks and tails: there the gaps
    themselves decide, in lines from right to left as many of the widest as there are spaces in the file.
    """
    if upright:
        return [False] + [
            glyph.at - last.at > 1.2 * size and glyph.start - last.end > 0.2 * size for last, glyph in pairwise(piece)
        ]
    if not shaped:
        return [False] + [glyph.spaced for glyph in piece[1:]]
    gaps = [glyph.start - last.end for last, glyph in pairwise(piece)]
    if turns:
        known = sorted(gaps, reverse=True)[: sum(glyph.spaced for glyph in piece)]
        least = max(0.06 * size, known[-1], 0.5 * median(known)) if known else size
        return [False] + [gap > 0.2 * size or gap >= least for gap in gaps]
    return [False] + [gap > (0.12 if glyph.spaced else 0.3) * size for gap, glyph in zip(gaps, piece[1:], strict=True)]


def _segment(
    text: str, left: float, right: float, down: float, size: float, bold: bool, clean: bool = False
) -> Segment:
    """A segment with its characters as a reader sees them; pdfium's mark for a broken word becomes a soft hyphen.

    clean: whether no other character of the page needs any care.
    """
    text = text.replace("\x02", HYPHEN).replace("\ufffe", HYPHEN)
    if clean:
        return Segment(text.strip(), left, right, down, size, bold)
    plain = letters_only(text)
    # What is strange does not stay, so that most lines need no second look.
    garbled = plain != text and 10 * count_strange(text) > len(text) > 0
    return Segment(plain.strip(), left, right, down, size, bold, garbled)


def parted_at(layer: TextLayer, frame: Frame, segment: Segment, cuts: list[float]) -> list[Segment]:
    """A segment cut at some places along its line, such as the rules between the cells of a table."""
    glyphs, shaped, turning = _line_glyphs(layer, frame, segment.first, segment.last + 1, segment.size)
    cells: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        cells.setdefault(sum(glyph.middle > cut for cut in cuts), []).append(glyph)
    return [
        part for _, cell in sorted(cells.items())
        for part in segments_of_glyphs(layer, frame, cell, segment.size, shaped, turning)
    ]  # fmt: skip
