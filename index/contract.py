"""The contract of search: what goes in, what is asked, what comes back; no engine shows through.

Every engine gives the same answers to the tests in `tests/test_index_contract.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from palermo.errors import UsageError
from palermo.model.law import Kind
from palermo.model.tag import Grade
from palermo.treaties.reference import TreatyReference, instrument_ids

FACETS = ("state", "language", "article", "instrument", "kind")


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

    def __post_init__(self) -> None:
        if not self.id or not self.version:
            raise ValueError("an index entry needs an id and the version it belongs to")
        if self.order < 0:
            raise ValueError(f"{self.id}: the place in the law is counted from 0, not {self.order}")
        Kind(self.kind)
        for target, grade in self.targets:
            TreatyReference.parse(target)
            Grade(grade)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a reader asks. Empty words browse: by State, law and place in the law.

    `article` is an article such as `untoc:5`; `requirement` a reference of any depth, which also finds what is
    tagged below it; values within `states`, `languages` and `kinds` are alternatives. UsageError names a
    selection that cannot be meant.
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

    def __post_init__(self) -> None:
        for reference in (self.article, self.requirement):
            if reference is not None:
                try:
                    TreatyReference.parse(reference)
                except ValueError as problem:
                    raise UsageError(str(problem)) from problem
        if self.instrument is not None and self.instrument not in instrument_ids():
            raise UsageError(f"'{self.instrument}' is no instrument: choose one of {', '.join(instrument_ids())}")
        for kind in self.kinds:
            if kind not in list(Kind):
                raise UsageError(f"'{kind}' is no kind of text: choose from {', '.join(Kind)}")
        if self.limit < 0 or self.offset < 0:
            raise UsageError(f"limit and offset count from 0: limit {self.limit} and offset {self.offset} cannot be")


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry. `highlights` are spans within `snippet`, which is a piece of the text as it stands."""

    id: str
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        last = 0
        for start, end in self.highlights:
            if not last <= start < end <= len(self.snippet):
                raise ValueError(f"{self.id}: highlight {start} to {end} is not within the snippet, in order")
            last = end


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer. `total` counts all matches, `hits` are the page that was asked for.

    `facets` has the keys of FACETS; each maps a value to its number of matches, most first, then by value, and
    counts as if nothing were selected in that facet itself, so that a reader sees the alternatives.
    `relaxed` says that not every word was demanded.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    relaxed: bool = False


class SearchEngine(Protocol):
    """A search index. Whatever goes wrong in the engine is a SearchEngineError.

    Several processes may read; one at a time may write, from the first `add` or `remove_versions` until
    `commit` or `close`. Nothing written is found before `commit`.
    """

    @property
    def was_rebuilt(self) -> bool:
        """Whether an index of another form, or a damaged one, was dropped: everything must be added again."""
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

    def held(self) -> frozenset[str]:
        """The versions that are completely in the index."""
        ...

    def close(self) -> None:
        """Let go of the index; what was not committed is lost."""
        ...
