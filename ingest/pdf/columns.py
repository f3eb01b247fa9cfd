"""Columns: the segments of a page cut into regions in reading order.

A gutter is a strip that no line of text enters over a stretch of rows, with text on both sides. The longest stretch is
cut first; what stands above and below it, and inside each column, is cut again. So a title across the columns parts
them, and columns may lie within columns.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import median

from ingest.pdf.characters import reads_from_right
from ingest.pdf.gutters import (
    FEWEST_ROWS,
    Row,
    centred_headings,
    is_known,
    longest_zone,
    rows_across,
    without_headings_across,
)
from ingest.pdf.rules import Grid, Rules
from ingest.pdf.segments import FROM_RIGHT, Segment
from ingest.pdf.units import opens_item, opens_unit

_LEAST_ROWS = 5
"""Fewer rows on a side make no column of text."""
_DEEPEST = 4
_NARROW = 0.27
"""Of the width: what is narrower beside a full column is its margin."""
_NUMERIC = re.compile(r"[\W\d_]*\d[\W\d_]*[^\W\d_]{0,3}[\W\d_]*")
_TABLE = "\ue000table "
_MARKS = re.compile(r"[\d*†‡.()\[\]\s]+")


class Kind(StrEnum):
    """What a region is."""

    TEXT = "text"
    MARGIN = "margin"
    """Notes in the margin of the text region that follows."""
    TABLE = "table"


@dataclass(slots=True)
class Region:
    """Segments that are read from top to bottom, with the edges of the column they stand in.

    cuts, heights: of a table, the places between its columns and, where they are ruled, its rows; beside: of text in
    one of two columns of equal rank, which of them, counted from 1 in the order of reading, else 0; zone: which
    columns stand beside each other.
    """

    segments: list[Segment]
    left: float
    right: float
    from_right: bool
    kind: Kind = Kind.TEXT
    cuts: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    beside: int = 0
    zone: int = 0


def regions_of(
    segments: list[Segment], width: float, rules: Rules | None = None, known: set[int] | None = None
) -> list[Region]:
    """Cut a page of this width into regions, in reading order; columns of right-to-left text from the right.

    known: the middles of gutters between columns of text on the page before; it is given those of this one.
    """
    if not segments:
        return []
    gutters = set(known or ())
    text = " ".join(segment.text for segment in segments)
    from_right, mixed = reads_from_right(text), bool(FROM_RIGHT.search(text))
    grids = (rules or Rules()).grids
    tables = [[s for s in segments if grid.holds((s.left + s.right) / 2, s.down - 0.3 * s.size)] for grid in grids]
    if any(tables):
        inside = {id(segment) for table in tables for segment in table}
        segments = [segment for segment in segments if id(segment) not in inside]
        segments += [_stand_in(grid, place) for place, grid in enumerate(grids) if tables[place]]
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    rows = rows_across(segments)
    if len(rows) < _LEAST_ROWS:  # too few to show the edges: take the margins as equal
        left, right = min(left, width - right), max(right, width - left)
    cutter = _Cutter(rules or Rules(), from_right, mixed, gutters)
    found = [part for region in cutter.page(rows, left, right, width) for part in _with_tables(region, tables, grids)]
    if known is not None:
        known.clear()
        known.update(cutter.used)
    return found


def _stand_in(grid: Grid, number: int) -> Segment:
    """A segment in the place of a ruled table, so that the columns are cut around it."""
    return Segment(f"{_TABLE}{number}", grid.columns[0], grid.columns[-1], grid.rows[-1], 1.0, False)


def _with_tables(region: Region, tables: list[list[Segment]], grids: list[Grid]) -> list[Region]:
    """The region, parted where a ruled table stands in it."""
    found = []
    rest = region.segments
    for standing in sorted((s for s in rest if s.text.startswith(_TABLE)), key=lambda s: s.down):
        number = int(standing.text.removeprefix(_TABLE))
        above = [s for s in rest if s.down <= grids[number].rows[0] + 1 and s is not standing]
        rest = [s for s in rest if s.down > grids[number].rows[0] + 1 and s is not standing]
        if above:
            found.append(replace(region, segments=above))
        found.append(
            replace(region, segments=tables[number], kind=Kind.TABLE, cuts=grids[number].columns[1:-1],
                    heights=grids[number].rows[1:-1], beside=0,
                    from_right=reads_from_right(" ".join(s.text for s in tables[number])))
        )  # fmt: skip
    if rest:
        found.append(replace(region, segments=rest))
    return found


class _Cutter:
    def __init__(self, rules: Rules, from_right: bool, mixed: bool, known: set[int]) -> None:
        self.rules, self.from_right, self.known = rules, from_right, known
        self.mixed = mixed
        self.used: set[int] = set()
        self.zones = 0

    def page(self, rows: list[Row], left: float, right: float, width: float) -> list[Region]:
        """The regions of a page, in reading order: centred headings in larger type part it from top to bottom."""
        edges = [-1, *centred_headings(rows, (width / 2, (left + right) / 2)), len(rows)]
        parts = [rows[one + 1 : other] for one, other in pairwise(edges)]
        # The longest part shows the gutters best.
        found = {
            place: self.cut(parts[place], left, right, 0)
            for place in sorted(range(len(parts)), key=lambda place: -len(parts[place]))
        }
        regions = []
        for place, edge in enumerate(edges[1:]):
            regions += found[place]
            if edge < len(rows):
                regions += self.cut([rows[edge]], left, right, _DEEPEST)
        return _joined(regions)

    def cut(self, rows: list[Row], left: float, right: float, depth: int) -> list[Region]:
        """The regions of some rows, in reading order."""
        zone = longest_zone(rows, left, right, self.known) if depth < _DEEPEST else None
        if zone is None:
            segments = [segment for row in rows for segment in row.segments]
            return [Region(segments, left, right, self._from_right(segments))] if segments else []
        first, last = without_headings_across(rows, zone)
        above, inside, below = rows[:first], rows[first : last + 1], rows[last + 1 :]
        parted = self._zone(inside, zone.gutters, left, right, depth)
        # With what was learnt from the longest stretch, shorter ones above and below it are known again.
        return _joined([*self.cut(above, left, right, depth), *parted, *self.cut(below, left, right, depth)])

    def _from_right(self, segments: list[Segment]) -> bool:
        """Whether a region is read from the right: of two languages side by side, one may be."""
        return reads_from_right(" ".join(s.text for s in segments)) if self.mixed else self.from_right

    def _zone(
        self, rows: list[Row], gutters: list[tuple[int, int]], left: float, right: float, depth: int
    ) -> list[Region]:
        columns = _columns(rows, gutters, left, right)
        segments = [segment for row in rows for segment in row.segments]
        if _is_table(columns, rows, self.rules, right - left):
            cuts = tuple((start + end) / 2 for start, end in gutters)
            return [Region(segments, left, right, self.from_right, Kind.TABLE, cuts)]
        columns = _without_line_numbers(columns, all(is_known((a + b) / 2, self.known) for a, b in gutters))
        if len(columns) == 1:
            self.used |= {round((start + end) / 2) for start, end in gutters}
            return self.cut(columns[0].rows, left, right, depth + 1)
        if _is_list(columns):
            return [Region(segments, left, right, self.from_right)]
        columns, margins = _without_margins(columns, right - left)
        if margins:
            self.known |= {round((start + end) / 2) for start, end in gutters}
            self.used |= self.known
        found = [Region(m.segments, m.left, m.right, self.from_right, Kind.MARGIN) for m in margins]
        middles = {round((one.right + other.left) / 2) for one, other in pairwise(columns)}
        if not all(is_known(middle, self.known) for middle in middles):
            if not _is_half_a_page(columns) and not all(_reads_like_text(column) for column in columns):
                return [Region(segments, left, right, self.from_right)]
            self.known |= middles
        self.used |= middles
        self.zones += 1
        zone = self.zones
        ordered = list(reversed(columns)) if self.from_right else columns
        for place, column in enumerate(ordered, start=1):
            parts = self.cut(rows_across(column.segments), column.left, column.right, depth + 1)
            for part in parts:
                if not part.zone:
                    part.zone, part.beside = zone, place if len(ordered) == 2 else 0
            found += parts
        return found


def _joined(regions: list[Region]) -> list[Region]:
    """The regions, those of plain text that follow each other as one: what parted them was no gutter."""
    found: list[Region] = []
    for region in regions:
        last = found[-1] if found else None
        if (
            last and last.kind is region.kind is Kind.TEXT and not last.zone and not region.zone
            and (last.left, last.right) == (region.left, region.right)
        ):  # fmt: skip
            last.segments += region.segments
        else:
            found.append(region)
    return found


@dataclass(slots=True)
class _Column:
    segments: list[Segment]
    left: float
    right: float
    rows: list[Row]

    @property
    def width(self) -> float:
        return self.right - self.left


def _columns(rows: list[Row], gutters: list[tuple[int, int]], left: float, right: float) -> list[_Column]:
    edges = [left, *(edge for gutter in gutters for edge in gutter), right]
    middles = [(start + end) / 2 for start, end in gutters]
    held: list[list[Segment]] = [[] for _ in range(len(gutters) + 1)]
    for row in rows:
        for segment in row.segments:
            held[sum((segment.left + segment.right) / 2 > middle for middle in middles)].append(segment)
    return [
        _Column(segments, edges[2 * place], edges[2 * place + 1], rows_across(segments))
        for place, segments in enumerate(held)
    ]


def _is_table(columns: list[_Column], rows: list[Row], rules: Rules, width: float) -> bool:
    """Whether the columns are those of a table: ruled, of figures, or of short words in rows that begin together."""
    above, below = rows[0].down - rows[0].segments[0].size, rows[-1].down + 2
    across = [
        set(rules.level_across((one.right + other.left) / 2, above, below)) for one, other in pairwise(columns)
    ]
    if across and sum(len(heights) >= 2 for heights in across) >= len(across) / 2:
        return True
    if _is_list(columns):
        return False
    figures = [column for column in columns if _is_of_figures(column)]
    if figures and all(_begin_together(column, columns) for column in figures):
        return True
    if len(columns) > 2 or min(len(column.rows) for column in columns) < _LEAST_ROWS:
        return any(_filled(column) < 0.75 for column in columns) and all(
            _begin_together(column, columns) for column in columns
        )
    return False


def _is_list(columns: list[_Column]) -> bool:
    """Whether the outer column holds the marks of items, and the other one their words."""
    marks = min(columns[0], columns[-1], key=lambda column: column.width)
    held = sum(_is_mark(segment.text) for segment in marks.segments)
    return len(columns) == 2 and held >= 0.6 * len(marks.segments)


def _is_mark(text: str) -> bool:
    return len(text) <= 8 and (opens_item(f"{text} x") or bool(_MARKS.fullmatch(text)))


def _is_of_figures(column: _Column) -> bool:
    return sum(bool(_NUMERIC.fullmatch(s.text)) for s in column.segments) > 0.6 * len(column.segments)


def _begin_together(column: _Column, columns: list[_Column]) -> bool:
    """Whether nearly every row of the column stands on a row of another one."""
    others = [row.down for other in columns if other is not column for row in other.rows]
    shared = sum(any(abs(row.down - down) < 2.5 for down in others) for row in column.rows)
    return shared >= 0.8 * len(column.rows)


def _filled(column: _Column) -> float:
    """How much of the column's width its longer rows take: a quarter of all rows takes as much or more."""
    if not column.rows or column.width <= 0:
        return 0.0
    shares = sorted(
        (max(s.right for s in row.segments) - min(s.left for s in row.segments)) / column.width for row in column.rows
    )
    return shares[round(0.75 * (len(shares) - 1))]


