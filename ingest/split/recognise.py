"""From blocks that only look like headings to provisions, divisions and text."""

from __future__ import annotations

import re
from bisect import bisect_left

from ingest.document import Block, BlockKind, Component
from ingest.split.contents import contents_blocks
from ingest.split.families import choose_families
from ingest.split.grammar import Mark, Role, read_mark
from ingest.split.sequence import accept, dedicated_styles
from ingest.split.words import heading_words
from ingest.tidy import join_wrapped

_SENTENCE_ENDS = tuple(".;,:。；：，!?؛،")
_BRACKETED_TITLE = re.compile(r"^[（(【\[]([^（）()【】\[\]]{1,90})[）)】\]]\s*[:：.\u3000 ]?\s*")
_DASHED_TITLE = re.compile(r"^([^.\n]{2,160}?)\s?\.\s?(?:[-–—―]{1,3}|_{2,})\s*(?=\S)")
# "seis" at a line's end and "(6) meses" on the next: laws of many States write each number twice.
_SUM_IN_BRACKETS = re.compile(r"\(\d+\)\s+[a-zà-ÿ]")
_LISTED = re.compile(r"^(?:\(?(?:\w{1,3}|[ivxlIVXL]+)[).]|§|[-–—•]|\d)")
_LONGEST_TITLE = 250
_MOST_TITLE_LINES = 4
_OPENING_QUOTES = "«“„\"»‹「『'"


def recognise(blocks: list[Block]) -> list[Block]:
    """Blocks of a general reader with their roles: UNIT, DIVISION, TEXT, NOTE. No words are lost.

    Only tables of contents are left out. A document in which nothing opens a provision comes back as it is.
    """
    marks = _read_marks(blocks)
    contents = contents_blocks(blocks, marks)
    if contents:
        blocks = [b for p, b in enumerate(blocks) if p not in contents]
        marks = _read_marks(blocks)
    groups, dividing = choose_families(blocks, marks)
    if groups == {"named"}:
        # Nothing has a word or a full stop: "1 Short title" on a line of its own may be all there is.
        marks = _read_marks(blocks, short_lines_are_titles=True)
        groups, dividing = choose_families(blocks, marks)
    for place, mark in list(marks.items()):
        if mark.role is Role.UNIT and mark.group in dividing:
            marks[place] = _as_division(mark)
    units, quoted = accept(blocks, marks, groups)
    if not units:
        return blocks
    return _Recognition(blocks, marks, units, quoted).run()


def _read_marks(blocks: list[Block], short_lines_are_titles: bool = False) -> dict[int, Mark]:
    marks = {}
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.NOTE or block.style == "table":
            continue
        title_like = block.kind is BlockKind.HEADING or (
            len(block.text) < 160 and ("bold" in block.style or "centred" in block.style)
        )
        short_line = short_lines_are_titles and len(block.text) < 120 and not block.text.endswith(_SENTENCE_ENDS)
        mark = read_mark(block.text, title_like or short_line)
        if mark:
            marks[place] = mark
    return marks


def _as_division(mark: Mark) -> Mark:
    group = mark.also or {"article": "chapter", "section": "section"}.get(mark.group, "subsection")
    return Mark(Role.DIVISION, group, mark.number, mark.label, mark.rest, mark.separated)


