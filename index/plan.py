"""What a query means in the words of the index: the second of three steps (read, plan, compile).

A plan knows tokens, stems and numbers, and no engine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.analysis import Segment, segments, spaced_words
from index.folding import fold
from index.numbers import DESIGNATIONS, asked_number_key, is_addition
from index.query import Either, Every, Form, Leaf, Node, Without, parse
from index.stemming import STEMMED_LANGUAGES, is_function_word, stems_of

ALL_WORDS_UP_TO = 4
"""Up to four words are all demanded: "trafficking in persons penalties" means all of it. Of more words, which
are a sentence rather than a choice of words, SHARE_OF_MORE must be there."""
SHARE_OF_MORE = 0.75
SHARE_WHEN_RELAXED = 0.5
"""Where nothing has them all, half of the words must be there: fewer would be a list of accidents."""
SCATTERED_FROM = 3
"""From this many pairs of letters on (four letters), a run without spaces may be several words, which need not
stand side by side in the text."""
NEAR_UP_TO = 6
"""Words that stand side by side in a text are likelier to be meant together; beyond six nobody phrases alike."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word, or words that follow one another."""

    tokens: tuple[str, ...]
    stems: tuple[str, ...] = ()
    number: str | None = None
    """The provision number that it asks for."""
    beginning: bool = False
    """The only token is the beginning of a word."""
    scattered: bool = False
    """The tokens may also stand apart."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of the parts."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Whatever does not have the part."""

    part: Clause


Clause = Wanted | AllOf | AnyOf | NoneOf


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be there, what may, and what must not.

    `demanded` of the required clauses must be there; where that finds nothing, `demanded_when_relaxed`.
    """

    required: tuple[Clause, ...] = ()
    welcome: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    near: tuple[str, ...] = ()
    """Tokens that are better found side by side."""

    @property
    def is_empty(self) -> bool:
        """Whether there are no words to find or to keep out."""
        return not (self.required or self.welcome or self.excluded)

    @property
    def demanded(self) -> int:
        """How many of the required clauses must be there."""
        count = len(self.required)
        return count if count <= ALL_WORDS_UP_TO else math.ceil(count * SHARE_OF_MORE)

    @property
    def demanded_when_relaxed(self) -> int:
        """How many where `demanded` finds nothing."""
        return math.ceil(len(self.required) * SHARE_WHEN_RELAXED)

    def sought(self) -> Iterator[Wanted]:
        """Everything that a matching text may show; for highlights."""
        for clause in self.required:
            yield from _positive(clause)


def plan(words: str, languages: frozenset[str]) -> Plan:
    """The plan for what a reader typed, over texts in `languages`."""
    stemmed = tuple(sorted(languages & STEMMED_LANGUAGES))
    parts = _with_numbers(parse(words))
    required: list[Clause] = []
    welcome: list[Clause] = []
    excluded: list[Clause] = []
    function_words = _function_words([p.text for p in parts if _is_word(p)], stemmed)
    for part in parts:
        if isinstance(part, Without):
            clause = _clause(part.part, stemmed)
            if clause is not None:
                excluded.append(clause)
        elif isinstance(part, Leaf):
            for wanted in _leaf(part, stemmed):
                less = _is_word(part) and (part.text in function_words or _is_mere_letter(wanted))
                (welcome if less else required).append(wanted)
        else:
            clause = _clause(part, stemmed)
            if clause is not None:
                required.append(clause)
    if not required:
        required, welcome = welcome, []
    if len(required) > 1 or welcome:
        required = [_weakened(clause) for clause in required]
    return Plan(tuple(required), tuple(welcome), tuple(excluded), _near(required))


@dataclass(frozen=True, slots=True)
class _Numbered(Leaf):
    """A leaf that asks for a provision by its number."""

    key: str = ""
    sure: bool = False
    """It can hardly be a mere quantity: it has parts, or a word such as `article` before it."""


def _with_numbers(parts: tuple[Node, ...]) -> list[Node]:
    """The parts, numbers joined with the words that belong to them: `article 177 bis` is one leaf."""
    joined: list[Node] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        position += 1
        key = asked_number_key(part.text) if _is_word(part) else None
        if key is None or not isinstance(part, Leaf):
            joined.append(part)
            continue
        text = part.text
        following = parts[position] if position < len(parts) else None
        if key.isdigit() and _is_word(following) and is_addition(following.text):
            text, key = f"{text} {following.text}", key + following.text.casefold()
            position += 1
        designated = bool(joined) and _is_word(joined[-1]) and _designates(joined[-1].text)
        if designated:
            joined.pop()
        joined.append(_Numbered(text, Form.WORD, key, designated or not key.isdigit()))
    return joined


def _designates(word: str) -> bool:
    return fold(word) in DESIGNATIONS


class _LeafCheck:
    pass


def _leaf(leaf: Leaf, languages: tuple[str, ...]) -> list[Wanted]:
    if isinstance(leaf, _Numbered):
        tokens = tuple(spaced_words(leaf.text).split())
        return [Wanted(tokens, number=leaf.key, scattered=False, beginning=False)] if tokens else []
    found = segments(leaf.text)
    if leaf.form is Form.PHRASE and len(found) > 1:
        tokens = spaced_words(leaf.text).split()
        if found[-1].unspaced and len(found[-1].tokens[0]) < len(fold(found[-1].written)):
            tokens.pop()
        return [Wanted(tuple(tokens))]
    wanted = [_segment(segment, languages, leaf.form) for segment in found]
    if leaf.form is Form.BEGINNING and wanted and len(wanted[-1].tokens) == 1:
        wanted[-1] = Wanted(wanted[-1].tokens, beginning=True)
    return wanted


def _segment(segment: Segment, languages: tuple[str, ...], form: Form) -> Wanted:
    if segment.unspaced:
        alone = len(segment.tokens) == 1 and segment.tokens[0] == fold(segment.written)
        return Wanted(segment.tokens)
    return Wanted(segment.tokens)