def _without_line_numbers(columns: list[_Column], known: bool) -> list[_Column]:
    """The columns without one at the outside that only numbers the lines, each or every fifth or tenth.

    known: whether the page before had such a column, so that a few numbers are enough.
    """
    kept = list(columns)
    for place in (0, -1):
        numbers = [int(s.text) for row in kept[place].rows for s in row.segments if s.text.isdecimal()]
        steps = {after - before for before, after in pairwise(numbers)}
        alone = len(kept) > 1 and len(numbers) == len(kept[place].segments)
        if alone and known and all(number % 5 == 0 for number in numbers):
            kept.pop(place)
            continue
        alone = alone and len(numbers) >= FEWEST_ROWS and len(steps) == 1
        every_line = len(numbers) > 0.8 * len(kept[1 if place == 0 else -2].rows) if alone else False
        if alone and (steps <= {5, 10} or (steps == {1} and every_line)):
            kept.pop(place)
    return kept


def _without_margins(columns: list[_Column], width: float) -> tuple[list[_Column], list[_Column]]:
    """The columns of the text, and narrow ones at the outside whose notes stand beside it."""
    kept, margins = list(columns), []
    for place in (0, -1):
        while len(kept) > 1:
            column, inner = kept[place], kept[1 if place == 0 else -2]
            if column.width > _NARROW * width or inner.width < 1.8 * column.width or not _is_margin(column, inner):
                break
            margins.append(kept.pop(place))
    return kept, margins


