"""Telling provisions from references and quotations by the run of their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from ingest.document import Block, BlockKind
from ingest.split.grammar import Mark, Role

_DEDICATED = 0.6
_DAY = re.compile(r"/[^/\n]{3,40}\d{4}-\d\d-\d\d/")
_OPENING_QUOTES = '«“„"»‹「『'


@dataclass(slots=True)
class Candidate:
    """A mark that may open a provision. weight: how much the source sets it apart from running text."""

    place: int
    mark: Mark
    weight: float
    segment: int = 0
    accepted: bool = False


def dedicated_styles(blocks: list[Block], candidates: dict[int, Mark]) -> set[str]:
    """Styles that this document keeps for the openings of provisions."""
    all_of, opening = Counter[str](), Counter[str]()
    for place, block in enumerate(blocks):
        if block.style:
            all_of[block.style] += 1
            opening[block.style] += place in candidates
    return {style for style, count in opening.items() if count >= 3 and count >= all_of[style] * _DEDICATED}


def accept(blocks: list[Block], marks: dict[int, Mark], groups: set[str]) -> tuple[set[int], set[int]]:
    """The positions of the blocks that open provisions, and of those that open quoted provisions.

    In each stretch of the document where numbers rise, the heaviest rising chain is taken; what the source
    itself sets apart as a heading is taken too, even out of order (codes that file articles by subject,
    several wordings of one article). What is quoted in order to amend another law is told apart.
    """
    chosen = {p: m for p, m in marks.items() if m.role is Role.UNIT and m.group in groups and not m.mention}
    dedicated = dedicated_styles(blocks, chosen)
    candidates = []
    for place, mark in sorted(chosen.items()):
        block = blocks[place]
        set_apart = block.kind is BlockKind.HEADING or block.style in dedicated
        weight = 3.0 if set_apart else 1.5 if mark.separated else 1.0
        candidates.append(Candidate(place, mark, weight))
    _segment(candidates, marks, blocks)
    segments: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        segments.setdefault(candidate.segment, []).append(candidate)
    accepted: set[int] = set()
    quoted: set[int] = set()
    for members in segments.values():
        for family in {_family(candidate) for candidate in members}:
            _heaviest_chain([c for c in members if _family(c) == family])
        _add_those_set_apart(members, blocks, accepted, quoted)
    return accepted, quoted


def _segment(candidates: list[Candidate], marks: dict[int, Mark], blocks: list[Block]) -> None:
    """Number the stretches: a new one starts where numbering starts again with 1 below a new heading."""
    segment = 0
    highest = 0
    dividers = sorted(p for p, m in marks.items() if m.role is not Role.UNIT and not m.mention)
    pointer = 0
    last_place = -1
    for index, candidate in enumerate(candidates):
        crossed = component = False
        while pointer < len(dividers) and dividers[pointer] < candidate.place:
            if dividers[pointer] > last_place:
                crossed = True
                component = component or marks[dividers[pointer]].role is Role.COMPONENT
            pointer += 1
        first = candidate.mark.number.first
        named = candidate.mark.group == "named"
        following = [c.mark.number.first for c in candidates[index + 1 : index + 4]]
        goes_on = bool(following) and following[0] in (first, first + 1)
        if not named and first <= highest and first <= 1 and (crossed or component):
            quoted = _is_quoted(candidate.place, blocks)
            if component or (goes_on and not quoted) or not following:
                segment += 1
                highest = 0
        elif (
            not named
            and first == 1
            and highest >= 5
            and following[:2] == [2, 3]
            and not _is_quoted(candidate.place, blocks)
        ) or (component and not named and first < highest):
            segment += 1
            highest = 0
        candidate.segment = segment
        if not named:
            highest = max(highest, first)
        last_place = candidate.place


def _family(candidate: Candidate) -> tuple[str, str]:
    """Group and script: two languages side by side count each for itself where their scripts tell them apart."""
    letter = next((c for c in candidate.mark.label if c.isalpha()), "")
    script = "LATIN" if letter.isascii() else unicodedata.name(letter, "").split(" ", 1)[0]
    return candidate.mark.group, script


def _heaviest_chain(members: list[Candidate]) -> None:
    """Mark the rising chain with the greatest weight (a Fenwick tree over the ranks of the keys)."""
    if members[0].mark.group == "named":  # cited by their words, in no order of numbers
        for candidate in members:
            candidate.accepted = True
        return
    keys = sorted({c.mark.number.key for c in members})
    rank = {key: place for place, key in enumerate(keys, start=1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(keys) + 1)
    before = [-1] * len(members)
    top = (0.0, -1)
    for index, candidate in enumerate(members):
        at = rank[candidate.mark.number.key]
        value, previous = 0.0, -1
        place = at - 1
        while place > 0:
            if best[place][0] > value:
                value, previous = best[place]
            place -= place & -place
        # A number right behind its predecessor is surer than one after a leap.
        near = previous >= 0 and candidate.mark.number.first - members[previous].mark.number.first <= 1
        value += candidate.weight + (0.5 if near else 0.0)
        before[index] = previous
        place = at
        while place <= len(keys):
            if value > best[place][0]:
                best[place] = (value, index)
            place += place & -place
        if value > top[0]:
            top = (value, index)
    index = top[1]
    while index >= 0:
        members[index].accepted = True
        index = before[index]


def _add_those_set_apart(members: list[Candidate], blocks: list[Block], accepted: set[int], quoted: set[int]) -> None:
    """Sort what stands outside the chain: set apart by the source, quoted, or a mere reference."""
    in_quotation = False
    last: Candidate | None = None
    for candidate in members:
        if candidate.accepted or _is_other_wording(candidate, last):
            in_quotation = False
            accepted.add(candidate.place)
            last = candidate
            continue
        in_quotation = in_quotation or _is_quoted(candidate.place, blocks)
        if in_quotation and candidate.mark.group != "bare" and candidate.weight > 1.0:
            quoted.add(candidate.place)
        elif candidate.weight >= 3.0 and not in_quotation:
            accepted.add(candidate.place)


def _is_other_wording(candidate: Candidate, last: Candidate | None) -> bool:
    """Whether it is the provision before once more, each with the day from or until which it applies:
    `3 § /Upphör att gälla U:2031-01-01/` and `3 § /Träder i kraft I:2031-01-01/`."""
    return (
        last is not None
        and candidate.mark.number.key == last.mark.number.key
        and all(_DAY.match(mark.rest) for mark in (candidate.mark, last.mark))
    )


def _is_quoted(place: int, blocks: list[Block]) -> bool:
    """Whether the block before announces a quotation, or the block itself opens with a quotation mark."""
    if blocks[place].text[:1] in _OPENING_QUOTES:
        return True
    for before in range(place - 1, max(place - 3, -1), -1):
        block = blocks[before]
        if block.kind is BlockKind.NOTE:
            continue
        return block.text.rstrip().endswith((":", "：", "،:", ":–")) and block.kind is BlockKind.TEXT
    return False
