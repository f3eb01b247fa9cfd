"""Titles that run into the line of the number they name: "Subject of the act Art. 1. This act governs ...".

Sources that set the title above or beside the number come so out of many converters. A citation stands in the middle of
a line as well ("as laid down in Art. 1. The court ..."), so such lines are parted only where they are the habit of the
document and their numbers carry its count on, one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ingest.document import IN_THE_MARGIN, Block, BlockKind
from ingest.split.families import EXPLICIT
from ingest.split.grammar import Mark, Role, read_mark

_LONGEST_TITLE = 200
_FEWEST = 3
_USUAL = 0.6
"""Share of the lines with a number inside that have to carry the count on."""
_PERHAPS = re.compile(r"(?<=\s)(?:[^\W\d_]{2,12}\.?\s{0,2}|§\s?)(?=\d)")
_NO_TITLE = re.compile(r"[;:!?。；：]|[^.]\.$|,$")


class _Inside(NamedTuple):
    """A number inside the line of a block: where it stands, and what it would open."""

    block: int
    start: int
    mark: Mark


def part_run_in_titles(blocks: list[Block]) -> list[Block]:
    """The blocks, with titles that run into the number behind them as blocks of their own."""
    counted: dict[str, int] = {}
    inside = carries_on = 0
    found: list[_Inside] = []
    for place, block in enumerate(blocks):
        if block.kind is not BlockKind.TEXT or block.style == "table":
            continue
        mark = read_mark(block.text, heading=False)
        if mark and _opens(mark):
            counted[mark.group] = mark.number.first
            continue
        candidates = list(_numbers_inside(place, block.text))
        inside += bool(candidates)
        for one in candidates:
            if one.mark.number.first == counted.get(one.mark.group, 0) + 1:
                counted[one.mark.group] = one.mark.number.first
                carries_on += 1
                found.append(one)
                break
    if carries_on < _FEWEST or carries_on < inside * _USUAL:
        return blocks
    at = {one.block: one.start for one in found}
    return [part for place, block in enumerate(blocks) for part in _parts(block, at.get(place))]


def _opens(mark: Mark) -> bool:
    return mark.role is Role.UNIT and mark.group in EXPLICIT and not mark.mention


def _numbers_inside(place: int, text: str) -> Iterator[_Inside]:
    if not text[:1].isupper():
        return
    for perhaps in _PERHAPS.finditer(text, 0, _LONGEST_TITLE):
        title = text[: perhaps.start()].rstrip()
        if _NO_TITLE.search(title):
            return
        mark = read_mark(text[perhaps.start() :], heading=False)
        if mark and _opens(mark) and mark.separated and not mark.label[:1].islower() and mark.rest:
            yield _Inside(place, perhaps.start(), mark)


def _parts(block: Block, start: int | None) -> tuple[Block, ...]:
    if start is None:
        return (block,)
    return replace(block, text=block.text[:start].rstrip(), style=IN_THE_MARGIN), replace(
        block, text=block.text[start:]
    )