def _is_margin(column: _Column, inner: _Column) -> bool:
    """Whether the column is in smaller type, or holds a few notes that are no items and no provisions."""
    if _usual_size(column) < 0.93 * _usual_size(inner):
        return True
    opens = any(opens_item(f"{s.text} ") or opens_unit(s.text) for s in column.segments)
    return not opens and len(column.rows) < 0.5 * len(inner.rows) and _begin_together(column, [inner])


def _usual_size(column: _Column) -> float:
    """The size of most of its letters."""
    letters: Counter[float] = Counter()
    for segment in column.segments:
        letters[round(segment.size, 1)] += sum(map(str.isalnum, segment.text))
    return letters.most_common(1)[0][0]


def _reads_like_text(column: _Column) -> bool:
    """Whether the column is wide enough for sentences, long enough, and mostly full."""
    size = median(s.size for s in column.segments)
    return len(column.rows) >= _LEAST_ROWS and column.width > 6 * size and _filled(column) >= 0.6


def _is_half_a_page(columns: list[_Column]) -> bool:
    """Whether one of two columns alone shows that there are two: a last page may hold only a few lines of the other."""
    full = max(columns, key=lambda column: len(column.rows))
    share = full.width / sum(column.width for column in columns)
    return len(columns) == 2 and len(full.rows) >= 2 * _LEAST_ROWS and 0.4 < share < 0.6 and _filled(full) >= 0.85
