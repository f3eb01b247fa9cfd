"""Glyphs: the characters of a line with their places, for lines that pdfium's own order does not settle."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.pdf.characters import LIGATURES
from ingest.pdf.frame import Frame
from ingest.pdf.layer import TextLayer

_MARKS = re.compile(
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd]+"
)
_LEVEL = 0.12
"""How far, in sizes of the type, glyphs of one line may stand off its baseline."""


@dataclass(slots=True)
class Glyph:
    """What one glyph stands for. start, end: along the line; at: where it is set; down: its baseline; index, last: of
    its first and last character."""

    text: str
    start: float
    end: float
    at: float
    down: float
    middle_down: float
    """Of the baseline in a vertical line: the middle of the glyph."""
    index: int
    last: int
    spaced: bool = False
    """Whether a space stands before it in the order of the file."""

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def glyphs_of(layer: TextLayer, frame: Frame, start: int, end: int, shaped: bool) -> list[Glyph]:
    """The glyphs of a stretch of the text layer, in the order of pdfium.

    shaped: whether the letters are of a script in which they change their shape, so that one glyph may stand for
    several and several for one.
    """
    glyphs: list[Glyph] = []
    origin: tuple[float, float] | None = None
    pieces: list[tuple[float, str]] = []
    spaced = False
    seen: dict[int, tuple[float, float]] = {}
    level, left, top = not frame.angle and not frame.upright, frame.bounds.left, frame.bounds.top
    for index, character in enumerate(layer.text[start:end], start):
        if character.isspace():
            spaced = True
            continue
        here = layer.origin(index)
        mark = layer.mark(index) if shaped else 0
        if mark and seen.setdefault(mark, here) != here:
            continue  # pdfium gives the words of the span once more
        if level:
            low, high = layer.sides(index)
            low, high = low - left, high - left
        else:
            box = layer.box(index)
            low, high = frame.span(box)
        if shaped and glyphs and here == origin and not spaced:
            pieces.append((low, character))
            glyph = glyphs[-1]
            glyph.text, glyph.last = _in_order(pieces), index
        else:
            pieces = [(low, character)]
            at, down = (here[0] - left, top - here[1]) if level else frame.point(*here)
            # In a vertical line the frame is not level, so that there is a box.
            middle_down = frame.bounds.right - (box.left + box.right) / 2 if frame.upright else down
            glyph = Glyph(character, low, high, at, down, middle_down, index, index, spaced)
            glyphs.append(glyph)
        if mark and level:
            low, high = (edge - left for edge in layer.extent(mark))
        if low < glyph.start:
            glyph.start = low
        if high > glyph.end:
            glyph.end = high
        origin, spaced = here, False
    return glyphs


def _in_order(pieces: list[tuple[float, str]]) -> str:
    """The letters of one glyph: pdfium gives each its share of the room, in the order in which they are read.

    Where all have the same room, the order may be turned: then only a known ligature tells.
    """
    if len({place for place, _ in pieces}) == len(pieces):
        return "".join(character for _, character in sorted(pieces, key=lambda piece: piece[0]))
    given = "".join(character for _, character in pieces)
    return given[::-1] if given not in LIGATURES and given[::-1] in LIGATURES else given


def with_marks_on_letters(glyphs: list[Glyph], size: float) -> list[Glyph]:
    """The glyphs, vowel signs and accents, which may be set anywhere near, behind the letter that they belong to."""
    signs = [glyph for glyph in glyphs if _MARKS.fullmatch(glyph.text)]
    if not signs or len(signs) == len(glyphs):
        return glyphs
    letters = [glyph for glyph in glyphs if not _MARKS.fullmatch(glyph.text)]
    for sign in signs:
        near = min(letters, key=lambda letter: _distance(letter, sign, size))
        if near.start - 0.5 * size < sign.middle < near.end + 0.5 * size:
            near.text = unicodedata.normalize("NFC", near.text + sign.text)
    return letters


def _distance(letter: Glyph, sign: Glyph, size: float) -> float:
    """How far a sign stands from a letter; the letter behind it is hardly ever its own."""
    away = abs(letter.middle - sign.middle) + abs(letter.down - sign.down)
    return away + 0.3 * size if letter.index > sign.index else away


def upright_lines(glyphs: list[Glyph], size: float) -> list[list[Glyph]]:
    """The glyphs of a page that is set vertically as its lines, each from top to bottom, with one baseline a line."""
    lines: list[list[Glyph]] = []
    reach = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.down):
        if lines and glyph.down - reach < 0.45 * size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
        reach = glyph.down
    for line in lines:
        line.sort(key=lambda glyph: glyph.at)
        # Commas stand in a corner of their room: the tallest glyph shows the middle.
        tallest = max(line, key=lambda glyph: glyph.end - glyph.start)
        for glyph in line:
            glyph.down = tallest.middle_down
    return lines


def level_groups(glyphs: list[Glyph], size: float) -> list[list[Glyph]]:
    """The glyphs grouped by baseline, the order within kept."""
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        for group in groups:
            if abs(group[0].down - glyph.down) <= _LEVEL * size:
                group.append(glyph)
                break
        else:
            groups.append([glyph])
    return groups
