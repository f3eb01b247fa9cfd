"""Boosted decision trees as plain arrays: trained elsewhere, evaluated here with numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palermo.tagging.signals import Matrix


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
        flat = np.ascontiguousarray(rows).ravel()
        lines = np.arange(len(rows)) * rows.shape[1]
        for start in self.starts:
            at = np.full(len(rows), start, dtype=np.int32)
            for _ in range(self.depth):
                goes_left = flat.take(lines + self.feature.take(at)) <= self.threshold.take(at)
                at = start + np.where(goes_left, self.left.take(at), self.right.take(at))
            total += self.value[at]
        return total
