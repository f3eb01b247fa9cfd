"""What a query means in the words of the index, between reading it and saying which entries meet it.

A plan knows tokens, stems, numbers and what the words name, and no engine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.contract import Understood
from index.fields import PARTS
from index.query_nodes import Problem

ALL_WORDS_UP_TO = 4
"""Up to four words are all demanded: "trafficking in persons penalties" means all of it. Of more words, which
are a sentence rather than a choice of words, SHARE_OF_MORE must be there."""
SHARE_OF_MORE = 0.75
_FEW_WORDS = 2
SHARE_WHEN_RELAXED = 0.5
"""Where nothing has them all, half of the words must be there: fewer would be a list of accidents."""


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
    distance: int = 0
    """How many letters of the only token may differ."""
    parts: tuple[str, ...] = PARTS
    """Where to look."""


@dataclass(frozen=True, slots=True)
class Together:
    """Words that stand near one another, in any order."""

    words: tuple[Wanted, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A concept that speaks in the entry, whatever its language."""

    concept: str
    hinted: bool = False
    """The word typed is only a sign of it, such as `bribing` of corruption."""


@dataclass(frozen=True, slots=True)
class Selected:
    """One of the values in a field kept as it is."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A year within these, both included."""

    first: int | None
    last: int | None


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


Clause = Wanted | Together | Spoken | Selected | Dated | AllOf | AnyOf | NoneOf


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be there, what may, and what must not.

    Of the required clauses `demanded` says how many must be there.
    """

    required: tuple[Clause, ...] = ()
    welcome: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    near: tuple[str, ...] = ()
    """Tokens that are better found side by side."""
    filters: tuple[Clause, ...] = ()
    """Selections that were typed; they never rank and are never relaxed."""
    asked_languages: tuple[str, ...] = ()
    """The languages that the words seem to be in; empty where they do not say."""
    word_count: int = 0
    """How many words were typed that must be there."""
    exact: bool = False
    """Nothing may be left out."""
    problems: tuple[Problem, ...] = ()
    understood: tuple[Understood, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there are no words to rank by: then the answer is in the order of the laws."""
        return not (self.required or self.welcome)

    @property
    def can_be_relaxed(self) -> bool:
        """Whether less than all of it can be asked for."""
        return not self.exact and (len(self.required) > 1 or any(wanted.scattered for wanted in self.sought()))

    @property
    def is_a_sentence(self) -> bool:
        """Whether there are so many words that few texts can be expected to have them all."""
        return not self.exact and self.word_count > _FEW_WORDS and len(self.required) > 1

    @property
    def demands_all(self) -> bool:
        """Whether every word must be there before anything is relaxed."""
        return self.exact or len(self.required) <= ALL_WORDS_UP_TO

    def demanded(self, relaxed: bool) -> int:
        """How many of the required clauses must be there, first and then where that finds nothing."""
        count = len(self.required)
        if relaxed:
            return math.ceil(count * SHARE_WHEN_RELAXED)
        return count if self.demands_all else math.ceil(count * SHARE_OF_MORE)

    def sought(self) -> Iterator[Wanted]:
        """Every word that a matching text may show; for highlights."""
        for clause in (*self.required, *self.welcome):
            for leaf in positive(clause):
                if isinstance(leaf, Wanted):
                    yield leaf

    def concepts(self) -> tuple[str, ...]:
        """The concepts that are asked for."""
        leaves = [leaf for clause in self.required for leaf in positive(clause)]
        return tuple(dict.fromkeys(leaf.concept for leaf in leaves if isinstance(leaf, Spoken) and not leaf.hinted))


def replaced(clause: Clause, change: Mapping[Wanted, Wanted]) -> Clause:
    """The clause with other words in the place of some."""
    match clause:
        case Wanted():
            return change.get(clause, clause)
        case Together(words, distance):
            return Together(tuple(change.get(word, word) for word in words), distance)
        case AllOf(parts):
            return AllOf(tuple(replaced(part, change) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(replaced(part, change) for part in parts))
        case _:
            return clause


def positive(clause: Clause) -> Iterator[Clause]:
    """The leaves of a clause that a matching entry may have."""
    if isinstance(clause, AllOf | AnyOf):
        for part in clause.parts:
            yield from positive(part)
    elif isinstance(clause, Together):
        yield from clause.words
    elif not isinstance(clause, NoneOf):
        yield clause
