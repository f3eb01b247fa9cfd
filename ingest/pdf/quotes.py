"""Where the words of a quote stand on the pages of a PDF, so that a reader can compare them with the picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2

from ingest.pdf.columns import regions_of
from ingest.pdf.frame import Frame
from ingest.pdf.layer import TextLayer
from ingest.pdf.places import Place
from ingest.pdf.quality import Word
from ingest.pdf.rows import rows_of
from ingest.pdf.segments import Segment
from ingest.pdf.text import PageText, read_page

_MOST_PAGES = 8
"""A quote does not run over more."""
_SHORTEST_CHUNK = 6
"""Letters that must be found together, where a quote runs over a footnote or a running head."""
_FARTHEST = 4000
"""Letters that may stand between two parts of a quote."""


class PageBox(NamedTuple):
    """A part of a page, in points from the upper left corner as shown; `page` counts from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class _Letter:
    character: str
    box: PageBox
    line: int


def boxes_of_quote(
    data: bytes, quote: str, place: Place, recognised: Mapping[int, Sequence[Word]] | None = None
) -> list[PageBox]:
    """One box for each line that a quote takes; empty where it is not found.

    data: the PDF; place: of the provision that holds the quote, from which the search goes on over later pages;
    recognised: the words of pages that were read by character recognition, as `PageQuality.words` gives them.
    Letters and figures alone are compared, so hyphens, spaces and signs may differ. pdfium is not thread-safe: call
    this in a process of its own (`ingest.workers.run_in_workers`) where there are threads.
    """
    wanted = _plain(quote)
    if not wanted:
        return []
    pdf = pypdfium2.PdfDocument(data)
    try:
        letters: list[_Letter] = []
        for number in range(place.page, min(len(pdf), place.page + _MOST_PAGES - 1) + 1):
            words = (recognised or {}).get(number)
            letters += _of_words(number, words) if words else _of_page(pdf, number)
            start = _nearest(letters, place)
            found = _found(wanted, letters, start) or _found(wanted, letters, 0)
            if len(found) >= 0.98 * len(wanted):
                return _lines_of(letters, found)
        return _lines_of(letters, found) if len(found) >= 0.5 * len(wanted) else []
    finally:
        pdf.close()


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _of_words(number: int, words: Sequence[Word]) -> list[_Letter]:
    letters = []
    line, below = 0, 0.0
    for word in words:
        if word.top > below or word.bottom < below - 3 * (word.bottom - word.top):
            line += 1
        below = word.bottom
        box = PageBox(number, word.left, word.top, word.right, word.bottom)
        letters += [_Letter(character, box, line) for character in _plain(word.text)]
    return letters


def _of_page(pdf: pypdfium2.PdfDocument, number: int) -> list[_Letter]:
    page = pdf[number - 1]
    try:
        text = read_page(page, number)
        layer = TextLayer(page)
        try:
            regions = regions_of(text.segments, text.width, text.rules)
            segments = [segment for region in regions for row in rows_of(region) for segment in row]
            letters = (_of_segment(layer, text, segment, line) for line, segment in enumerate(segments))
            return [letter for some in letters for letter in some]
        finally:
            layer.close()
    finally:
        page.close()


def _of_segment(layer: TextLayer, page: PageText, segment: Segment, line: int) -> list[_Letter]:
    """The letters of a segment: each in its own box, or its share of the line where letters change their shape."""
    frame = page.frame
    plain = _plain(segment.text)
    places: list[tuple[float, float]] = []
    if segment.first >= 0 and plain.isascii():
        raw = [i for i in range(segment.first, segment.last + 1) if layer.text[i].isalnum()]
        places = [frame.span(layer.box(i)) for i in raw for _ in _plain(layer.text[i])]
    if len(places) != len(plain):
        step = (segment.right - segment.left) / max(1, len(plain))
        places = [(segment.left + i * step, segment.left + (i + 1) * step) for i in range(len(plain))]
        if any(unicodedata.bidirectional(c) in ("R", "AL") for c in plain[:20]):
            places.reverse()
    return [
        _Letter(character, _box(frame, page.number, segment, start, end), line)
        for character, (start, end) in zip(plain, places, strict=True)
    ]


def _box(frame: Frame, number: int, segment: Segment, start: float, end: float) -> PageBox:
    above, below = (0.5, 0.5) if frame.upright else (0.85, 0.25)
    size = segment.size
    return PageBox(number, *frame.as_shown(start, end, segment.down - above * size, segment.down + below * size))


def _nearest(letters: list[_Letter], place: Place) -> int:
    """The first letter of the line that begins nearest to a place."""
    best, distance = 0, float("inf")
    for index, letter in enumerate(letters):
        box = letter.box
        away = abs(box.left - place.left) + 2 * abs(box.top - place.top)
        if box.page == place.page and away < distance:
            best, distance = index, away
    while best and letters[best - 1].line == letters[best].line:
        best -= 1
    return best


def _found(wanted: str, letters: list[_Letter], start: int) -> list[int]:
    """The letters of a quote, in the longest chunks that stand together."""
    text = "".join(letter.character for letter in letters)
    found: list[int] = []
    done = 0
    while done < len(wanted):
        size = len(wanted) - done
        place = -1
        while size >= min(_SHORTEST_CHUNK, len(wanted) - done):
            place = text.find(wanted[done : done + size], start, start + _FARTHEST + size)
            if place >= 0:
                break
            size //= 2
        if place < 0:
            done += 1  # a letter that the page has otherwise, such as the mark of a footnote
            continue
        while done + size < len(wanted) and text[place + size : place + size + 1] == wanted[done + size]:
            size += 1
        found += range(place, place + size)
        done, start = done + size, place + size
    return found


def _lines_of(letters: list[_Letter], found: list[int]) -> list[PageBox]:
    """The letters' boxes put together line by line."""
    lines: dict[tuple[int, int], PageBox] = {}
    for index in found:
        letter = letters[index]
        key = (letter.box.page, letter.line)
        held = lines.get(key, letter.box)
        lines[key] = PageBox(
            held.page, min(held.left, letter.box.left), min(held.top, letter.box.top),
            max(held.right, letter.box.right), max(held.bottom, letter.box.bottom),
        )  # fmt: skip
    return list(lines.values())
