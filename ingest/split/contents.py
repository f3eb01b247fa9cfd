"""Tables of contents: runs of headings with nothing under them that come again later with their words."""

from __future__ import annotations

import re
from typing import TypeAlias

from ingest.document import Block, BlockKind
from ingest.split.grammar import Mark, Role
from ingest.split.numbers import LATIN_ORDINALS
from ingest.split.words import fold, heading_words

_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$|…{2,}\s*\d+\s*$|\s\d{1,4}\s*$")
_POINTING = re.compile(r"(?:arts?\.?|articles?|§§?|sections?|art[íi]culos?|artigos?|artikel)\s*(?=\d)", re.IGNORECASE)
_POINTED_AT = re.compile(r"\d+[a-z]{0,2}|\d*(?:" + "|".join(LATIN_ORDINALS) + r")|[a-z]|et|und|and|en", re.IGNORECASE)
_SENTENCE_ENDS = (".", ";", ":", "。", "؛")
_FEWEST = 4
_LONGEST_GAP = 100
_LONGEST_ENTRY = 300
_Key: TypeAlias = tuple[str, str, str]
"""Group, number and first words, `*` where there are none."""


def contents_blocks(blocks: list[Block], marks: dict[int, Mark]) -> set[int]:
    """The positions of the blocks that belong to tables of contents.

    An entry is a mark, or a heading, or a line that ends in dots and a page; a run of entries with hardly a
    word between them is a table of contents where most of its numbers come again further on.
    """
    entries = [_is_entry(block, marks.get(place)) for place, block in enumerate(blocks)]
    keys = {place: _keys(mark, _title(place, blocks, marks)) for place, mark in marks.items()}
    later: dict[_Key, int] = {}
    for place, mark in sorted(marks.items()):
        for key in [*keys[place], (mark.group, mark.number.printed, "*")]:
            later[key] = place
    out = _under_a_heading(blocks, marks)
    start = 0
    while start < len(blocks):
        if not entries[start]:
            start += 1
            continue
        end, gaps = start, 0
        last = start
        pointers: list[int] = []
        while end < len(blocks) and gaps <= 1:
            if entries[end]:
                last, gaps = end, 0
                if _is_pointer(blocks[end]):
                    pointers.append(end)
            elif len(pointers) < _FEWEST and (
                len(blocks[end].text) > _LONGEST_GAP or blocks[end].text.endswith(_SENTENCE_ENDS)
            ):
                break
            else:
                gaps += 1
            end += 1
        numbered = [p for p in range(start, last + 1) if p in marks and not marks[p].mention]
        dividing = [p for p in numbered if marks[p].role is Role.DIVISION]
        if len(pointers) >= 2 * _FEWEST:
            out.update(range(start, pointers[-1] + 1))
        elif _come_again(numbered, last, keys, later) or _come_again(dividing, last, keys, later):
            out.update(range(start, _end_of_repeats(start, last, numbered, marks, keys, later) + 1))
        start = last + 1
    return out


def _under_a_heading(blocks: list[Block], marks: dict[int, Mark]) -> set[int]:
    """The positions below a heading that says "Table of contents", up to the next heading as high, and that heading.

    Only where hardly anything but entries stands there, and further marks follow: a law may have such a heading too.
    """
    known = heading_words().contents
    out: set[int] = set()
    for place, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING or fold(block.text).strip(" :.") not in known:
            continue
        end = next(
            (p for p in range(place + 1, len(blocks)) if _is_heading(blocks[p]) and blocks[p].level <= block.level),
            len(blocks),
        )
        inside = range(place + 1, end)
        long = sum(len(blocks[p].text) > _LONGEST_ENTRY for p in inside)
        if inside and long <= len(inside) * 0.1 and any(p >= end for p in marks):
            out.update(range(place, end))
    return out


def _is_heading(block: Block) -> bool:
    return block.kind is BlockKind.HEADING


def _come_again(places: list[int], last: int, keys: dict[int, list[_Key]], later: dict[_Key, int]) -> bool:
    again = sum(1 for p in places if any(later.get(key, 0) > last for key in keys[p]))
    return len(places) >= _FEWEST and again >= len(places) * 0.6


def _end_of_repeats(
    start: int, last: int, numbered: list[int], marks: dict[int, Mark], keys: dict[int, list[_Key]],
    later: dict[_Key, int],
) -> int:  # fmt: skip
    """Where the table ends: the body's own first headings directly behind it do not belong to it."""
    seen: set[_Key] = set()
    for place in numbered:
        mark = marks[place]
        key = (mark.group, mark.number.printed, _first_words(mark.rest))
        if key in seen and mark.number.first <= 1:
            return max(start, place - 1)
        seen.add(key)
    while numbered and all(later.get(key, 0) <= last for key in keys[numbered[-1]]):
        if _goes_on_counting(numbered, marks, later):
            break
        last = numbered.pop() - 1
    return last


def _goes_on_counting(numbered: list[int], marks: dict[int, Mark], later: dict[_Key, int]) -> bool:
    """Whether the last entry, whose words do not come again, counts on from the one before and its number does."""
    mark = marks[numbered[-1]]
    before = next((marks[p] for p in reversed(numbered[:-1]) if marks[p].group == mark.group), None)
    comes_again = later.get((mark.group, mark.number.printed, "*"), 0) > numbered[-1]
    return bool(before and comes_again and mark.role is Role.UNIT and mark.number.first - before.number.first == 1)


def _title(place: int, blocks: list[Block], marks: dict[int, Mark]) -> str:
    """The words behind a number, on its own line or, where that is a heading, on the heading below it."""
    below = place + 1
    if marks[place].rest or below >= len(blocks) or below in marks or blocks[place].kind is not BlockKind.HEADING:
        return marks[place].rest
    return blocks[below].text if blocks[below].kind is BlockKind.HEADING else ""


def _first_words(title: str) -> str:
    """The beginning of a title, without the dots and the page that a table of contents puts behind it."""
    return fold(title[:60]).split("..", 1)[0][:15].rstrip(" .…0123456789")


def _keys(mark: Mark, title: str) -> list[_Key]:
    """What an entry and its heading have in common: number and first words, or the number where one has no words."""
    words = _first_words(title)
    number = (mark.group, mark.number.printed)
    if mark.group == "bare":
        return [(*number, words)] if words else []
    return [(*number, words), (*number, "*")] if not words else [(*number, words)]


def _is_pointer(block: Block) -> bool:
    """Whether the block is "Art. 7, 7bis" or "§§ 12-15" and nothing else, as tables of contents print it."""
    pointing = _POINTING.match(block.text) if len(block.text) < 200 else None
    if pointing is None:
        return False
    return all(_POINTED_AT.fullmatch(word) for word in re.findall(r"\w+", block.text[pointing.end() :]))


def _is_entry(block: Block, mark: Mark | None) -> bool:
    if block.kind is BlockKind.NOTE:
        return False
    if block.style.endswith("-link") or (len(block.text) < 250 and _LEADER.search(block.text[-60:]) and mark):
        return True
    if block.kind is BlockKind.HEADING or (mark and _is_pointer(block)):
        return True
    if mark is None or len(block.text) > 200:
        return False
    return mark.role is Role.DIVISION or not mark.rest.endswith(_SENTENCE_ENDS)
