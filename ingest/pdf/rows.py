"""Rows: the segments of a region joined into lines, with raised characters marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter

from ingest.pdf.columns import Region
from ingest.pdf.segments import Segment

RAISED, LEVEL = "\x0e", "\x0f"
"""Stand before and after raised characters, until the paragraphs know which of them are notes' marks."""

_WORDLESS = re.compile(r"[\W_]*")


class LineKind(StrEnum):
    """What a line is, as far as its place on the page says."""

    TEXT = "text"
    ROW = "row"
    """A whole row of a table."""
    TITLE = "title"
    """The note in the margin beside the opening of a provision: its title."""
    NOTE = "note"
    """Another note in the margin."""


@dataclass(slots=True)
class Line:
    """One line of a column. left, right: its ends in points; before, after: the empty space in front of it and behind
    it, in the direction of reading; width: of the column."""

    text: str
    page: int
    left: float
    right: float
    down: float
    size: float
    bold: bool
    before: float
    after: float
    width: float
    kind: LineKind = LineKind.TEXT
    cells: tuple[tuple[str, ...], ...] = ()
    """Of a row, the lines of each cell."""
    is_entry: bool = False
    """Whether it is an entry of a table of contents, though no dots say so."""

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle of its column with room on both sides."""
        return self.before > 0.08 * self.width and abs(self.before - self.after) < max(8.0, 0.04 * self.width)


def lines_of(region: Region, page: int) -> list[Line]:
    """The lines of a region from top to bottom."""
    lines: list[Line] = []
    for row in rows_of(region):
        if len(row) == 1:  # as most are
            lines += _line_of_one(row[0], region, page)
            continue
        main = max(row, key=lambda s: (round(s.size, 1), len(s.text)))
        text = _joined(row, main, region.from_right)
        if not text.strip():
            continue
        left, right = min(s.left for s in row), max(s.right for s in row)
        before, after = max(0.0, left - region.left), max(0.0, region.right - right)
        if region.from_right:
            before, after = after, before
        letters = sum(len(s.text) for s in row)
        bold = 2 * sum(len(s.text) for s in row if s.bold) > letters
        widest = max(row, key=lambda s: len(s.text))
        lines.append(
            Line(text, page, left, right, main.down, widest.size, bold, before, after, region.right - region.left)
        )
    return lines


def _line_of_one(segment: Segment, region: Region, page: int) -> list[Line]:
    """The line that a segment makes alone; none of an empty one."""
    if not segment.text.strip():
        return []
    before, after = max(0.0, segment.left - region.left), max(0.0, region.right - segment.right)
    if region.from_right:
        before, after = after, before
    return [
        Line(segment.text, page, segment.left, segment.right, segment.down, segment.size, segment.bold,
             before, after, region.right - region.left)
    ]  # fmt: skip


def rows_of(region: Region) -> list[list[Segment]]:
    """The segments of a region row by row, each in the order of reading."""
    rows = _rows(region.segments)
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda s: -s.right if region.from_right else s.left)
    return rows


def _rows(segments: list[Segment]) -> list[list[Segment]]:
    """Segments grouped by baseline; a smaller one that is raised beside a larger one joins its row."""
    if _are_rows(segments):
        return [[segment] for segment in sorted(segments, key=attrgetter("down"))]
    rows: list[list[Segment]] = []
    shelves: dict[int, list[list[Segment]]] = {}  # rows by height, so that few are looked at
    for segment in sorted(segments, key=lambda s: (-round(s.size), s.down)):
        shelf = int(segment.down // 8)
        near = (row for nearby in range(shelf - 2, shelf + 3) for row in shelves.get(nearby, ()))
        home = next((row for row in near if _belongs(segment, row)), None)
        if home is None:
            rows.append([segment])
            shelves.setdefault(shelf, []).append(rows[-1])
        else:
            home.append(segment)
    return sorted(rows, key=lambda row: row[0].down)


def _are_rows(segments: list[Segment]) -> bool:
    """Whether each segment is a row of its own, as in a plain column: none can belong to another."""
    sizes = [segment.size for segment in segments]
    largest = max(sizes, default=0.0)
    if min(sizes, default=0.0) < 0.85 * largest:
        return False
    heights = sorted([segment.down for segment in segments])
    return all(below - above >= 0.2 * largest for above, below in pairwise(heights))


def _belongs(segment: Segment, row: list[Segment]) -> bool:
    """Whether a segment stands on the baseline of a row's first one, or is raised or lowered beside it."""
    base = row[0]
    rise = base.down - segment.down
    if abs(rise) < 0.2 * base.size:
        return True
    if segment.size >= 0.85 * base.size or len(segment.text) > 6 or not -0.3 < rise / base.size < 0.7:
        return False
    if segment.right <= min(s.left for s in row) and min(s.left for s in row) - segment.right < 3 * base.size:
        return True  # the mark of a footnote hangs before its text
    reach = 0.6 * base.size
    return any(segment.left < s.right + reach and s.left - reach < segment.right for s in row)


def _joined(row: list[Segment], main: Segment, from_right: bool) -> str:
    parts: list[str] = []
    last: Segment | None = None
    for segment in row:
        raised = segment.size < 0.85 * main.size and main.down - segment.down > 0.12 * main.size
        text = f"{RAISED}{segment.text}{LEVEL}" if raised and not _WORDLESS.fullmatch(segment.text) else segment.text
        if raised and segment.text.strip("*†‡") == "":
            text = f"{RAISED}{segment.text}{LEVEL}"
        if last is not None:
            gap = last.left - segment.right if from_right else segment.left - last.right
            if gap > (0.25 if raised else 0.14) * main.size:
                parts.append(" ")
        parts.append(text)
        last = segment
    return "".join(parts)