class _Recognition:
    """One pass over the blocks, with what the document's habits say."""

    def __init__(self, blocks: list[Block], marks: dict[int, Mark], units: set[int], quoted: set[int]) -> None:
        self.blocks = blocks
        self.marks = marks
        self.units = units | quoted
        self.quoted = quoted
        self.out: list[Block] = []
        self.component = Component.MAIN
        self.ranks = self._ranks()
        self.unit_level = min((blocks[p].level for p in units if blocks[p].kind is BlockKind.HEADING), default=0)
        self.marginal = self._titles_stand_before()
        self.title_line_follows = self._title_lines_follow()
        self.title_styles = self._title_styles()
        self.breaks_sentences = self._breaks_sentences()
        self.first_unit = min(units)
        self.ordered = sorted(p for p in units if marks[p].group != "named")

    def run(self) -> list[Block]:
        place = 0
        while place < len(self.blocks):
            place = self._take(place)
        return self.out

    def _take(self, place: int) -> int:
        """Put one block, with those that complete its title, into the result; the next position."""
        block, mark = self.blocks[place], self.marks.get(place)
        if block.kind is BlockKind.NOTE:
            self.out.append(block)
            return place + 1
        if place in self.units and mark:
            return self._unit(place, block, mark)
        if mark and mark.role is Role.COMPONENT and not mark.mention and self._stands_alone(place):
            return self._component(place, block, mark)
        if mark and mark.role is Role.DIVISION and not mark.mention and self._is_division(place, block, mark):
            return self._division(place, block, mark)
        if self._is_title(place, block):
            return self._title(place, block)
        block.kind, block.level = BlockKind.TEXT, 0
        self.out.append(block)
        return place + 1

    # Provisions

    def _unit(self, place: int, block: Block, mark: Mark) -> int:
        title, text = self._title_and_text(place, block, mark)
        following = place + 1
        if title and (self.breaks_sentences or self._goes_on(place, title)):
            # A sentence that a converter broke off behind the number is no title.
            text, title = title, ""
            if self._goes_on(place, text) or self._may_go_on(place, text):
                text = join_wrapped([text, self.blocks[following].text])
                following += 1
        if not title and not text:
            title, following = self._title_behind(following)
        if not title and self.marginal:
            title = self._title_before()
        label = mark.label
        self.out.append(
            Block(
                title, BlockKind.UNIT, label=label, number=mark.number.printed, style=block.style, place=block.place,
                component=Component.QUOTED if place in self.quoted else self.component, language=block.language,
            )
        )  # fmt: skip
        if text:
            self.out.append(Block(text, style=block.style, place=block.place, language=block.language))
        return following

    def _title_and_text(self, place: int, block: Block, mark: Mark) -> tuple[str, str]:
        rest = mark.rest.lstrip("-–—. ") if mark.separated else mark.rest
        if not rest:
            return "", ""
        bracketed = _BRACKETED_TITLE.match(rest)
        if bracketed and mark.group == "counter":
            return bracketed[1], rest[bracketed.end() :]
        if block.kind is BlockKind.HEADING:
            return (rest, "") if len(rest) <= _LONGEST_TITLE * 2 else ("", rest)
        dashed = _DASHED_TITLE.match(rest)
        if dashed and not _LISTED.match(rest):
            return dashed[1], rest[dashed.end() :]
        after = self._next(place)
        if len(rest) < 140 and not rest.endswith(_SENTENCE_ENDS) and not _LISTED.match(rest) and after is not None:
            opens = after not in self.marks or self.marks[after].role is Role.UNIT
            if after not in self.units and opens:
                return rest, ""
        return "", rest

    def _goes_on(self, place: int, title: str) -> bool:
        """Whether the next block is the rest of the sentence that stands behind the number."""
        after = place + 1
        if after >= len(self.blocks) or after in self.units or self.blocks[after].kind is not BlockKind.TEXT:
            return False
        follows = self.blocks[after].text
        if title.rstrip(",").endswith(_SENTENCE_ENDS) or title.isupper():
            return False
        return (follows[:1].islower() and not _LISTED.match(follows)) or bool(_SUM_IN_BRACKETS.match(follows))

    def _may_go_on(self, place: int, text: str) -> bool:
        """In a document that breaks sentences behind numbers: whether this one has no end of its own."""
        after = place + 1
        if not self.breaks_sentences or after >= len(self.blocks) or after in self.units:
            return False
        follows = self.blocks[after]
        ended = text.endswith(_SENTENCE_ENDS) or follows.kind is not BlockKind.TEXT or _LISTED.match(follows.text)
        return not ended and not self._opens(after)

    def _title_behind(self, place: int) -> tuple[str, int]:
        """A title on the line behind a number that stands alone."""
        if place >= len(self.blocks) or place in self.units:
            return "", place
        block, mark = self.blocks[place], self.marks.get(place)
        if block.kind is BlockKind.NOTE or (mark and mark.role is not Role.UNIT and not mark.mention):
            return "", place
        after = place + 1
        if block.kind is BlockKind.HEADING and len(block.text) <= _LONGEST_TITLE:
            return (block.text.strip("()[] "), after) if not _LISTED.match(block.text) else ("", place)
        styled = "bold" in block.style or "centred" in block.style or block.style in self.title_styles
        styled = styled or bool(_BRACKETED_TITLE.fullmatch(block.text))
        short = len(block.text) < 160 and not _LISTED.match(block.text) and not block.text.endswith(_SENTENCE_ENDS)
        has_text = after < len(self.blocks) and after not in self.units and self.blocks[after].kind is BlockKind.TEXT
        if short and has_text and (styled or self.title_line_follows):
            return block.text.strip("()[]（） "), after
        return "", place

    def _title_before(self) -> str:
        """A marginal title on the line above the number: taken back out of the path."""
        if self.out and self.out[-1].kind is BlockKind.DIVISION and self.out[-1].style == "title":
            return self.out.pop().text.strip("（）()[] ")
        return ""

    # Divisions and components

    def _stands_alone(self, place: int) -> bool:
        """Whether a schedule really begins here: numbering starts again behind it, or nothing is numbered there."""
        block = self.blocks[place]
        if block.kind is not BlockKind.HEADING and len(block.text) > 90:
            return False
        index = bisect_left(self.ordered, place)
        after = self.ordered[index] if index < len(self.ordered) else None
        if index == 0:
            return block.kind is BlockKind.HEADING and after is not None and after - place < 4
        if after is None:
            return True
        first, before = self.marks[after].number.first, self.marks[self.ordered[index - 1]].number.first
        return first < before or first == before == 1

    def _component(self, place: int, block: Block, mark: Mark) -> int:
        last = self.out[-1] if self.out else None
        if last and last.style == "component" and not last.text and not mark.number.printed:
            last.text = block.text  # "SCHEDULE 1" and "FORMS" on two lines are one heading
            return place + 1
        self.component = Component.TRANSITIONAL if mark.group == "transitional" else Component.SCHEDULE
        following, text = self._division_title(place, mark)
        self.out.append(
            Block(
                text, BlockKind.DIVISION, level=0, label=mark.label, style="component", place=block.place,
                component=self.component,
            )
        )  # fmt: skip
        return following

    def _is_division(self, place: int, block: Block, mark: Mark) -> bool:
        if block.kind is BlockKind.HEADING:
            return True
        if len(block.text) > 200 or block.text.endswith((";", ",", ":")):
            return False
        if mark.rest and not mark.separated and len(mark.rest) > 120:
            return False
        return not (len(mark.rest) > 60 and mark.rest.endswith("."))

    def _division(self, place: int, block: Block, mark: Mark) -> int:
        following, text = self._division_title(place, mark)
        level = self.ranks.get(mark.group, 9)
        self.out.append(
            Block(text, BlockKind.DIVISION, level, label=mark.label, number=mark.number.printed, style=mark.group,
                  place=block.place, component=self.component)
        )  # fmt: skip
        return following

    def _division_title(self, place: int, mark: Mark) -> tuple[int, str]:
        """The words behind a division's number, on its own line or on the next."""
        if mark.rest:
            return place + 1, mark.rest
        lines: list[str] = []
        following = place + 1
        while following < len(self.blocks) and len(lines) < _MOST_TITLE_LINES:
            block = self.blocks[following]
            long = len(block.text) > 200 or block.text.endswith((";", ",", ":"))
            if block.kind is BlockKind.NOTE or following in self.units or self._opens(following) or long:
                break
            if lines and block.kind is BlockKind.HEADING:
                break
            lines.append(block.text)
            following += 1
            if block.kind is BlockKind.HEADING or "bold" in block.style:
                return following, " ".join(lines)
        ends_at_a_heading = following in self.units or self._opens(following)
        if lines and (ends_at_a_heading or "centred" in self.blocks[place + 1].style):
            taken = len(lines) if ends_at_a_heading else 1
            if taken > 1 and following in self.units and self._is_another_title(place + 1, following - 1):
                taken -= 1
            return place + 1 + taken, " ".join(lines[:taken])
        return place + 1, ""

    def _is_another_title(self, first: int, last: int) -> bool:
        """Whether the line above a provision is that provision's own title, not the rest of the division's."""
        one, other = self.blocks[first], self.blocks[last]
        return self.marginal or one.style != other.style or (one.text.isupper() and not other.text.isupper())

    def _opens(self, place: int) -> bool:
        mark = self.marks.get(place)
        return bool(mark and not mark.mention and (mark.role is not Role.UNIT or place in self.units))

    # Titles without a word or a number

    def _is_title(self, place: int, block: Block) -> bool:
        if place < self.first_unit and place + 3 < self.first_unit:
            return False
        if _LISTED.match(block.text) or block.text[:1] in _OPENING_QUOTES:
            return False
        last = self.out[-1] if self.out else None
        if last and last.kind is BlockKind.UNIT and not last.text and block.kind is not BlockKind.HEADING:
            return False  # "(repealed)" is all that the provision says
        if block.kind is BlockKind.HEADING:
            inside = self.out and any(b.kind is BlockKind.UNIT for b in self.out[-40:])
            return not (inside and self.unit_level and block.level > self.unit_level)
        unstyled = self.marginal and place + 1 in self.units and (
            self._stands_between_sentences(place) or bool(self.out and self.out[-1].kind is BlockKind.DIVISION)
        )
        if "title-" in block.style or block.style in self.title_styles or unstyled:
            after = self._next(place)
            return len(block.text) < 200 and after is not None and self._opens(after)
        return False

    def _title(self, place: int, block: Block) -> int:
        after = self._next(place)
        kind = "title" if after in self.units else "heading"
        level = 20 + block.level if block.level else 30
        self.out.append(
            Block(block.text, BlockKind.DIVISION, level, style=kind, place=block.place, component=self.component)
        )
        return place + 1

    def _next(self, place: int) -> int | None:
        for after in range(place + 1, min(place + 4, len(self.blocks))):
            if self.blocks[after].kind is not BlockKind.NOTE:
                return after
        return None

    # The document's habits

    def _titles_stand_before(self) -> bool:
        """Whether most provisions without a title of their own have a title line above their number."""
        before = without = 0
        for place in self.units:
            block = self.blocks[place]
            mark = self.marks[place]
            if block.kind is BlockKind.HEADING and mark.rest:
                continue
            without += 1
            if place and place - 1 not in self.units and not self._opens(place - 1):
                above = self.blocks[place - 1]
                short = len(above.text) < 160 and not above.text.endswith(_SENTENCE_ENDS)
                styled = above.kind is BlockKind.HEADING or "bold" in above.style or "centred" in above.style
                bracketed = bool(_BRACKETED_TITLE.fullmatch(above.text))
                before += short and (styled or bracketed or self._stands_between_sentences(place - 1))
        return before > without * 0.5 and before >= 3

    def _stands_between_sentences(self, place: int) -> bool:
        """Whether a short line without an end of its own stands behind a finished sentence or a heading."""
        text = self.blocks[place].text
        if len(text) > 100 or text.endswith(_SENTENCE_ENDS) or _LISTED.match(text) or text[:1].islower() or place == 0:
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
            followed += len(text) < 160 and not text.endswith(_SENTENCE_ENDS) and not _LISTED.match(text)
        return alone >= 3 and followed > alone * 0.5

    def _breaks_sentences(self) -> bool:
        """Whether what stands behind the numbers is mostly the first line of a sentence."""
        short = [p for p in self.units if 0 < len(self.marks[p].rest) < _LONGEST_TITLE]
        broken = sum(1 for p in short if self._goes_on(p, self.marks[p].rest))
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
