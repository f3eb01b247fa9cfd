"""What an entry must have to be found, and how much each thing it has counts: the same for every engine.

A condition speaks of fields (`index.fields`) and of tokens as the analysis makes them, never of an engine or its
query language. Each engine translates conditions into its own queries, so that both find and rank alike.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anything:
    """Every entry, with no score."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token in a field of words; scored by BM25."""

    field: str
    token: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """Two or more tokens that follow one another in a field of words; scored by BM25.

    slop: how many other tokens may stand between them in all; their order stays.
    """

    field: str
    tokens: tuple[str, ...]
    weight: float = 1.0
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Beginning:
    """A token that begins with `letters`, which hold letters, digits and vowel signs only; always `weight`."""

    field: str
    letters: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Alike:
    """A token at most `distance` (1 or 2) letters away: changed, left out, put in or two exchanged; always `weight`."""

    field: str
    token: str
    distance: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Is:
    """One of `values` in a field kept as it is; always `score`."""

    field: str
    values: tuple[str, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Years:
    """A year from `first` to `last`, both included; None leaves an end open. No score."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Each of the parts; the score is their sum."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least so many of the parts; the score is the sum of those that hold. No parts: nothing is found."""

    parts: tuple[Condition, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Weighted:
    """The part, its score multiplied."""

    part: Condition
    weight: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """What must hold, what may hold and then adds its score, and what must not hold."""

    must: Condition
    should: tuple[Condition, ...] = ()
    must_not: tuple[Condition, ...] = ()


Condition = Anything | Word | Run | Beginning | Alike | Is | Years | All | AnyOf | Weighted | Ranked
NOTHING = AnyOf(())


def all_of(parts: tuple[Condition, ...]) -> Condition:
    """The parts together; the part itself where there is one, anything where there is none."""
    return Anything() if not parts else parts[0] if len(parts) == 1 else All(parts)


def any_of(parts: tuple[Condition, ...], at_least: int = 1) -> Condition:
    """At least so many of the parts, in the simplest form."""
    if at_least >= len(parts) and parts:
        return all_of(parts)
    return AnyOf(parts, at_least)
