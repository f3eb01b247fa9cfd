"""From blocks that only look like headings to provisions, divisions and text."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.document import Block, BlockKind
from ingest.split.contents import contents_blocks
from ingest.split.families import EXPLICIT, choose_families
from ingest.split.grammar import Mark, Role, read_mark
from ingest.split.habits import SENTENCE_ENDS, MarkedDocument, ends_a_sentence
from ingest.split.numbers import Number, comparable
from ingest.split.roles import give_roles
from ingest.split.run_in_titles import part_run_in_titles
from ingest.split.sequence import accept

_SHORTEST_BROKEN_LINE = (12, 40)
"""Characters of the line above, where that is text and where it is itself marked as a heading ("Chapter II")."""
_FEWEST_LISTED = 4
_BRANCH = re.compile(r"\s+(?:[-–—]\s*)?(\d{1,2})\s?(?:[.:]|$|\n)")


def recognise(blocks: list[Block]) -> list[Block]:
    """Blocks of a general reader with their roles: UNIT, DIVISION, TEXT, NOTE. No words are lost.

    Only tables of contents are left out. A document in which nothing opens a provision comes back as it is.
    """
    _demote_broken_lines(blocks)
    marks = _read_marks(blocks)
    parted = part_run_in_titles(blocks, marks)
    if parted is not blocks:
        blocks, marks = parted, _read_marks(parted)
    marks = _with_branches(blocks, marks)
    contents = contents_blocks(blocks, marks)
    if contents:
        kept = [place for place in range(len(blocks)) if place not in contents]
        marks = {now: marks[place] for now, place in enumerate(kept) if place in marks}
        blocks = [blocks[place] for place in kept]
    _demote_listed_divisions(blocks, marks)
    groups, dividing = choose_families(blocks, marks)
    if groups == {"named"}:
        # Nothing has a word or a full stop: "1 Short title" on a line of its own may be all there is.
        marks = _read_marks(blocks, short_lines_are_titles=True)
        groups, dividing = choose_families(blocks, marks)
    for place, mark in list(marks.items()):
        if mark.role is Role.UNIT and mark.group in dividing:
            marks[place] = _as_division(mark)
    units, quoted = accept(blocks, marks, groups)
    if not units or _are_stray_numbers(marks, units):
        return blocks
    return give_roles(MarkedDocument(blocks, marks, units, quoted))


def _demote_broken_lines(blocks: list[Block]) -> None:
    """Lines of a sentence that a converter took for headings, since they open with such a word as "title" or "article".

    A heading never starts with a small letter in the middle of a sentence.
    """
    for before, block in pairwise(blocks):
        if block.kind is BlockKind.HEADING and block.text[:1].islower():
            shortest = _SHORTEST_BROKEN_LINE[before.kind is BlockKind.HEADING]
            if before.kind is not BlockKind.NOTE and len(before.text) >= shortest and not ends_a_sentence(before.text):
                block.kind, block.level = BlockKind.TEXT, 0


def _demote_listed_divisions(blocks: list[Block], marks: dict[int, Mark]) -> None:
    """Divisions that a source lists one behind the other and nowhere else: nothing stands under any of them."""
    places: dict[str, list[int]] = {}
    for place, mark in sorted(marks.items()):
        if mark.role is Role.DIVISION and not mark.mention:
            places.setdefault(mark.group, []).append(place)
    for found in places.values():
        if len(found) >= _FEWEST_LISTED and found[-1] - found[0] == len(found) - 1:
            for place in found:
                del marks[place]
                blocks[place].kind, blocks[place].level = BlockKind.TEXT, 0


def _read_marks(blocks: list[Block], short_lines_are_titles: bool = False) -> dict[int, Mark]:
    marks = {}
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.NOTE or block.style == "table":
            continue
        title_like = block.kind is BlockKind.HEADING or (
            len(block.text) < 160 and ("bold" in block.style or "centred" in block.style)
        )
        short_line = short_lines_are_titles and len(block.text) < 120 and not block.text.endswith(SENTENCE_ENDS)
        mark = read_mark(block.text, title_like or short_line)
        if mark:
            marks[place] = mark
    return marks


def _with_branches(blocks: list[Block], marks: dict[int, Mark]) -> dict[int, Mark]:
    """Marks in which "Article 130 - 1." is Article 130-1, where Article 130 stands before it.

    Where it does not, the hyphen sets the first paragraph apart from the number of the article.
    """
    last: dict[str, Number] = {}
    for place, mark in sorted(marks.items()):
        if mark.role is not Role.UNIT or mark.group not in EXPLICIT:
            continue
        whole = blocks[place].text.lstrip()
        found = _BRANCH.match(whole, len(mark.label)) if whole.startswith(mark.label) else None
        before = last.get(mark.group)
        if found and before and before.printed in (mark.number.printed, f"{mark.number.printed}-{int(found[1]) - 1}"):
            printed = f"{mark.number.printed}-{found[1]}"
            number = Number(printed, comparable(printed))
            label, rest = whole[: found.end(1)], whole[found.end() :].lstrip()
            mark = Mark(mark.role, mark.group, number, label, rest, True, mark.also)
            marks[place] = mark
        if not mark.mention:
            last[mark.group] = mark.number
    return marks


def _are_stray_numbers(marks: dict[int, Mark], units: set[int]) -> bool:
    """Whether bare numbers never count upwards one by one: a postal code or a classification opens no provision."""
    if any(marks[place].group != "bare" for place in units):
        return False
    numbers = [marks[place].number.first for place in sorted(units)]
    return not any(0 <= after - before <= 1 for before, after in pairwise(numbers))


def _as_division(mark: Mark) -> Mark:
    group = mark.also or {"article": "chapter", "section": "section"}.get(mark.group, "subsection")
    return Mark(Role.DIVISION, group, mark.number, mark.label, mark.rest, mark.separated)
