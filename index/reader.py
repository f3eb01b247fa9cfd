"""What an engine must be able to look up; everything else about a search is done once, for all engines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from index.conditions import Condition


class Order(StrEnum):
    """In which order entries come: by score (equals by `among_equals`), or by a field that is sorted upwards."""

    SCORE = "score"
    PLACE = "place"
    """By State, law and place in the law."""
    NEWEST = "newest"
    """By date, newest first, then by place."""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries that meet a condition: `limit` of them after the first `offset`."""

    condition: Condition
    order: Order
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Counts:
    """For each field kept as it is: how many entries that meet the condition have each of its values."""

    condition: Condition
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the index gives back of an entry."""

    id: str
    language: str
    text: str


Found = tuple[float, Stored]
Counted = dict[str, dict[str | int, int]]
"""By field and value."""


class Reader(Protocol):
    """One state of an index, as of its last commit. Whatever goes wrong is a SearchEngineError."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages of all entries."""
        ...

    @property
    def remembered(self) -> dict[Counts, Counted]:
        """A place for counts of the whole index, which every visit begins with, as long as this state of it lasts."""
        ...

    def values(self, field: str) -> frozenset[str]:
        """All values of a field kept as it is."""
        ...

    def look_up(self, page: Page | None, counts: Sequence[Counts]) -> tuple[list[Found], list[Counted]]:
        """A page of entries and several counts, asked for at once; each count has all values, in any order."""
        ...

    def frequencies(self, field: str, tokens: Collection[str]) -> Mapping[str, int]:
        """In how many entries each token stands, in a field of words; tokens that stand nowhere may be left out."""
        ...
