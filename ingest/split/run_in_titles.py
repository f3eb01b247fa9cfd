"""Titles that run into the line of the number they name: "Subject of the act Art. 1. This act governs ...".

Sources that set the title above or beside the number come so out of many converters. A citation stands in the middle of
a line as well ("as laid down in Art. 1. The court ..."), so such lines are parted only where they are the habit of the
document and their numbers carry its count on, one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.document import IN_THE_MARGIN, Block, BlockKind
from ingest.split.families import EXPLICIT
from ingest.split.grammar import Mark, Role, read_mark

_LONGEST_TITLE = 200
_FEWEST = 3
_USUAL = 0.6
"""Share of the lines with a number inside that have to carry the count on."""
_PERHAPS = re.compile(r"(?<=\s)(?:[^\W\d_]{2,12}\.?\s{0,2}|§\s?)(?=\d)")
_NO_TITLE = re.compile(r"[;:!?。；：]|[^.]\.$|,$")


def part_run_in_titles(blocks: list[Block], marks: dict[int, Mark]) -> list[Block]:
    """The blocks, with titles that run into the number behind them as blocks of their own; the same list if none do.

    marks: what the openings of the blocks say.
    """
    counted: dict[str, int] = {}
    lines_with_numbers = 0
    starts: dict[int, int] = {}
    for place, block in enumerate(blocks):
        if block.kind is not BlockKind.TEXT or block.style == "table":
            continue
        opening = marks.get(place)
        if opening and _opens(opening):
            counted[opening.group] = opening.number.first
            continue
        inside = list(_numbers_inside(block.text))
        lines_with_numbers += bool(inside)
        for start, mark in inside:
            if mark.number.first == counted.get(mark.group, 0) + 1:
                counted[mark.group] = mark.number.first
                starts[place] = start
                break
    if len(starts) < _FEWEST or len(starts) < lines_with_numbers * _USUAL:
        return blocks
    return [part for place, block in enumerate(blocks) for part in _parts(block, starts.get(place))]


def _opens(mark: Mark) -> bool:
    return mark.role is Role.UNIT and mark.group in EXPLICIT and not mark.mention


def _numbers_inside(text: str) -> Iterator[tuple[int, Mark]]:
    """Where numbers stand inside the beginning of a line, and what they would open."""
    if not text[:1].isupper():
        return
    for perhaps in _PERHAPS.finditer(text, 0, _LONGEST_TITLE):
        title = text[: perhaps.start()].rstrip()
        if _NO_TITLE.search(title):
            return
        mark = read_mark(text[perhaps.start() :], heading=False)
        if mark and _opens(mark) and mark.separated and not mark.label[:1].islower() and mark.rest:
            yield perhaps.start(), mark


def _parts(block: Block, start: int | None) -> tuple[Block, ...]:
    if start is None:
        return (block,)
    return replace(block, text=block.text[:start].rstrip(), style=IN_THE_MARGIN), replace(
        block, text=block.text[start:]
    )
