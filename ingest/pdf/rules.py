"""Rules: the straight lines that are drawn on a page, and the tables that they make."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from ingest.pdf.frame import Frame
from ingest.pdf.layer import Box, bare

_get_object = bare(pdfium.FPDFPage_GetObject, pdfium.FPDF_PAGEOBJECT)
_get_type = bare(pdfium.FPDFPageObj_GetType)
_THICKEST = 3.0
_SHORTEST = 8.0
_NEAR = 3.0
_MOST_OBJECTS = 20_000
_MOST_RULES = 4_000
_TALLEST_ROW = 0.3
"""Of the page's height, in the middle of all rows: what is taller is a frame around text."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the heights between its rows and the places between its columns, the outer edges among them."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]

    def holds(self, along: float, down: float) -> bool:
        """Whether a point lies in it."""
        return self.columns[0] <= along <= self.columns[-1] and self.rows[0] <= down <= self.rows[-1] + 1


@dataclass
class Rules:
    """level: (down, from, to); upright: (along, from, to), in points."""

    height: float = 0.0
    level: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)

    def level_across(self, along: float, above: float, below: float) -> list[float]:
        """How far down level rules cross the place `along` between two heights."""
        return _apart(down for down, start, end in self.level if start <= along <= end and above <= down <= below)

    @cached_property
    def grids(self) -> list[Grid]:
        """The ruled tables: at least two columns and, but for a low one, two rows."""
        found = []
        for level, upright in _touching(self.level, self.upright):
            columns = _apart(along for along, _, _ in upright)
            if len(columns) < 3:
                continue
            rows = _apart(down for down, start, end in level if _crosses(start, end, columns))
            heights = [below - above for above, below in pairwise(rows)]
            if heights and median(heights) <= _TALLEST_ROW * self.height * (1.0 if len(heights) > 1 else 0.5):
                found.append(Grid(tuple(rows), tuple(columns)))
        return found


def rules_of(page: Any, frame: Frame) -> Rules:
    """The rules of a loaded page, edges of boxes among them; those inside of forms are not looked for."""
    rules = Rules(frame.height)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw, path = page.raw, pdfium.FPDF_PAGEOBJ_PATH
    for i in range(min(_MOST_OBJECTS, int(pdfium.FPDFPage_CountObjects(raw)))):
        item = _get_object(raw, i)
        if _get_type(item) != path:
            continue
        if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            _add(rules, frame, Box(left.value, bottom.value, right.value, top.value))
        if len(rules.level) + len(rules.upright) > _MOST_RULES:  # a drawing
            return Rules(frame.height)
    return rules


def _add(rules: Rules, frame: Frame, box: Box) -> None:
    (start, one), (end, other) = frame.point(box.left, box.bottom), frame.point(box.right, box.top)
    start, end = min(start, end), max(start, end)
    above, below = min(one, other), max(one, other)
    if below - above <= _THICKEST and end - start >= _SHORTEST:
        rules.level.append(((above + below) / 2, start, end))
    elif end - start <= _THICKEST and below - above >= _SHORTEST:
        rules.upright.append(((start + end) / 2, above, below))
    elif end - start >= _SHORTEST and below - above >= _SHORTEST and end - start < 0.98 * frame.width:
        rules.level += [(above, start, end), (below, start, end)]
        rules.upright += [(start, above, below), (end, above, below)]


def _apart(places: Any) -> list[float]:
    """The places in order, those that lie together as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _crosses(start: float, end: float, columns: list[float]) -> bool:
    """Whether a level rule reaches over at least one column."""
    return sum(start - _NEAR <= along <= end + _NEAR for along in columns) >= 2


_Rule = tuple[float, float, float]


def _touching(level: list[_Rule], upright: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Groups of rules that touch each other."""
    groups: list[tuple[list[_Rule], list[_Rule]]] = [([], [rule]) for rule in upright]
    for down, start, end in level:
        mine: tuple[list[_Rule], list[_Rule]] = ([(down, start, end)], [])
        others = []
        for group in groups:
            if any(
                start - _NEAR <= along <= end + _NEAR and above - _NEAR <= down <= below + _NEAR
                for along, above, below in group[1]
            ):
                mine[0].extend(group[0])
                mine[1].extend(group[1])
            else:
                others.append(group)
        groups = [*others, mine]
    return [group for group in groups if group[0] and group[1]]
