"""Places: where on a page something stands, as it is kept with a block and its provision."""

from __future__ import annotations

import re
from typing import NamedTuple

_PLACE = re.compile(r"page (\d+)(?: at (\d+),(\d+))?")


class Place(NamedTuple):
    """A page, counted from 1, and a point on it in points of 1/72 inch from the upper left corner as shown."""

    page: int
    left: int = 0
    top: int = 0

    def __str__(self) -> str:
        return f"page {self.page} at {self.left},{self.top}"

    @classmethod
    def of(cls, words: str) -> Place | None:
        """The place that a block's or provision's `place` names, or None: `page 3 at 72,141`."""
        found = _PLACE.match(words)
        return cls(int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found else None
