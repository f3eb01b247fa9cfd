"""From what a reader typed to tokens: words, phrases, brackets and operators.

The signs are those of Lucene and of Elasticsearch's simple query string, as far as both agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from index.analysis import segments
from index.query_nodes import Field, Form, Leaf, Near, Node, Problem, field_named, unknown_field, with_value
from palermo.treaties.reference import TreatyReference

MOST_CHARACTERS = 2_000
MOST_WORDS = 40
"""More is a pasted page, not a question: the rest is not read."""
MOST_DEPTH = 20
"""Brackets within brackets beyond this are read as if they were not there."""
USUAL_DISTANCE = 10
MOST_DISTANCE = 50
"""Words further apart than this hardly belong together."""
MOST_CHANGES = 2
"""More changed letters make another word."""
SHORT_WORD = 5
"""Up to so many letters `word~` allows for one changed letter, else for two."""


class Sign(StrEnum):
    """What a token is; operators as the reader knows them."""

    NODE = "word"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NEAR = "NEAR"
    NOT = "NOT"
    ALSO = "+"
    """Before a word, where it changes nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A node, a bracket or an operator, and where it was typed."""

    sign: Sign
    start: int
    end: int
    node: Node | None = None
    distance: int = 0


def scan(words: str, problems: list[Problem]) -> list[Token]:
    """The tokens of `words`, with a node for each leaf and brackets in pairs; `problems` takes what makes no sense."""
    return _Scanner(words, problems).tokens()


class _Bracket(NamedTuple):
    """An open bracket: where it stands, the field that its words are values of, whether it is too deep to be read."""

    place: int
    field: str | None
    is_ignored: bool


class _Name(NamedTuple):
    """The name of the field whose value comes next, and its place with the colon."""

    field: str
    start: int
    end: int


_OPERATORS = {"AND": Sign.AND, "OR": Sign.OR, "NOT": Sign.NOT}
_BEFORE_WORDS = {"-": Sign.NOT, "−": Sign.NOT, "–": Sign.NOT, "!": Sign.NOT, "+": Sign.ALSO}
_CLOSING_MARKS = {
    '"': '"', "“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "‹": "›",
    "「": "」", "『": "』", "《": "》", "〈": "〉",
}  # fmt: skip
"""What closes each opening quotation mark: also „German“, »Danish«, ”Swedish” and 《titles in Chinese》."""
_MARKS = "".join(sorted({*_CLOSING_MARKS, *"".join(_CLOSING_MARKS.values())}))
_MOSTLY_CLOSING = "”»"
# In Hebrew the mark also stands within a word, before the last letter of an abbreviation or of a year.
_IN_HEBREW = '(?<=[א-ת])["“”](?=[א-ת])'
_CLOSING = {opening: re.compile(f"(?!{_IN_HEBREW})[{closing}]") for opening, closing in _CLOSING_MARKS.items()}
_WORD = re.compile(rf"(?:{_IN_HEBREW}|&(?!&)|[^\s()|&{_MARKS}])+")
_CHUNK = re.compile(r"\S+")
_SYMBOL = re.compile(r"\|+|&&+")
_NEAR = re.compile(r"NEAR(?:/(?P<distance>\S*))?")
_TILDE = re.compile(r"~(?P<number>[\d.]*)")
_NAME = re.compile(r"([A-Za-z][A-Za-z_-]{1,19}):(?!//)")
# Keyboards for Chinese and Japanese make signs of full width; copied Arabic holds invisible marks of direction.
_PLAIN_SIGNS = {ord(sign) + 0xFEE0: sign for sign in '():!+-*~"|&/<>='} | dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF), " "
)
_LETTER = re.compile(r"[^\W_]")
_STARS = re.compile(r"\*+")
_MOST_OPEN_WORDS = 8
"""With a tilde, and with a star: each of them is compared with all words of the index."""
_WITHOUT_STARS = str.maketrans("", "", "*＊")


class _Scanner:
    """Cuts what was typed into words, phrases, brackets (always in pairs) and operators, from left to right."""

    def __init__(self, words: str, problems: list[Problem]) -> None:
        self._typed = words.rstrip()
        self._end = _end_of_reading(self._typed)
        self._words = words[: self._end]
        self._signs = self._words.translate(_PLAIN_SIGNS)
        """The words letter by letter, with plain signs: what a thing is, is seen here; its text is in the words."""
        self._brackets_in_words = _brackets_in_words(self._signs)
        self._problems = problems
        self._tokens: list[Token] = []
        self._brackets: list[_Bracket] = []
        self._leaves = 0
        self._before: Token | None = None
        """The sign directly before what comes next, such as the minus of -word."""
        self._name: _Name | None = None
        self._unpaired: set[str] = set()
        """Quotation marks after which nothing closes any more."""
        self._open_words: Counter[Form] = Counter()

    def tokens(self) -> list[Token]:
        """Everything that was typed, with a node for each leaf."""
        place = 0
        while place < self._end:
            place = self._step(place)
        self._let_go()
        if _has_letters(self._typed[self._end :]):
            most = f"{MOST_WORDS} words" if self._leaves >= MOST_WORDS else f"{MOST_CHARACTERS} characters"
            self._note(self._end, len(self._typed), f"Only the first {most} are read; this was left out.")
        for bracket in reversed(self._brackets):
            if not bracket.is_ignored:
                self._tokens.append(Token(Sign.CLOSE, self._end, self._end))
                if not self._ends_early():
                    message = "The bracket that opens here is never closed; it was read as if it closed at the end."
                    self._note(bracket.place, bracket.place + 1, message)
        return self._tokens

    def _step(self, place: int) -> int:
        """Read what stands at `place`; says where to go on."""
        character = self._signs[place]
        if character.isspace():
            self._let_go()
            return place + 1
        if character == "(":
            return self._open(place)
        if character == ")":
            return self._close(place)
        if character in _MARKS:
            return self._quotation_mark(place)
        symbol = _SYMBOL.match(self._signs, place)
        if symbol:
            return self._add_operator(Sign.OR if character == "|" else Sign.AND, place, symbol.end())
        if character in _BEFORE_WORDS and self._is_before_a_word(place):
            self._before = Token(_BEFORE_WORDS[character], place, place + 1)
            return place + 1
        return self._word(place)

    def _note(self, start: int, end: int, message: str) -> None:
        self._problems.append(Problem(start, end, message))

    def _ends_early(self) -> bool:
        """Whether more was typed than is read; what closes a bracket may stand there."""
        return self._end < len(self._typed)

    def _let_go(self) -> None:
        """After white space a sign or a name stands before nothing."""
        if self._name:
            self._note(self._name.start, self._name.end, "There is nothing to look for in this field; it was left out.")
        self._name = self._before = None

    def _add(self, token: Token, leaves: int = 0) -> None:
        if self._before and self._before.sign is Sign.NOT:
            self._tokens.append(self._before)
        self._name = self._before = None
        self._tokens.append(token)
        self._leaves += leaves
        if self._leaves >= MOST_WORDS:
            self._end = min(self._end, token.end)

    def _add_leaf(self, leaf: Leaf, start: int, end: int) -> None:
        """Add a leaf, or the field with this value."""
        node: Node | None = leaf
        if name := self._field():
            start = self._name.start if self._name else start
            node = with_value(name, leaf, start, end, self._problems)
        if node:
            self._add(Token(Sign.NODE, start, end, node), leaves=1)
        self._name = self._before = None

    def _add_operator(self, sign: Sign, start: int, end: int, distance: int = 0) -> int:
        self._let_go()
        self._tokens.append(Token(sign, start, end, distance=distance))
        return end

    def _field(self) -> str | None:
        """The field that the next word is a value of."""
        if self._name:
            return self._name.field
        return self._brackets[-1].field if self._brackets else None

    def _is_before_a_word(self, place: int) -> bool:
        before, after = self._signs[place - 1 : place], self._signs[place + 1 : place + 2]
        return (not before or before.isspace() or before in "(|&") and after != "" and not after.isspace()

    def _open(self, place: int) -> int:
        bracket = _Bracket(place, self._field(), is_ignored=len(self._brackets) >= MOST_DEPTH)
        if not bracket.is_ignored:
            self._add(Token(Sign.OPEN, place, place + 1))
        elif len(self._brackets) == MOST_DEPTH:
            message = f"More than {MOST_DEPTH} brackets stand within one another; those from here on were left out."
            self._note(place, place + 1, message)
        self._brackets.append(bracket)
        self._name = None
        return place + 1

    def _close(self, place: int) -> int:
        self._let_go()
        if not self._brackets:
            self._note(place, place + 1, "No bracket is open that this one could close; it was left out.")
        elif not self._brackets.pop().is_ignored:
            self._tokens.append(Token(Sign.CLOSE, place, place + 1))
        return place + 1

    def _quotation_mark(self, place: int) -> int:
        mark = self._signs[place]
        is_closing = mark in _MOSTLY_CLOSING and place > 0 and _has_letters(self._signs[place - 1])
        if mark in _CLOSING and mark not in self._unpaired and not is_closing:
            if closing := _CLOSING[mark].search(self._signs, place + 1):
                return self._phrase(place, closing.start())
            self._unpaired.add(mark)
        if not self._ends_early():
            self._note(place, place + 1, "This quotation mark has no partner; it was read as if it were not there.")
        return place + 1

    def _phrase(self, opening: int, closing: int) -> int:
        words = [
            Leaf(found[0], start=found.start(), end=found.end())
            for found in _CHUNK.finditer(self._words, opening + 1, closing)
        ]
        tilde = _TILDE.match(self._signs, closing + 1)
        end = tilde.end() if tilde else closing + 1
        spoken = [word for word in words if _has_letters(word.text)]
        if not spoken:
            return end
        for star in _STARS.finditer(self._signs, opening, closing):
            self._note(star.start(), star.end(), "Between quotation marks a star means nothing; it was left out.")
        distance = self._distance_of_phrase(tilde, len(spoken)) if tilde else 0
        if not distance:
            text = " ".join(word.text for word in words)
            self._add_leaf(Leaf(text, Form.PHRASE, start=words[0].start, end=words[-1].end), opening, end)
            return end
        if len(spoken) > MOST_WORDS:
            self._end = spoken[MOST_WORDS].start
        near = Near(tuple(spoken[:MOST_WORDS]), distance)
        self._add(Token(Sign.NODE, opening, end, near), leaves=len(near.parts))
        return end

    def _distance_of_phrase(self, tilde: re.Match[str], words: int) -> int:
        """How far the words of a phrase may be apart; 0 where they stand side by side."""
        if not tilde["number"].isdecimal():
            message = "After a phrase the tilde takes a whole number, such as ~5; it was left out."
        elif int(tilde["number"]) == 0:
            return 0
        elif self._field():
            message = "The phrase of a field takes no distance; it was left out."
        elif words < 2:
            message = "A distance needs two words or more between the quotation marks; it was left out."
        else:
            return self._bounded(int(tilde["number"]), tilde.start(), tilde.end())
        self._note(tilde.start(), tilde.end(), message)
        return 0

    def _distance_of_near(self, near: re.Match[str]) -> int:
        if near["distance"] is None:
            return USUAL_DISTANCE
        if near["distance"].isdecimal():
            return self._bounded(int(near["distance"]), near.start(), near.end())
        message = f"NEAR takes a whole number, such as NEAR/5; it was read as NEAR/{USUAL_DISTANCE}."
        self._note(near.start(), near.end(), message)
        return USUAL_DISTANCE

    def _bounded(self, distance: int, start: int, end: int) -> int:
        bounded = min(max(distance, 1), MOST_DISTANCE)
        if bounded != distance:
            self._note(start, end, f"A distance is 1 to {MOST_DISTANCE} words; it was read as {bounded}.")
        return bounded

    def _word(self, place: int) -> int:
        end = self._end_of_word(place)
        if not (self._before or self._name):
            operator = _OPERATORS.get(self._signs[place:end])
            if operator:
                return self._add_operator(operator, place, end)
            near = _NEAR.fullmatch(self._signs, place, end)
            if near:
                return self._add_operator(Sign.NEAR, place, end, self._distance_of_near(near))
        if not self._field():
            if self._reference(place, end):
                return end
            self._name = self._name_at(place, end)
            place = self._name.end if self._name else place
        last = place + len(self._signs[place:end].rstrip(",;")) if self._field() else end
        leaf = self._leaf(place, last)
        if leaf:
            self._add_leaf(leaf, place, last)
        return end

    def _end_of_word(self, place: int) -> int:
        """Where the word ends that begins at `place`; `5(1)(a)` is one, `NOT(a)` is not."""
        end = _end_of(_WORD.match(self._signs, place), place)
        if self._signs[place:end] in _OPERATORS or _NEAR.fullmatch(self._signs, place, end):
            return end
        while end in self._brackets_in_words:
            end = self._brackets_in_words[end]
            end = _end_of(_WORD.match(self._signs, end), end)
        return end

    def _reference(self, start: int, end: int) -> bool:
        """Add the place in a treaty that stands here without the name of a field; False where none does."""
        text = self._words[start:end].rstrip(".,;:!?")
        try:
            reference = TreatyReference.parse(text.lower())
        except ValueError:
            return False
        end = start + len(text)
        name = "requirement" if reference.paragraph or reference.element else "article"
        node = Field(name, Leaf(text, start=start, end=end), start=start, end=end)
        self._add(Token(Sign.NODE, start, end, node), leaves=1)
        return True

    def _name_at(self, start: int, end: int) -> _Name | None:
        """The name of a field at `start` whose value stands directly after it: a word, a phrase or a bracket."""
        found = _NAME.match(self._signs, start, end)
        if not found:
            return None
        typed, value = found[1], found.end()
        follows = self._signs[value : value + 1]
        has_value = value < end or follows == "(" or follows in _CLOSING
        name = field_named(typed)
        if name and has_value:
            return _Name(name, start, value)
        if name:
            message = f"No value stands directly after this colon; '{typed}' was searched as a word."
            self._note(start, value, message)
        elif has_value and (value == end or _has_letters(follows)):
            self._note(start, value, unknown_field(typed.lower()))
        return None

    def _leaf(self, start: int, end: int) -> Leaf | None:
        """The word from start to end without its signs; None where it has no letters."""
        end_of_all = end
        end, distance = self._without_tilde(start, end)
        signs = self._signs[start:end]
        first = start + len(signs) - len(signs.lstrip("*"))
        last = start + len(signs.rstrip("*"))
        text = self._words[first:last].translate(_WITHOUT_STARS)
        if not _has_letters(text):
            return None
        is_beginning = last < end and _is_letter(self._signs[last - 1])
        for star in _STARS.finditer(self._signs, start, last if is_beginning else end):
            message = "A star stands at the end of a word, directly after a letter; this one was left out."
            self._note(star.start(), star.end(), message)
        if is_beginning and _ends_in_one_letter(text):
            is_beginning = False
            self._note(first, end, "A beginning has two letters at least; this was searched as a whole word.")
        elif is_beginning and distance:
            self._note(end, end_of_all, "A beginning takes no tilde; it was left out.")
        if is_beginning and self._is_one_too_many(Form.BEGINNING, first, end):
            is_beginning = False
        if is_beginning:
            return Leaf(text, Form.BEGINNING, start=first, end=last)
        if distance and self._is_one_too_many(Form.ALIKE, first, end_of_all):
            distance = 0
        return Leaf(text, Form.ALIKE if distance else Form.WORD, distance=distance, start=first, end=last)

    def _is_one_too_many(self, form: Form, start: int, end: int) -> bool:
        """Whether more words of this form were typed than are looked up; each stands for very many words."""
        self._open_words[form] += 1
        if self._open_words[form] <= _MOST_OPEN_WORDS:
            return False
        sign = "a star" if form is Form.BEGINNING else "a tilde"
        self._note(start, end, f"Up to {_MOST_OPEN_WORDS} words with {sign} are looked up; this one as written.")
        return True

    def _without_tilde(self, start: int, end: int) -> tuple[int, int]:
        """Where a word ends before its tilde, and how many letters the tilde allows to differ; 0 without one."""
        tilde = _TILDE.fullmatch(self._signs, max(start, self._signs.rfind("~", start, end)), end)
        if not tilde or not _has_letters(self._signs[start : tilde.start()]):
            return end, 0
        before, number = tilde.start(), tilde["number"]
        letters = sum(map(str.isalnum, self._signs[start:before]))
        distance = 1 if letters <= SHORT_WORD else MOST_CHANGES
        if number.isdecimal():
            distance = min(int(number), MOST_CHANGES)
        if number and number != str(distance):
            message = f"After a word the tilde takes 1 or {MOST_CHANGES}; it was read as ~{distance}."
            self._note(before, end, message)
        return before, distance


def _end_of_reading(words: str) -> int:
    """Where the part that is read ends; white space beyond a single space does not count."""
    length = 0
    for chunk in _CHUNK.finditer(words):
        if length + len(chunk[0]) > MOST_CHARACTERS:
            return chunk.start() + MOST_CHARACTERS - length
        length += len(chunk[0]) + 1
    return len(words)


def _brackets_in_words(signs: str) -> dict[int, int]:
    """For each bracket that belongs to the letter before it, where the word goes on: `5(1)(a)`, `person(s)`.

    With white space before it closes it is a group: `boats(red OR blue)`. One that is never closed is none: `5(1`.
    """
    ends: dict[int, int] = {}
    opened: list[int] = []
    last_space = -1
    for place, character in enumerate(signs):
        if character.isspace():
            last_space = place
        elif character == "(":
            opened.append(place)
        elif character == ")" and opened:
            opening = opened.pop()
            if opening > last_space:
                ends[opening] = place + 1
    ends |= {place: place + 1 for place in opened}
    return {
        place: end for place, end in ends.items() if place and (_is_letter(signs[place - 1]) or signs[place - 1] == ")")
    }


def _end_of(found: re.Match[str] | None, otherwise: int) -> int:
    return found.end() if found else otherwise


def _has_letters(text: str) -> bool:
    return _LETTER.search(text) is not None


def _is_letter(character: str) -> bool:
    """Whether it is a letter, a digit, or a vowel sign or accent of its own."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _ends_in_one_letter(text: str) -> bool:
    """Whether the last word of `text` is a single letter; in Chinese, Japanese and Thai that is a good beginning."""
    found = segments(text)
    return bool(found) and len(found[-1].tokens[0]) == 1 and not found[-1].unspaced_letters
