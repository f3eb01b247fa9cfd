"""A document's habits: where its titles stand, what its divisions are called, how its lines were broken.

What one line means depends on what the others are like; this is what the others say.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from ingest.document import Block, BlockKind
from ingest.split.grammar import Mark, Role
from ingest.split.sequence import dedicated_styles
from ingest.split.words import heading_words

SENTENCE_ENDS = tuple(".;,:。；：，!?؛،")
_NOTES_BEHIND = re.compile(r"(?:\s*[(\[][^()\[\]]*[)\]])+\s*$")
BRACKETED_TITLE = re.compile(r"^[（(【\[]([^（）()【】\[\]]{1,90})[）)】\]]\s*[:：.\u3000 ]?\s*")
LISTED = re.compile(r"^(?:\(?(?:\w{1,3}|[ivxlIVXL]+)[).]|§|[-–—•]|\d)")
LONGEST_TITLE = 250
# "seis" at a line's end and "(6) meses" on the next: laws of many States write each number twice.
_SUM_IN_BRACKETS = re.compile(r"\(\d+\)\s+[a-zà-ÿ]")


def ends_a_sentence(text: str) -> bool:
    """Whether the words end as a sentence does, before a note in brackets that may stand behind it.

    A title has no full stop; "Whoever sells a boat is fined. (Inserted by Act 5 of 2001)" is no title.
    """
    return text.endswith(SENTENCE_ENDS) or _NOTES_BEHIND.sub("", text).endswith(SENTENCE_ENDS)


class MarkedDocument:
    """The blocks of a document, what their openings could mean, and which of them open provisions.

    units: positions of the blocks that open provisions, quoted ones among them.
    """

    def __init__(self, blocks: list[Block], marks: dict[int, Mark], units: set[int], quoted: set[int]) -> None:
        self.blocks = blocks
        self.marks = marks
        self.units = units | quoted
        self.quoted = quoted
        self.first_unit = min(units)
        self._in_order = sorted(p for p in units if marks[p].group != "named")
        self.ranks = self._ranks()
        self.unit_level = min((blocks[p].level for p in units if blocks[p].kind is BlockKind.HEADING), default=0)
        self.titles_stand_before = self._titles_stand_before()
        self.title_lines_follow = self._title_lines_follow()
        self.title_styles = self._title_styles()
        self.breaks_sentences = self._breaks_sentences()
        self.telling_levels = self._telling_levels()

    def opens(self, place: int) -> bool:
        mark = self.marks.get(place)
        return bool(mark and not mark.mention and (mark.role is not Role.UNIT or place in self.units))

    def next_after(self, place: int) -> int | None:
        for after in range(place + 1, min(place + 4, len(self.blocks))):
            if self.blocks[after].kind is not BlockKind.NOTE:
                return after
        return None

    def numbering_starts_again(self, place: int) -> bool | None:
        """Whether the provision behind `place` has a lower number than the one before; None where one is missing."""
        index = bisect_left(self._in_order, place)
        if index == 0 or index == len(self._in_order):
            return None
        first = self.marks[self._in_order[index]].number.first
        before = self.marks[self._in_order[index - 1]].number.first
        return first < before or first == before == 1

    def goes_on(self, place: int, title: str) -> bool:
        """Whether the next block is the rest of the sentence that stands behind the number."""
        after = place + 1
        if after >= len(self.blocks) or after in self.units or self.blocks[after].kind is not BlockKind.TEXT:
            return False
        follows = self.blocks[after].text
        if title.rstrip(",").endswith(SENTENCE_ENDS) or title.isupper():
            return False
        return (follows[:1].islower() and not LISTED.match(follows)) or bool(_SUM_IN_BRACKETS.match(follows))

    def _titles_stand_before(self) -> bool:
        """Whether most provisions without a title of their own have a title line above their number."""
        before = without = 0
        for place in self.units:
            block = self.blocks[place]
            mark = self.marks[place]
            if block.kind is BlockKind.HEADING and mark.rest:
                continue
            without += 1
            if place and place - 1 not in self.units and not self.opens(place - 1):
                above = self.blocks[place - 1]
                short = len(above.text) < 160 and not ends_a_sentence(above.text)
                styled = above.kind is BlockKind.HEADING or "bold" in above.style or "centred" in above.style
                bracketed = bool(BRACKETED_TITLE.fullmatch(above.text))
                before += short and (styled or bracketed or self.stands_between_sentences(place - 1))
        return before > without * 0.5 and before >= 3

    def stands_between_sentences(self, place: int) -> bool:
        """Whether a short line without an end of its own stands behind a finished sentence or a heading."""
        text = self.blocks[place].text
        if len(text) > 100 or ends_a_sentence(text) or LISTED.match(text) or text[:1].islower() or place == 0:
            return False
        above = self.blocks[place - 1]
        return above.kind is BlockKind.NOTE or above.text.endswith((".", "。", "।", "؛", ")"))

    def _title_lines_follow(self) -> bool:
        """Whether numbers that stand alone are mostly followed by a short line that is no sentence."""
        alone = followed = 0
        for place in self.units:
            if self.marks[place].rest or place + 1 >= len(self.blocks) or place + 1 in self.units:
                continue
            alone += 1
            text = self.blocks[place + 1].text
            followed += len(text) < 160 and not ends_a_sentence(text) and not LISTED.match(text)
        return alone >= 3 and followed > alone * 0.5

    def _breaks_sentences(self) -> bool:
        """Whether what stands behind the numbers is mostly the first line of a sentence."""
        short = [p for p in self.units if 0 < len(self.marks[p].rest) < LONGEST_TITLE]
        broken = sum(1 for p in short if self.goes_on(p, self.marks[p].rest))
        return broken >= 3 and broken >= len(short) * 0.1

    def _title_styles(self) -> set[str]:
        """Styles of the lines that stand above numbers, where they are kept for titles."""
        above = [self.blocks[p - 1] for p in self.units if p and p - 1 not in self.units]
        counts: dict[str, int] = {}
        for block in above:
            if block.style and block.kind is BlockKind.TEXT and len(block.text) < 160:
                counts[block.style] = counts.get(block.style, 0) + 1
        totals: dict[str, int] = {}
        for block in self.blocks:
            totals[block.style] = totals.get(block.style, 0) + 1
        bodies = dedicated_styles(self.blocks, {p: self.marks[p] for p in self.units})
        return {
            style
            for style, count in counts.items()
            if style not in bodies and (count >= totals[style] * 0.5 or "bold" in style or "centred" in style)
        }

    def _ranks(self) -> dict[str, int]:
        """How deep each word for a division stands in this document: the order in which they open each other."""
        order = [m.group for p, m in sorted(self.marks.items()) if m.role is Role.DIVISION and not m.mention]
        places = [p for p, m in sorted(self.marks.items()) if m.role is Role.DIVISION and not m.mention]
        opens: dict[tuple[str, str], int] = {}
        for index in range(len(order) - 1):
            if order[index] != order[index + 1] and self.units.isdisjoint(range(places[index], places[index + 1])):
                pair = (order[index], order[index + 1])
                opens[pair] = opens.get(pair, 0) + 1
        ranks = heading_words().ranks
        groups = sorted(set(order), key=lambda group: ranks.get(group, 9))
        for _ in groups:
            for index in range(len(groups) - 1):
                outer, inner = groups[index], groups[index + 1]
                if opens.get((inner, outer), 0) > opens.get((outer, inner), 0):
                    groups[index], groups[index + 1] = inner, outer
        return {group: depth for depth, group in enumerate(groups, start=1)}

    def _telling_levels(self) -> set[int]:
        """The levels of headings on which a title stands beside the numbered divisions, not inside them: those of one
        word for a division alone, in a document whose titles go deeper. Many converters set all headings on one level.
        """
        groups: dict[int, set[str]] = {}
        deepest_title = 0
        for place, block in enumerate(self.blocks):
            if block.kind is not BlockKind.HEADING or place in self.units:
                continue
            mark = self.marks.get(place)
            if mark is None:
                deepest_title = max(deepest_title, block.level)
            elif mark.role is Role.DIVISION and not mark.mention:
                groups.setdefault(block.level, set()).add(mark.group)
        return {level for level, found in groups.items() if len(found) == 1 and level < deepest_title}
