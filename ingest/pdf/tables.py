"""Tables: the cells of a region put together row by row."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from statistics import median

from ingest.pdf.columns import Region
from ingest.pdf.joining import Words
from ingest.pdf.rows import Line, LineKind, lines_of
from ingest.pdf.rules import Rules
from ingest.pdf.segments import Segment
from ingest.pdf.units import has_leaders

_PAGES_AN_ENTRY = 8
"""At most, on average: figures that rise faster are no page numbers."""


def table_lines(region: Region, page: int, rules: Rules) -> list[Line]:
    """The rows of a table from top to bottom, cells in the order of reading, each with its lines joined."""
    bounds = list(region.heights) or _row_bounds(region, rules)
    rows: list[list[Segment]] = [[] for _ in range(len(bounds) + 1)]
    for segment in region.segments:
        rows[bisect_left(bounds, segment.down - 0.3 * segment.size)].append(segment)
    is_contents = _is_contents(region)
    return [_line(row, region, page, is_contents) for row in rows if row]


def text_of(line: Line, words: Words) -> str:
    """The words of a row: cells parted by a bar, but entries of a table of contents."""
    cells = [words.join(list(cell)) for cell in line.cells]
    return " ".join(cell for cell in cells if cell) if line.is_entry else " | ".join(cells)


def _line(row: list[Segment], region: Region, page: int, is_entry: bool) -> Line:
    cells: list[list[Segment]] = [[] for _ in range(len(region.cuts) + 1)]
    for segment in row:
        cells[_cell(segment, region)].append(segment)
    if region.from_right:
        cells.reverse()
    lines = [lines_of(Region(cell, region.left, region.right, region.from_right), page) for cell in cells]
    texts = tuple(tuple(line.text for line in cell) for cell in lines)
    widest = max(row, key=lambda segment: len(segment.text))
    left, right = min(s.left for s in row), max(s.right for s in row)
    return Line(
        " ".join(" ".join(cell) for cell in texts), page, left, right, max(segment.down for segment in row),
        widest.size, all(segment.bold for segment in row), 0.0, 0.0, region.right - region.left, LineKind.ROW,
        texts, is_entry,
    )  # fmt: skip


def _cell(segment: Segment, region: Region) -> int:
    return sum((segment.left + segment.right) / 2 > cut for cut in region.cuts)


def _row_bounds(region: Region, rules: Rules) -> list[float]:
    """The heights between the rows: drawn rules, else gaps that go through all columns, else each new first cell."""
    top, bottom = min(s.down for s in region.segments), max(s.down for s in region.segments)
    ruled = [
        height
        for height in rules.level_across(region.cuts[0], top - 20, bottom + 20)
        if sum(start <= cut <= end for down, start, end in rules.level if abs(down - height) < 1 for cut in region.cuts)
        >= len(region.cuts) / 2
    ]
    if len(ruled) >= 3:
        return ruled
    heights = sorted({round(segment.down, 1) for segment in region.segments})
    steps = [below - above for above, below in pairwise(heights) if below - above > 3]
    if not steps:
        return []
    pitch = min(steps)
    gaps = [(above + below) / 2 for above, below in pairwise(heights) if below - above > 1.3 * pitch]
    if len(gaps) >= 2 and median(steps) < 1.3 * pitch:
        return gaps
    first = len(region.cuts) if region.from_right else 0
    openings = sorted(s.down for s in region.segments if _cell(s, region) == first)
    return [height - 0.55 * pitch for height in openings[1:]]


def _is_contents(region: Region) -> bool:
    """Whether the last column holds rising page numbers: a table of contents, whose entries are lines."""
    last = 0 if region.from_right else len(region.cuts)
    numbers = [s.text for s in sorted(region.segments, key=lambda s: s.down) if _cell(s, region) == last]
    if any(has_leaders(segment.text) for segment in region.segments):
        return True
    if len(numbers) < 3 or not all(number.isdigit() for number in numbers):
        return False
    pages = [int(number) for number in numbers]
    return pages == sorted(pages) and pages[-1] - pages[0] <= _PAGES_AN_ENTRY * len(pages)
