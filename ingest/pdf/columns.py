"""Columns: the segments of a page cut into regions in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from ingest.pdf.characters import reads_from_right
from ingest.pdf.text import Segment

_LEAST_GUTTER = 6.0
_LEAST_ROWS = 5
"""Fewer rows on a side make no column: they are the cells of a small table."""


@dataclass(slots=True)
class Region:
    """Segments that are read from top to bottom, with the edges of the column they stand in."""

    segments: list[Segment]
    left: float
    right: float
    from_right: bool


def regions_of(segments: list[Segment], width: float) -> list[Region]:
    """Cut a page of this width into regions, in reading order: whole width, left, right (or right, left)."""
    if not segments:
        return []
    from_right = reads_from_right(" ".join(s.text for s in segments))
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    if len(_heights(segments)) < _LEAST_ROWS:  # too few to show the edges: take the margins as equal
        left, right = min(left, width - right), max(right, width - left)
    return _cut(segments, left, right, from_right, 2)


def _cut(segments: list[Segment], left: float, right: float, from_right: bool, depth: int) -> list[Region]:
    gutter = _gutter(segments, left, right) if depth and len(segments) >= 2 * _LEAST_ROWS else None
    if gutter is None:
        return [Region(segments, left, right, from_right)] if segments else []
    start, end = gutter
    middle = (start + end) / 2
    across = sorted((s for s in segments if s.left < middle - 1 and s.right > middle + 1), key=lambda s: s.down)
    # A row that reaches across the gutter takes whatever else stands on its baseline with it.
    heights = [s.down for s in across]
    aside = [s for s in segments if not (s.left < middle - 1 and s.right > middle + 1)]
    across += [s for s in aside if any(abs(s.down - h) < 2 for h in heights)]
    across.sort(key=lambda s: s.down)
    beside = [s for s in aside if not any(abs(s.down - h) < 2 for h in heights)]
    found: list[Region] = []
    whole: list[Segment] = []
    above = float("-inf")
    for limit in [*heights, float("inf")]:
        zone = [s for s in beside if above < s.down < limit]
        if zone:
            found += _cut(whole, left, right, from_right, 0)
            whole = []
            sides = [([s for s in zone if s.right <= middle + 1], left, start)]
            sides.append(([s for s in zone if s.right > middle + 1], end, right))
            for side, from_, to in reversed(sides) if from_right else sides:
                found += _cut(side, from_, to, from_right, depth - 1)
        whole += [s for s in across if abs(s.down - limit) < 2 and s not in whole]
        above = limit
    return found + _cut(whole, left, right, from_right, 0)


def _gutter(segments: list[Segment], left: float, right: float) -> tuple[float, float] | None:
    """The empty strip between two columns of running text, or None where there is one column."""
    width = right - left
    best: tuple[int, float, float] | None = None
    ends = {round(s.right): s.right for s in segments if left + 0.25 * width < s.right < left + 0.75 * width}
    for edge in sorted(ends.values()):
        crossing = sum(1 for s in segments if s.left < edge + 3 < s.right)
        beyond = min((s.left for s in segments if s.left >= edge + 3), default=right)
        if beyond - edge >= _LEAST_GUTTER and (best is None or crossing < best[0]):
            best = (crossing, edge, beyond)
    if best is None:
        return None
    _, start, end = best
    on_left = [s for s in segments if s.right <= start + 3]
    on_right = [s for s in segments if s.left >= end - 3]
    if min(len(_heights(on_left)), len(_heights(on_right))) < _LEAST_ROWS:
        return None
    if best[0] > 0.25 * len(segments) or not _side_by_side(on_left, on_right):
        return None
    filled = min(
        median(s.right - s.left for s in on_left) / (start - left),
        median(s.right - s.left for s in on_right) / (right - end),
    )
    return (start, end) if filled >= 0.4 else None


def _heights(segments: list[Segment]) -> set[int]:
    return {round(s.down) for s in segments}


def _side_by_side(one: list[Segment], other: list[Segment]) -> bool:
    """Whether the two share a good part of their height."""
    top = max(min(s.down for s in one), min(s.down for s in other))
    bottom = min(max(s.down for s in one), max(s.down for s in other))
    heights = [max(s.down for s in side) - min(s.down for s in side) for side in (one, other)]
    return bottom - top > 0.4 * min(heights)
