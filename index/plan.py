"""What a query means in the words of the index, between reading it and compiling it for an engine.

A plan knows tokens, stems and numbers, and no engine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

ALL_WORDS_UP_TO = 4
"""Up to four words are all demanded: "trafficking in persons penalties" means all of it. Of more words, which
are a sentence rather than a choice of words, SHARE_OF_MORE must be there."""
SHARE_OF_MORE = 0.75
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

    Of the required clauses `demanded` says how many must be there.
    """

    required: tuple[Clause, ...] = ()
    welcome: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    near: tuple[str, ...] = ()
    """Tokens that are better found side by side."""

    @property
    def is_empty(self) -> bool:
        """Whether there are no words to rank by: then the answer is in the order of the laws."""
        return not (self.required or self.welcome)

    @property
    def can_be_relaxed(self) -> bool:
        """Whether less than all of it can be asked for."""
        return len(self.required) > 1 or any(wanted.scattered for wanted in self.sought())

    @property
    def demands_all(self) -> bool:
        """Whether every word must be there before anything is relaxed."""
        return len(self.required) <= ALL_WORDS_UP_TO

    def demanded(self, relaxed: bool) -> int:
        """How many of the required clauses must be there, first and then where that finds nothing."""
        count = len(self.required)
        if relaxed:
            return math.ceil(count * SHARE_WHEN_RELAXED)
        return count if self.demands_all else math.ceil(count * SHARE_OF_MORE)

    def sought(self) -> Iterator[Wanted]:
        """Everything that a matching text may show; for highlights."""
        for clause in self.required:
            yield from _positive(clause)


def _positive(clause: Clause) -> Iterator[Wanted]:
    if isinstance(clause, Wanted):
        yield clause
    elif not isinstance(clause, NoneOf):
        for part in clause.parts:
            yield from _positive(part)
