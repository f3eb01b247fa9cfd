"""Which way a page is read, so that every later stage may take all lines as level."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.pdf.layer import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as its text reads: `along` counts in the direction of the lines, `down` from the first line on.

    angle: of the lines on the paper, against the clock; upright: lines of characters set one below the other, the
    first line on the right; bounds: the visible part of the page; shown: how far the page is turned for the reader,
    with the clock.
    """

    bounds: Box
    angle: int = 0
    upright: bool = False
    shown: int = 0

    @property
    def width(self) -> float:
        """Of the page along the lines, in points."""
        across, height = self.bounds.right - self.bounds.left, self.bounds.top - self.bounds.bottom
        return height if self._turned else across

    @property
    def height(self) -> float:
        """Of the page across the lines, in points."""
        across, height = self.bounds.right - self.bounds.left, self.bounds.top - self.bounds.bottom
        return across if self._turned else height

    @property
    def _turned(self) -> bool:
        return self.upright or self.angle in (90, 270)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the paper as (along, down)."""
        left, bottom, right, top = self.bounds
        if self.upright or self.angle == 270:
            return top - y, right - x
        if self.angle == 90:
            return y - bottom, x - left
        if self.angle == 180:
            return right - x, y - bottom
        return x - left, top - y

    def span(self, box: Box) -> tuple[float, float]:
        """Where a box of the paper begins and ends along the line."""
        one, other = self.point(box.left, box.bottom)[0], self.point(box.right, box.top)[0]
        return (one, other) if one < other else (other, one)

    def as_shown(self, start: float, end: float, above: float, below: float) -> tuple[float, float, float, float]:
        """A stretch of a line as left, top, right and bottom on the page as a reader sees it, in points."""
        left, bottom, right, top = self.bounds
        corners = []
        for along, down in ((start, above), (end, below)):
            if self.upright or self.angle == 270:
                x, y = right - down, top - along
            elif self.angle == 90:
                x, y = left + down, bottom + along
            elif self.angle == 180:
                x, y = right - along, bottom + down
            else:
                x, y = left + along, top - down
            corners.append(self._seen(x - left, top - y, right - left, top - bottom))
        (x1, y1), (x2, y2) = corners
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def _seen(self, x: float, down: float, width: float, height: float) -> tuple[float, float]:
        """A point of the paper, from its upper left corner, after the page was turned for the reader."""
        if self.shown == 90:
            return height - down, x
        if self.shown == 180:
            return width - x, height - down
        if self.shown == 270:
            return down, width - x
        return x, down
