"""Columns: the segments of a page cut into regions in reading order.

A gutter is a strip that no line of text enters over a stretch of rows, with text on both sides. The longest stretch is
cut first; what stands above and below it, and inside each column, is cut again. So a title across the columns parts
them, and columns may lie within columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from ingest.pdf.characters import FROM_RIGHT, reads_from_right
from ingest.pdf.column_kinds import (
    LEAST_ROWS,
    columns_of,
    is_half_a_page,
    is_list,
    is_table,
    reads_like_text,
    without_line_numbers,
    without_margins,
)
from ingest.pdf.gutters import (
    Row,
    centred_headings,
    is_known,
    longest_zone,
    rows_across,
    without_headings_across,
)
from ingest.pdf.rules import Grid, Rules
from ingest.pdf.segments import Segment

_DEEPEST = 4
_TABLE = "\ue000table "


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
    mixed = bool(FROM_RIGHT.search(text))
    from_right = mixed and reads_from_right(text)
    grids = (rules or Rules()).grids
    tables = [[s for s in segments if grid.holds((s.left + s.right) / 2, s.down - 0.3 * s.size)] for grid in grids]
    if any(tables):
        inside = {id(segment) for table in tables for segment in table}
        segments = [segment for segment in segments if id(segment) not in inside]
        segments += [_stand_in(grid, place) for place, grid in enumerate(grids) if tables[place]]
    left, right = min([s.left for s in segments]), max([s.right for s in segments])
    rows = rows_across(segments)
    if len(rows) < LEAST_ROWS:  # too few to show the edges: take the margins as equal
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
    """Cuts the rows of one page. used: the middles of the gutters that it found between columns of text."""

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
        columns = columns_of(rows, gutters, left, right)
        segments = [segment for row in rows for segment in row.segments]
        if is_table(columns, rows, self.rules):
            cuts = tuple((start + end) / 2 for start, end in gutters)
            return [Region(segments, left, right, self.from_right, Kind.TABLE, cuts)]
        columns = without_line_numbers(columns, all(is_known((a + b) / 2, self.known) for a, b in gutters))
        if len(columns) == 1:
            self.used |= {round((start + end) / 2) for start, end in gutters}
            return self.cut(columns[0].rows, left, right, depth + 1)
        if is_list(columns):
            return [Region(segments, left, right, self.from_right)]
        columns, margins = without_margins(columns, right - left)
        if margins:
            self.known |= {round((start + end) / 2) for start, end in gutters}
            self.used |= self.known
            # Notes begin at the same place on the next page, where the lines of the text may end at any.
            self.used |= {round(m.left - 3 if m.left > columns[-1].left else m.right + 3) for m in margins}
        found = [Region(m.segments, m.left, m.right, self.from_right, Kind.MARGIN) for m in margins]
        middles = {round((one.right + other.left) / 2) for one, other in pairwise(columns)}
        if not all(is_known(middle, self.known) for middle in middles):
            if not is_half_a_page(columns) and not all(reads_like_text(column) for column in columns):
                return [Region(segments, left, right, self.from_right)]
            self.known |= middles
        self.used |= middles
        self.zones += 1
        zone = self.zones
        ordered = list(reversed(columns)) if self.from_right else columns
        for place, column in enumerate(ordered, start=1):
            parts = self.cut(column.rows, column.left, column.right, depth + 1)
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
