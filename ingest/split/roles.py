"""The role of every block: provision, division, schedule, title or text."""

from __future__ import annotations

import re

from ingest.document import IN_THE_MARGIN, Block, BlockKind, Component
from ingest.split.grammar import Mark, Role
from ingest.split.habits import BRACKETED_TITLE, LISTED, LONGEST_TITLE, MarkedDocument, ends_a_sentence
from ingest.tidy import join_wrapped

_DASHED_TITLE = re.compile(r"^([^.\n]{2,160}?)\s?\.\s?(?:[-–—―]{1,3}|_{2,})\s*(?=\S)")
_MOST_TITLE_LINES = 4
_QUOTED_TERM = re.compile(r"[«“„\"»‹「『'][^«“„\"»‹「『”’]{2,100}[»”“\"«›」』'’]")
_OPENING_QUOTES = "«“„\"»‹「『'"


def give_roles(document: MarkedDocument) -> list[Block]:
    """The blocks as UNIT, DIVISION, TEXT and NOTE, titles put with what they name; no words are lost."""
    return _Roles(document).run()


class _Roles:
    """One pass over the blocks."""

    def __init__(self, document: MarkedDocument) -> None:
        self.document = document
        self.blocks, self.marks, self.units = document.blocks, document.marks, document.units
        self.out: list[Block] = []
        self.component = Component.MAIN
        self.open: list[tuple[int, int]] = []
        """The divisions around the place: how deep each stands, and the level of its heading, 0 where it has none."""

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
        beside = self._title_stands_beside(place)
        title, text = ("", _words_behind(mark)) if beside else self._title_and_text(place, block, mark)
        following = place + 1
        if title and (self.document.breaks_sentences or self.document.goes_on(place, title)):
            # A sentence that a converter broke off behind the number is no title.
            text, title = title, ""
            if self.document.goes_on(place, text) or self._may_go_on(place, text):
                text = join_wrapped([text, self.blocks[following].text])
                following += 1
        if not title and not text and not beside:
            title, following = self._title_behind(following)
        if not title and (beside or self.document.titles_stand_before):
            title = self._title_before()
        label = mark.label
        self.out.append(
            Block(
                title, BlockKind.UNIT, label=label, number=mark.number.printed, style=block.style, place=block.place,
                component=Component.QUOTED if place in self.document.quoted else self.component,
                language=block.language,
            )
        )  # fmt: skip
        if text:
            self.out.append(Block(text, style=block.style, place=block.place, language=block.language))
        return following

    def _title_stands_beside(self, place: int) -> bool:
        """Whether the provision has its title in the margin: then what stands behind the number is its text."""
        last = self.out[-1] if self.out else None
        is_title = last is not None and last.kind is BlockKind.DIVISION and last.style == "title"
        return is_title and self.blocks[place - 1].style == IN_THE_MARGIN

    def _title_and_text(self, place: int, block: Block, mark: Mark) -> tuple[str, str]:
        rest = _words_behind(mark)
        if not rest:
            return "", ""
        bracketed = BRACKETED_TITLE.match(rest)
        if bracketed and mark.group == "counter":
            return bracketed[1], rest[bracketed.end() :]
        if block.kind is BlockKind.HEADING:
            return (rest, "") if len(rest) <= LONGEST_TITLE * 2 else ("", rest)
        dashed = _DASHED_TITLE.match(rest)
        if dashed and not LISTED.match(rest):
            return dashed[1], rest[dashed.end() :]
        after = self.document.next_after(place)
        if len(rest) < 140 and not ends_a_sentence(rest) and not LISTED.match(rest) and after is not None:
            opens = after not in self.marks or self.marks[after].role is Role.UNIT
            if after not in self.units and opens:
                return rest, ""
        return "", rest

    def _may_go_on(self, place: int, text: str) -> bool:
        """In a document that breaks sentences behind numbers: whether this one has no end of its own."""
        after = place + 1
        if not self.document.breaks_sentences or after >= len(self.blocks) or after in self.units:
            return False
        follows = self.blocks[after]
        ended = ends_a_sentence(text) or follows.kind is not BlockKind.TEXT or LISTED.match(follows.text)
        return not ended and not self.document.opens(after)

    def _title_behind(self, place: int) -> tuple[str, int]:
        """A title on the line behind a number that stands alone."""
        if place >= len(self.blocks) or place in self.units:
            return "", place
        block, mark = self.blocks[place], self.marks.get(place)
        if block.kind is BlockKind.NOTE or (mark and mark.role is not Role.UNIT and not mark.mention):
            return "", place
        after = place + 1
        if block.kind is BlockKind.HEADING and len(block.text) <= LONGEST_TITLE:
            return (block.text.strip("()[] "), after) if not LISTED.match(block.text) else ("", place)
        styled = "bold" in block.style or "centred" in block.style or block.style in self.document.title_styles
        styled = styled or bool(BRACKETED_TITLE.fullmatch(block.text))
        short = len(block.text) < 160 and not LISTED.match(block.text) and not ends_a_sentence(block.text)
        has_text = after < len(self.blocks) and after not in self.units and self.blocks[after].kind is BlockKind.TEXT
        if short and has_text and (styled or self.document.title_lines_follow):
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
        again = self.document.numbering_starts_again(place)
        if again is None and place < self.document.first_unit:
            return block.kind is BlockKind.HEADING and self.document.first_unit - place < 4
        return again is None or again

    def _component(self, place: int, block: Block, mark: Mark) -> int:
        last = self.out[-1] if self.out else None
        if last and last.style == "component" and not last.text and not mark.number.printed:
            last.text = block.text  # "SCHEDULE 1" and "FORMS" on two lines are one heading
            return place + 1
        self.component = Component.TRANSITIONAL if mark.group == "transitional" else Component.SCHEDULE
        self.open = []
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
        level = self.document.ranks.get(mark.group, 9)
        self._enter(level, block)
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
            if block.kind is BlockKind.NOTE or following in self.units or self.document.opens(following) or long:
                break
            if lines and block.kind is BlockKind.HEADING:
                break
            lines.append(block.text)
            following += 1
            if block.kind is BlockKind.HEADING or "bold" in block.style:
                return following, " ".join(lines)
        ends_at_a_heading = following in self.units or self.document.opens(following)
        if lines and (ends_at_a_heading or "centred" in self.blocks[place + 1].style):
            taken = len(lines) if ends_at_a_heading else 1
            if taken > 1 and following in self.units and self._is_another_title(place + 1, following - 1):
                taken -= 1
            return place + 1 + taken, " ".join(lines[:taken])
        return place + 1, ""

    def _is_another_title(self, first: int, last: int) -> bool:
        """Whether the line above a provision is that provision's own title, not the rest of the division's."""
        one, other = self.blocks[first], self.blocks[last]
        return (
            self.document.titles_stand_before
            or one.style != other.style
            or (one.text.isupper() and not other.text.isupper())
        )

    # Titles without a word or a number

    def _is_title(self, place: int, block: Block) -> bool:
        if place < self.document.first_unit and place + 3 < self.document.first_unit:
            return False
        if LISTED.match(block.text) or (block.text[:1] in _OPENING_QUOTES and not self._names_a_term(place, block)):
            return False
        last = self.out[-1] if self.out else None
        if last and last.kind is BlockKind.UNIT and not last.text and block.kind is not BlockKind.HEADING:
            return False  # "(repealed)" is all that the provision says
        if block.kind is BlockKind.HEADING:
            inside = self.out and any(b.kind is BlockKind.UNIT for b in self.out[-40:])
            return not (inside and self.document.unit_level and block.level > self.document.unit_level)
        unstyled = (
            self.document.titles_stand_before
            and place + 1 in self.units
            and (
                self.document.stands_between_sentences(place)
                or bool(self.out and self.out[-1].kind is BlockKind.DIVISION)
            )
        )
        if "title-" in block.style or block.style in self.document.title_styles or unstyled:
            after = self.document.next_after(place)
            return len(block.text) < 200 and after is not None and self.document.opens(after)
        return False

    def _names_a_term(self, place: int, block: Block) -> bool:
        """Whether a heading right above a provision is a term in quotation marks, and not quoted from another law."""
        above = block.kind is BlockKind.HEADING and place + 1 in self.units and place + 1 not in self.document.quoted
        return above and bool(_QUOTED_TERM.fullmatch(block.text))

    def _title(self, place: int, block: Block) -> int:
        after = self.document.next_after(place)
        kind = "title" if after in self.units else "heading"
        level = 20 + block.level if block.level else 30
        if block.kind is BlockKind.HEADING and block.level in self.document.telling_levels:
            level = min((rank for rank, heading in self.open if heading >= block.level), default=level)
        self._enter(level, block)
        self.out.append(
            Block(block.text, BlockKind.DIVISION, level, style=kind, place=block.place, component=self.component)
        )
        return place + 1

    def _enter(self, level: int, block: Block) -> None:
        self.open = [(rank, heading) for rank, heading in self.open if rank < level]
        self.open.append((level, block.level if block.kind is BlockKind.HEADING else 0))


def _words_behind(mark: Mark) -> str:
    return mark.rest.lstrip("-–—. ") if mark.separated else mark.rest
