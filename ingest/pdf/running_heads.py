"""Running heads, page numbers and marks printed on every page, found by comparing the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from ingest.pdf.segments import Segment
from ingest.pdf.text import PageText
from ingest.pdf.units import opens_unit

_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,8}", re.IGNORECASE)
_DASHED_NUMBER = re.compile(r"[-–—]\s?\d{1,4}\s?[-–—]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NO_NUMBERS: Counter[int] = Counter()
_FEWEST_WORDS = 3
_ALIKE = 0.6
"""Of the words, where some are misread."""
_OUTER_ROWS = 3
"""Heads and page numbers are among the first or last rows of a page, however wide its margins are."""


@dataclass(slots=True)
class _Row:
    page: int
    text: str
    outer: bool
    down: float
    segments: list[Segment]
    numbers: Counter[int]
    key: tuple[str, ...]
    apart: bool = False

    @property
    def opens_note(self) -> bool:
        """Whether a raised mark stands first, as in a footnote."""
        if len(self.segments) < 2:
            return False
        ends = (self.segments[:2], self.segments[:-3:-1])  # on the left, or on the right
        return any(
            pair[1].size > 1.15 * pair[0].size and pair[1].down - pair[0].down > 0.1 * pair[1].size for pair in ends
        )


def without_running_heads(pages: list[PageText]) -> list[list[Segment]]:
    """The segments of each page that belong to its own text.

    A row goes where the same words stand at the same place on several pages and its numbers stay the same
    or count with the pages; on recognised pages, where most words are the same. A row that opens a provision
    never goes, however often it comes back.
    """
    groups: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    rows_by_page: dict[int, list[_Row]] = {}
    for page in pages:
        rows = _rows(page.segments)
        last = len(rows) - _OUTER_ROWS
        held = rows_by_page[page.number] = [
            _row(page.number, segments, position < _OUTER_ROWS or position >= last)
            for position, segments in enumerate(rows)
        ]
        _set_apart(held)
        for row in held:
            groups[row.key].append(row)
    furniture = {
        id(s) for rows in rows_by_page.values() for row in rows
        if row.outer and _DASHED_NUMBER.fullmatch(row.text) for s in row.segments
    }  # fmt: skip
    for alike in groups.values():
        for together in _at_one_height(alike) if len(alike) > 1 else ():
            if _is_furniture(together, len(pages)) and not any(opens_unit(row.text) for row in together):
                furniture.update(id(s) for row in together for s in row.segments)
    for row in _misread_heads([rows_by_page[page.number] for page in pages if page.recognised]):
        furniture.update(id(s) for s in row.segments)
    return [
        [s for s in page.segments if id(s) not in removed]
        for page in pages
        for removed in [_removable(rows_by_page[page.number], furniture)]
    ]


def _misread_heads(pages: list[list[_Row]]) -> Iterator[_Row]:
    """The first and last rows of recognised pages that are mostly the same words: figures are misread too often to
    say whether they count with the pages."""
    for place in (0, -1):
        rows = [rows[place] for rows in pages if rows and not opens_unit(rows[place].text)]
        words = [set(_WORD.findall(row.text.casefold())) for row in rows]
        for row, own in zip(rows, words, strict=True):
            alike = sum(len(own & others) >= _ALIKE * max(len(own), len(others)) for others in words) - 1
            if len(own) >= _FEWEST_WORDS and alike >= max(1, 0.5 * (len(rows) - 1)):
                yield row


def _set_apart(rows: list[_Row]) -> None:
    """Note which rows stand apart from the row that follows them towards the middle of the page."""
    gaps = [below.down - above.down for above, below in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    for place, gap in enumerate(gaps):
        inner = place if place < len(rows) / 2 else place + 1
        rows[inner].apart = gap > 1.5 * usual


def _row(page: int, segments: list[Segment], outer: bool) -> _Row:
    text = " ".join([s.text for s in segments])
    if not outer:  # only a stamp, the same on all pages, may stand here
        return _Row(page, text, outer, segments[0].down, segments, _NO_NUMBERS, ("", text))
    words = _NUMBER.sub("#", text).casefold().split()
    if len(words) == 1 and _ROMAN.fullmatch(words[0]):
        words = ["#roman"]
    numbers = Counter(int(n) for n in _NUMBER.findall(text))
    # Left and right pages set number and words the other way round: the order does not count.
    return _Row(page, text, outer, segments[0].down, segments, numbers, tuple(sorted(words)))


def _removable(rows: list[_Row], furniture: set[int]) -> set[int]:
    """The furniture of a page that only furniture parts from the page's edge, or that is set in smaller type.

    A line of the text may come back at the same height on several pages, but it stands among other lines.
    """
    found = {id(s) for row in rows if not row.outer and id(row.segments[0]) in furniture for s in row.segments}
    usual = median([row.segments[0].size for row in rows]) if rows else 0.0
    for side in (rows, list(reversed(rows))):
        from_edge = True
        for row in side:
            if not row.outer:
                break
            if id(row.segments[0]) not in furniture:
                from_edge = False
            elif from_edge or max(s.size for s in row.segments) < 0.93 * usual:
                found.update(id(s) for s in row.segments)
    return found


def _rows(segments: list[Segment]) -> list[list[Segment]]:
    """Segments that share a baseline, raised ones with them, from left to right."""
    rows: list[list[Segment]] = []
    last: Segment | None = None
    for segment in sorted(segments, key=attrgetter("down")):
        if last and abs(segment.down - last.down) < (
            0.6 * segment.size if segment.size - last.size > 0.1 * segment.size else 2.0
        ):
            rows[-1].append(segment)
        else:
            rows.append([segment])
        last = segment
    for row in rows:
        if len(row) > 1:
            row.sort(key=attrgetter("left"))
    return rows


def _at_one_height(rows: list[_Row]) -> list[list[_Row]]:
    found: list[list[_Row]] = []
    for row in sorted(rows, key=lambda r: r.down):
        if found and row.down - found[-1][-1].down <= 3:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _is_furniture(rows: list[_Row], pages: int) -> bool:
    on_pages = {row.page for row in rows}
    if len(on_pages) < 2 or len(on_pages) < len(rows) or any(row.opens_note for row in rows):
        return False
    if sum(row.outer for row in rows) * 2 < len(rows):  # a stamp: the same words at one spot nearly everywhere
        lefts = [row.segments[0].left for row in rows]
        return len(on_pages) >= max(3, 0.6 * pages) and max(lefts) - min(lefts) < 2 and _same(rows)
    if _counts_with_pages(rows):
        return True
    # On two pages only, a line of the text may come back by chance.
    return _same(rows) and (len(on_pages) >= 3 or (pages == 2 and all(row.apart for row in rows)))


def _same(rows: list[_Row]) -> bool:
    return all(row.numbers == rows[0].numbers for row in rows)


def _counts_with_pages(rows: list[_Row]) -> bool:
    """Whether, apart from numbers that are the same on all pages, one number follows the page."""
    if not rows[0].numbers:
        return len(rows) > 2 and all(_ROMAN.fullmatch(row.segments[0].text) for row in rows)
    common = rows[0].numbers.copy()
    for row in rows[1:]:
        common &= row.numbers
    offsets: Counter[int] = Counter()
    for row in rows:
        rest = list((row.numbers - common).elements())
        if len(rest) != 1:
            return False
        offsets[rest[0] - row.page] += 1
    # Parts with page numbers of their own, or one page misread, must not save all the others.
    return offsets.most_common(1)[0][1] >= 0.6 * len(rows) or len(offsets) <= len(rows) // 4
