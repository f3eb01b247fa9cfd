"""Boosted decision trees as plain arrays: trained elsewhere, evaluated here with numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from palermo.tagging.signals import Matrix

_ROWS_AT_ONCE = 64
"""What goes through all trees side by side: few enough that it stays in the processor's cache."""


@dataclass(frozen=True)
class Trees:
    """All trees one behind the other; node 0 of each is its root.

    `left` and `right` count from the tree's first node; a leaf has itself below it. A row goes left where its value
    is at most the threshold.
    """

    starts: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    baseline: float
    depth: int

    def sums(self, rows: Matrix) -> Matrix:
        """The sum of the leaves that each row falls into, with the baseline. `rows` is rows by features."""
        total = np.full(len(rows), self.baseline, dtype=np.float32)
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            part = np.ascontiguousarray(rows[first : first + _ROWS_AT_ONCE])
            lines = (np.arange(len(part)) * part.shape[1])[:, None]
            at = np.broadcast_to(self.starts, (len(part), len(self.starts)))
            for _ in range(self.depth):
                goes_left = part.take(lines + self.feature.take(at)) <= self.threshold.take(at)
                at = self._below.take(2 * at + goes_left)
            total[first : first + _ROWS_AT_ONCE] += self.value.take(at).sum(axis=1)
        return total

    @cached_property
    def _below(self) -> NDArray[np.intp]:
        """For each node of all trees the one to its right and the one to its left."""
        sizes = np.diff(self.starts, append=len(self.feature))
        first = np.repeat(self.starts.astype(np.intp), sizes)
        return np.stack([first + self.right, first + self.left], axis=1).ravel()
