"""Gutters: strips that no line of text enters over a stretch of rows, with text on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from ingest.pdf.segments import Segment

_LEAST_GUTTER = 5
"""In points."""
FEWEST_ROWS = 3
"""With text on each side of a gutter; fewer show nothing."""
_SAME_GUTTER = 6
_HALF_A_GUTTER = 18
"""In points: so near to its middle is the edge of a gutter, also of a wide one."""
_OFF_CENTRE = 8.0
"""In points: so far may the middles of gutters, and of headings, be apart from page to page."""
_ROWS_FOR_A_GUTTER = 3
_MOST_FOR_GUTTERS = 12
"""A stretch with one more gutter counts as so many rows longer, up to a limit: it shows the columns better."""


@dataclass(slots=True)
class Row:
    """Segments on one baseline. covered: a bit for each point of the width that is taken."""

    down: float
    segments: list[Segment]
    covered: int


@dataclass(slots=True)
class Zone:
    """Rows `first` to `last` with gutters (start, end) that none of them enters."""

    first: int
    last: int
    gutters: list[tuple[int, int]]


def rows_across(segments: Sequence[Segment]) -> list[Row]:
    """The segments row by row over the whole width, from the top."""
    rows: list[Row] = []
    row: Row | None = None
    for segment in sorted(segments, key=attrgetter("down")):
        start, end = int(segment.left), int(segment.right)
        if start < 0:
            start = 0
        bits = ((1 << (end - start if end > start else 1)) - 1) << start
        down = segment.down
        if row and down - row.down < 2:
            row.segments.append(segment)
            row.covered |= bits
        else:
            row = Row(down, [segment], bits)
            rows.append(row)
    return rows


def centred_headings(rows: Sequence[Row], middles: Sequence[float]) -> list[int]:
    """The rows that stand alone in one of some middles, of the page or its text, in larger type than most."""
    if len(rows) < FEWEST_ROWS:
        return []
    usual = median([segment.size for row in rows for segment in row.segments])
    found = []
    for place, row in enumerate(rows):
        size = min([segment.size for segment in row.segments])
        if size <= 1.12 * usual:
            continue
        parts = sorted((s.left, s.right) for s in row.segments)
        in_one = all(after[0] - before[1] < 2 * size for before, after in pairwise(parts))
        middle = (parts[0][0] + parts[-1][1]) / 2
        near = [other for other in rows[max(0, place - 2) : place + 3] if other is not row]
        alone = all(abs(other.down - row.down) > 0.9 * size for other in near)
        if in_one and alone and any(abs(middle - other) < _OFF_CENTRE for other in middles):
            found.append(place)
    return found


def without_headings_across(rows: list[Row], zone: Zone) -> tuple[int, int]:
    """The first and last row of the longest part of a zone between headings over all its columns.

    Such a heading may be too short to enter a gutter: it is in larger type, and the other columns leave room for it.
    """
    inside = rows[zone.first : zone.last + 1]
    usual = median([segment.size for row in inside for segment in row.segments])
    cuts = [zone.first - 1]
    for place in range(zone.first, zone.last + 1):
        row = rows[place]
        larger = min([segment.size for segment in row.segments]) > 1.12 * usual
        if larger and _leaves_room(rows, zone, place):
            cuts.append(place)
    cuts.append(zone.last + 1)
    return max(((one + 1, other - 1) for one, other in pairwise(cuts)), key=lambda part: part[1] - part[0])


def _leaves_room(rows: list[Row], zone: Zone, place: int) -> bool:
    """Whether nothing stands beside a row, and text of its own column and of others stands below it."""
    row = rows[place]
    room = 1.4 * max(segment.size for segment in row.segments)
    edges = [(start + end) / 2 for start, end in zone.gutters]
    own = sum((row.segments[0].left + row.segments[0].right) / 2 > edge for edge in edges)
    below: set[int] = set()
    above: set[int] = set()
    for other in rows[zone.first : zone.last + 1]:
        for segment in other.segments:
            column = sum((segment.left + segment.right) / 2 > edge for edge in edges)
            if column != own and abs(other.down - row.down) < room:
                return False
            (below if other.down > row.down else above).add(column)
    return len(below) > 1 and (not above - {own} or len(above) > 1)


def is_known(middle: float, known: set[int]) -> bool:
    """Whether a gutter stands where one stood before."""
    return any(abs(middle - other) <= _SAME_GUTTER for other in known)


def _holds_known(start: int, end: int, known: set[int]) -> bool:
    """Whether a gutter that stood before is the outer part of a strip: the lines on its other side are all short."""
    return any(start < middle < end and min(middle - start, end - middle) <= _HALF_A_GUTTER for middle in known)


def longest_zone(rows: list[Row], left: float, right: float, known: set[int]) -> Zone | None:
    """The longest run of rows with a gutter that has enough rows on both sides."""
    if len(rows) < (2 if known else FEWEST_ROWS) or not _may_have_gutters(rows):
        return None
    least = 2 if known else FEWEST_ROWS
    lowest, highest = int(left), max(int(left) + 1, int(right))
    inside = ((1 << (highest - lowest)) - 1) << lowest
    # Behind the last row, all is taken.
    covers = [*(row.covered for row in rows), inside]
    best = 0
    found: Zone | None = None
    for first in range(len(rows)):
        if len(rows) - first + _MOST_FOR_GUTTERS <= best:
            break
        taken, free = 0, inside
        for last in range(first, len(covers)):
            covered = covers[last]
            closed = free & covered
            # A stretch is looked at where the next row would close some of the free space.
            if closed and last - first >= least and last - first + _MOST_FOR_GUTTERS > best:
                gutters = _gutters(taken, rows[first:last], known)
                # A short line above a table stands clear of some of its columns.
                size = last - first + min(_ROWS_FOR_A_GUTTER * (len(gutters) - 1), _MOST_FOR_GUTTERS)
                if gutters and size > best:
                    best, found = size, Zone(first, last - 1, gutters)
            taken |= covered
            free ^= closed
            if not free:
                break
    return found


def _may_have_gutters(rows: list[Row]) -> bool:
    """Whether two rows, or two parts of one, stand beside each other without touching."""
    if any(len(row.segments) > 1 for row in rows):
        return True
    return min(row.segments[0].right for row in rows) + _LEAST_GUTTER <= max(row.segments[0].left for row in rows)


def _gutters(taken: int, rows: list[Row], known: set[int]) -> list[tuple[int, int]]:
    """The free strips inside of what is taken that have enough rows on both sides."""
    wanted = []
    for start, end in _strips(taken):
        enough = 1 if is_known((start + end) / 2, known) or _holds_known(start, end, known) else FEWEST_ROWS
        below = (1 << start) - 1
        if _so_many(rows, below, enough) and _so_many(rows, ~below, enough):
            wanted.append((start, end))
    return wanted


def _so_many(rows: list[Row], part: int, enough: int) -> bool:
    """Whether so many rows have text in a part of the width."""
    for row in rows:
        if row.covered & part:
            enough -= 1
            if not enough:
                return True
    return False


def _strips(taken: int) -> list[tuple[int, int]]:
    """The strips between what is taken that are wide enough for a gutter."""
    found: list[tuple[int, int]] = []
    place = (taken & -taken).bit_length() - 1
    rest = taken >> place
    while True:
        width = (~rest & (rest + 1)).bit_length() - 1  # of what is taken from here on
        rest >>= width
        place += width
        if not rest:
            return found
        gap = (rest & -rest).bit_length() - 1
        if gap >= _LEAST_GUTTER:
            found.append((place, place + gap))
        rest >>= gap
        place += gap
