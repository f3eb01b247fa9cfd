"""A table of contents as a check: does the text hold what the table names?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.document import Block
from ingest.pdf.units import mark_of_unit

_FEWEST = 4
_MOST_NAMED = 5
_LEADERS = re.compile(r"\s?(?:[.…_]\s?){4,}(?=\s?\d+$)")


def is_entry(text: str) -> bool:
    """Whether dots lead to a page number at the end."""
    end = len(text)
    while end and text[end - 1].isdecimal():
        end -= 1
    # Nearly no paragraph ends in dots and a number: the others are not searched.
    return end < len(text) and text[:end].rstrip().endswith((".", "…", "_")) and bool(_LEADERS.search(text))


def without_leaders(text: str) -> str:
    """An entry without its dots."""
    return _LEADERS.sub(" ", text)


def missing(blocks: Sequence[Block], entries: Collection[int]) -> list[str]:
    """The labels of provisions and parts that the table names and no block below it opens; `entries` are the positions
    of the table's own blocks. Empty where the table is too short to tell."""
    named: dict[tuple[str, str], str] = {}
    for place in entries:
        mark = mark_of_unit(blocks[place].text)
        if mark:
            named.setdefault((mark.group, mark.number.printed), mark.label)
    if len(named) < _FEWEST:
        return []
    opened = set()
    for place, block in enumerate(blocks):
        mark = mark_of_unit(block.text) if place not in entries else None
        if mark:
            opened.add((mark.group, mark.number.printed))
    return [label for key, label in named.items() if key not in opened]


def warning(labels: Sequence[str]) -> str:
    """What is missing, in words."""
    named = ", ".join(labels[:_MOST_NAMED]) + (" ..." if len(labels) > _MOST_NAMED else "")
    return f"the table of contents names {len(labels)} headings that were not found in the text: {named}"
