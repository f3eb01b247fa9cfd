"""The contract of search: what goes in, what is asked, what comes back; no engine shows through.

Every engine gives the same answers to the tests in `tests/test_index_contract.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from index.query_nodes import Problem
from palermo.errors import UsageError
from palermo.model.law import Kind, LegalStatus
from palermo.model.tag import Grade
from palermo.treaties.reference import TreatyReference, instrument_ids

FACETS = (
    "state", "region", "legal_system", "language", "kind", "status", "year",
    "instrument", "article", "requirement", "theme", "review",
)  # fmt: skip
"""What the matches are counted by, in the order in which readers are shown it."""


class Review(StrEnum):
    """Who stands behind an entry's tags."""

    REVIEWED = "reviewed"
    """A person has decided on at least one of them."""
    MACHINE = "machine"


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    DATE = "date"
    """Newest first."""
    STATE = "state"
    """By State, law and place in the law."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One provision, model provision or digest as search sees it.

    `targets` holds a pair (treaty reference, grade) for every tag that stands; rejected tags are left out by
    the caller. ValueError where a field cannot be what it says.
    """

    id: str
    version: str
    law: str
    law_title: str
    state: str
    language: str
    kind: str
    number: str
    heading: str
    path: tuple[str, ...]
    text: str
    year: int | None
    order: int
    targets: tuple[tuple[str, str], ...] = ()
    native_title: str = ""
    """The law's title in its own language, where it has another one."""
    status: str = "enacted"
    """How the text stands in law, a value of `palermo.model.law.LegalStatus`."""
    date: str = ""
    """Of the version, ISO 8601; the year counts where nobody knows it."""
    themes: tuple[str, ...] = ()
    """Of the requirements that the tags name."""
    review: str = ""
    """A value of Review; empty where there are no tags."""
    heading_concepts: tuple[str, ...] = ()
    text_concepts: tuple[tuple[str, int], ...] = ()
    """Concepts found in the text, and how often."""

    def __post_init__(self) -> None:
        if not self.id or not self.version:
            raise ValueError("an index entry needs an id and the version it belongs to")
        if self.order < 0:
            raise ValueError(f"{self.id}: the place in the law is counted from 0, not {self.order}")
        Kind(self.kind)
        LegalStatus(self.status)
        if self.review:
            Review(self.review)
        for target, grade in self.targets:
            TreatyReference.parse(target)
            Grade(grade)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a reader asks. Empty words browse: by State, law and place in the law.

    `article` is an article such as `untoc:5`; `requirement` a reference of any depth, which also finds what is
    tagged below it; several values of one selection are alternatives. `exact` looks for the words as typed: no
    other forms of them, no concepts, nothing left out. UsageError names a selection that cannot be meant.
    """

    words: str = ""
    article: str | None = None
    requirement: str | None = None
    instrument: str | None = None
    states: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    limit: int = 20
    offset: int = 0
    exact: bool = False
    sort: str = Sort.RELEVANCE
    regions: tuple[str, ...] = ()
    legal_systems: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    review: str | None = None

    def __post_init__(self) -> None:
        for reference in (self.article, self.requirement):
            if reference is not None:
                try:
                    TreatyReference.parse(reference)
                except ValueError as problem:
                    raise UsageError(str(problem)) from problem
        if self.instrument is not None and self.instrument not in instrument_ids():
            raise UsageError(f"'{self.instrument}' is no instrument: choose one of {', '.join(instrument_ids())}")
        if self.sort not in list(Sort):
            raise UsageError(f"'{self.sort}' is no order: choose from {', '.join(Sort)}")
        _check(self.kinds, Kind, "kind of text")
        _check(self.statuses, LegalStatus, "status")
        _check((self.review,) if self.review else (), Review, "review")
        if self.limit < 0 or self.offset < 0:
            raise UsageError(f"limit and offset count from 0: limit {self.limit} and offset {self.offset} cannot be")
        if self.first_year is not None and self.last_year is not None and self.first_year > self.last_year:
            raise UsageError(f"the years {self.first_year} to {self.last_year} are the wrong way round")


def _check(values: tuple[str, ...], choices: type[StrEnum], what: str) -> None:
    for value in values:
        if value not in list(choices):
            raise UsageError(f"'{value}' is no {what}: choose from {', '.join(choices)}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry. `highlights` are spans within `snippet`, which is a piece of the text as it stands."""

    id: str
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...] = ()
    is_near: bool = False
    """It has not the words that were asked for, but its meaning is near theirs, as the embedding model sees it."""

    def __post_init__(self) -> None:
        last = 0
        for start, end in self.highlights:
            if not last <= start < end <= len(self.snippet):
                raise ValueError(f"{self.id}: highlight {start} to {end} is not within the snippet, in order")
            last = end


@dataclass(frozen=True, slots=True)
class Understood:
    """What was made of a piece of the words: which piece, as what, and its value.

    what: `concept`, `state`, `alias`, `treaty`, `number` or `selection`. value: the concept's id, the State's code,
    the full name, the treaty reference, the number, or `field:value`.
    """

    start: int
    end: int
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer. `total` counts all matches, `hits` are the page that was asked for.

    `facets` has the keys of FACETS; each maps a value to its number of matches, most first, then by value, and
    counts as if nothing were selected in that facet itself, so that a reader sees the alternatives.
    `relaxed` says that not every word was demanded; `problems` what could not be read as it was typed.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    relaxed: bool = False
    problems: tuple[Problem, ...] = ()
    understood: tuple[Understood, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    """Words that stand nowhere, each with the word that was looked for instead."""
    model: str = ""
    """The embedding model that took part; empty where words alone were looked for. docs/vectors.md says when it does,
    and what total and facets then count."""


class SearchEngine(Protocol):
    """A search index. Whatever goes wrong in the engine is a SearchEngineError.

    Several processes may read; one at a time may write, from the first `add` or `remove_versions` until
    `commit` or `close`. Nothing written is found before `commit`.
    """

    @property
    def was_rebuilt(self) -> bool:
        """Whether an index of another form, or a damaged one, was dropped: everything must be added again."""
        ...

    @property
    def lacks_vectors(self) -> bool:
        """Whether there are entries without vectors of the embedding model that is configured: they are found by words,
        and `held` leaves their versions out, so that these are added again."""
        ...

    def add(self, entries: Iterable[IndexEntry]) -> int:
        """Add entries, all of a version before the next `commit`; says how many.

        What the index held of each of these versions before goes, so adding again changes nothing. Should
        `entries` itself raise, everything since the last commit is undone and the error goes on.
        """
        ...

    def replace(self, entries: Iterable[IndexEntry]) -> int:
        """Put single entries in the place of those with their ids and places in the law; says how many.

        Those of versions that are not held are passed over: a version is held whole or not at all.
        """
        ...

    def remove_versions(self, versions: Iterable[str]) -> None:
        """Remove all entries of these versions; unknown ones are no error."""
        ...

    def commit(self) -> None:
        """Make all that was added and removed visible and lasting, at once, and let other writers in."""
        ...

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer `query`; whatever its words are, they are never an error."""
        ...

    def similar(self, entry: IndexEntry, *, limit: int = 10, states: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """The entries most like this one, itself left out; only of `states` where given."""
        ...

    def start_anew(self) -> None:
        """From now until `commit`, what is added will be all that the index holds; searches see the old entries."""
        ...

    def held(self) -> frozenset[str]:
        """The versions that are completely in the index, with their vectors where an embedding model is configured."""
        ...

    def close(self) -> None:
        """Let go of the index; what was not committed is lost."""
        ...
