"""What columns beside each other are: text, a table, a list with hanging marks, notes in the margin, line numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.pdf.gutters import FEWEST_ROWS, Row, rows_across
from ingest.pdf.rules import Rules
from ingest.pdf.segments import Segment
from ingest.pdf.units import opens_item, opens_unit

LEAST_ROWS = 5
"""Fewer rows on a side make no column of text."""
_NARROW = 0.27
"""Of the width: what is narrower beside a full column is its margin."""
_NUMERIC = re.compile(r"[\W\d_]*\d[\W\d_]*[^\W\d_]{0,3}[\W\d_]*")
_MARKS = re.compile(r"[\d*†‡.()\[\]\s]+")


@dataclass(slots=True)
class Column:
    """Text between two gutters, or a gutter and the edge. left, right: where it may stand; rows: of its segments."""

    segments: list[Segment]
    left: float
    right: float
    rows: list[Row]

    @property
    def width(self) -> float:
        return self.right - self.left


def columns_of(rows: list[Row], gutters: list[tuple[int, int]], left: float, right: float) -> list[Column]:
    """The columns that some gutters make of some rows, from left to right."""
    edges = [left, *(edge for gutter in gutters for edge in gutter), right]
    middles = [(start + end) / 2 for start, end in gutters]
    held: list[list[Segment]] = [[] for _ in range(len(gutters) + 1)]
    for row in rows:
        for segment in row.segments:
            held[bisect_left(middles, (segment.left + segment.right) / 2)].append(segment)
    return [
        Column(segments, edges[2 * place], edges[2 * place + 1], rows_across(segments))
        for place, segments in enumerate(held)
    ]


def is_table(columns: list[Column], rows: list[Row], rules: Rules) -> bool:
    """Whether the columns are those of a table: ruled, of figures, or of short words in rows that begin together."""
    above, below = rows[0].down - rows[0].segments[0].size, rows[-1].down + 2
    across = [set(rules.level_across((one.right + other.left) / 2, above, below)) for one, other in pairwise(columns)]
    if across and sum(len(heights) >= 2 for heights in across) >= len(across) / 2:
        return True
    if is_list(columns):
        return False
    figures = [column for column in columns if _is_of_figures(column)]
    if figures and all(_begin_together(column, columns) for column in figures):
        return True
    if len(columns) > 2 or min(len(column.rows) for column in columns) < LEAST_ROWS:
        return any(_filled(column) < 0.75 for column in columns) and all(
            _begin_together(column, columns) for column in columns
        )
    return False


def is_list(columns: list[Column]) -> bool:
    """Whether the outer column holds the marks of items, and the other one their words."""
    marks = min(columns[0], columns[-1], key=lambda column: column.width)
    held = sum(_is_mark(segment.text) for segment in marks.segments)
    return len(columns) == 2 and held >= 0.6 * len(marks.segments)


def _is_mark(text: str) -> bool:
    return len(text) <= 8 and (opens_item(f"{text} x") or bool(_MARKS.fullmatch(text)))


def _is_of_figures(column: Column) -> bool:
    return sum(bool(_NUMERIC.fullmatch(s.text)) for s in column.segments) > 0.6 * len(column.segments)


def _begin_together(column: Column, columns: list[Column]) -> bool:
    """Whether nearly every row of the column stands on a row of another one."""
    others = [row.down for other in columns if other is not column for row in other.rows]
    shared = sum(any(abs(row.down - down) < 2.5 for down in others) for row in column.rows)
    return shared >= 0.8 * len(column.rows)


def _filled(column: Column) -> float:
    """How much of the column's width its longer rows take: a quarter of all rows takes as much or more."""
    if not column.rows or column.width <= 0:
        return 0.0
    shares = sorted(
        (max(s.right for s in row.segments) - min(s.left for s in row.segments)) / column.width for row in column.rows
    )
    return shares[round(0.75 * (len(shares) - 1))]


def without_line_numbers(columns: list[Column], known: bool) -> list[Column]:
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


def without_margins(columns: list[Column], width: float) -> tuple[list[Column], list[Column]]:
    """The columns of the text, and narrow ones at the outside whose notes stand beside it."""
    kept, margins = list(columns), []
    for place in (0, -1):
        while len(kept) > 1:
            column, inner = kept[place], kept[1 if place == 0 else -2]
            if column.width > _NARROW * width or inner.width < 1.8 * column.width or not _is_margin(column, inner):
                break
            margins.append(kept.pop(place))
    return kept, margins


def _is_margin(column: Column, inner: Column) -> bool:
    """Whether the column is in smaller type, or holds a few notes that are no items and no provisions."""
    if _usual_size(column) < 0.93 * _usual_size(inner):
        return True
    opens = any(opens_item(f"{s.text} ") or opens_unit(s.text) for s in column.segments)
    return not opens and len(column.rows) < 0.5 * len(inner.rows) and _begin_together(column, [inner])


def _usual_size(column: Column) -> float:
    """The size of most of its letters."""
    letters: Counter[float] = Counter()
    for segment in column.segments:
        letters[round(segment.size, 1)] += sum(map(str.isalnum, segment.text))
    return letters.most_common(1)[0][0]


def reads_like_text(column: Column) -> bool:
    """Whether the column is wide enough for sentences, long enough, and mostly full."""
    size = median(s.size for s in column.segments)
    return len(column.rows) >= LEAST_ROWS and column.width > 6 * size and _filled(column) >= 0.6


def is_half_a_page(columns: list[Column]) -> bool:
    """Whether one of two columns alone shows that there are two: a last page may hold only a few lines of the other."""
    full = max(columns, key=lambda column: len(column.rows))
    share = full.width / sum(column.width for column in columns)
    return len(columns) == 2 and len(full.rows) >= 2 * LEAST_ROWS and 0.4 < share < 0.6 and _filled(full) >= 0.85
