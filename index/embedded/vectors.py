"""The vectors of entries in memory: compared with that of a question, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.vectors import Vector

ROWS_AT_ONCE = 512
"""Half precision is made single for the product: so many rows stay in the processor's cache."""
HALF = np.dtype("<f2")
_SMALLER = np.float32(2.0**112)
"""See `as_single`."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The vectors of one commit: a row for each entry."""

    name: str
    ids: Sequence[str]
    """Empty where the row no longer counts."""
    versions: Sequence[str]
    """The version of each row."""
    complete: frozenset[str]
    """Versions of which it holds all entries."""
    is_all: bool
    """Nothing that came before counts."""
    rows: NDArray[np.float16]


class Vectors:
    """What some segments hold together, the newest last."""

    def __init__(self, segments: Sequence[Segment] = (), problem: str = "") -> None:
        self.segments = segments
        self.problem = problem
        """Which file is damaged, where one is: then there are no vectors until they are made again."""

    @cached_property
    def complete(self) -> frozenset[str]:
        """The versions that all have their vectors."""
        return frozenset(version for segment in self._counting for version in segment.complete)

    @cached_property
    def alive(self) -> list[NDArray[np.intp]]:
        """Of each segment that counts, the rows that no later one has taken the place of."""
        seen: set[str] = set()
        superseded: set[str] = set()
        found = []
        for segment in reversed(self._counting):
            rows = []
            for row in range(len(segment.ids) - 1, -1, -1):
                entry = segment.ids[row]
                if entry and entry not in seen and segment.versions[row] not in superseded:
                    seen.add(entry)
                    rows.append(row)
            superseded |= segment.complete
            found.append(np.array(rows[::-1], np.intp))
        return found[::-1]

    def similar(self, vector: Vector, floor: float) -> tuple[NDArray[np.float32], list[str]]:
        """The cosines of all entries that reach the floor, best first, and the entries' ids."""
        cosines, ids = [], []
        for segment, alive in zip(self._counting, self.alive, strict=True):
            found = _product(segment.rows, vector)[alive]
            near = np.flatnonzero(found >= floor)
            cosines.append(found[near])
            ids += [segment.ids[row] for row in alive[near]]
        together = np.concatenate(cosines) if cosines else np.zeros(0, np.float32)
        order = np.argsort(-together, kind="stable")
        return together[order], [ids[place] for place in order]

    @cached_property
    def _counting(self) -> Sequence[Segment]:
        start = max((place for place, segment in enumerate(self.segments) if segment.is_all), default=0)
        return self.segments[start:]

    def counting(self) -> Iterator[tuple[Segment, NDArray[np.intp]]]:
        """The segments that count, each with its rows that do."""
        return zip(self._counting, self.alive, strict=True)


def _product(rows: NDArray[np.float16], vector: Vector) -> NDArray[np.float32]:
    """The cosine of each row, which has length 1, and the vector."""
    found = np.empty(len(rows), np.float32)
    larger = vector * _SMALLER
    for start in range(0, len(rows), ROWS_AT_ONCE):
        found[start : start + ROWS_AT_ONCE] = as_single(rows[start : start + ROWS_AT_ONCE]) @ larger
    return found


def as_single(rows: NDArray[np.float16]) -> NDArray[np.float32]:
    """Half precision as single precision, each number 2**112 times smaller.

    numpy converts number by number, which took nine tenths of a search. Moved to where single precision has them, the
    same bits say the same number but for the exponent, which counts from 127 instead of 15.
    """
    bits = rows.view("<i2").astype(np.int32)
    bits <<= 13
    bits &= -0x70002000  # the copies of the sign
    return bits.view(np.float32)
