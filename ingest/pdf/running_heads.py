"""Running heads, page numbers and marks printed on every page, found by comparing the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from ingest.pdf.text import PageText, Segment
from ingest.pdf.units import opens_unit

_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,8}", re.IGNORECASE)
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


def without_running_heads(pages: list[PageText]) -> list[list[Segment]]:
    """The segments of each page that belong to its own text.

    A row goes where the same words stand at the same place on several pages and its numbers stay the same
    or count with the pages. A row that opens a provision never goes, however often it comes back.
    """
    groups: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for page in pages:
        rows_of_page = _rows(page.segments)
        for position, segments in enumerate(rows_of_page):
            text = " ".join(s.text for s in segments)
            words = _NUMBER.sub("#", text).casefold().split()
            if len(words) == 1 and _ROMAN.fullmatch(words[0]):
                words = ["#roman"]
            numbers = Counter(int(n) for n in _NUMBER.findall(text))
            # Left and right pages set number and words the other way round: the order does not count.
            outer = position < _OUTER_ROWS or position >= len(rows_of_page) - _OUTER_ROWS
            row = _Row(page.number, text, outer, segments[0].down, segments, numbers)
            groups[tuple(sorted(words))].append(row)
    removed: set[int] = set()
    for rows in groups.values():
        for together in _at_one_height(rows):
            if _is_furniture(together, len(pages)) and not any(opens_unit(row.text) for row in together):
                removed.update(id(s) for row in together for s in row.segments)
    return [[s for s in page.segments if id(s) not in removed] for page in pages]


def _rows(segments: list[Segment]) -> list[list[Segment]]:
    """Segments that share a baseline, from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.down):
        if rows and abs(segment.down - rows[-1][0].down) < 2:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda s: s.left)
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
    if len(on_pages) < 2 or len(on_pages) < len(rows):
        return False
    if sum(row.outer for row in rows) * 2 < len(rows):  # a stamp: the same words at one spot nearly everywhere
        lefts = [row.segments[0].left for row in rows]
        return len(on_pages) >= max(3, 0.6 * pages) and max(lefts) - min(lefts) < 2 and _same(rows)
    if _counts_with_pages(rows):
        return True
    return _same(rows) and len(on_pages) >= min(3, pages)


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
