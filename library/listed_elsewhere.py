"""Laws that a database of others lists for a State: which of them are held, on what evidence, and which are not.

The records are facts and links (`palermo crawl unodc-sherloc`). They are never merged with laws: what looks like the
same law is shown as such, with the evidence, and a reader judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from crawlers.deposits import DEPOSITS
from crawlers.records import read_records
from crawlers.source import source, source_ids
from library.opening import Library
from palermo.asking.state_names import states_in
from palermo.model.identifiers import slug
from palermo.model.law import Kind, Law
from palermo.model.record import LawRecord

NEARLY_THE_SAME = 93.0
"""Of 100: how much of two titles, sorted by their words, must agree. `Penal Code` and `Criminal Code` are far below."""

_NUMBER_AND_YEAR = (
    re.compile(r"\b(\d{1,6})\s*/\s*((?:19|20)\d{2})\b"),
    re.compile(
        r"\b(?:no|nr|number)\b\.?\s*(\d{1,6})\s*(?:,|of|year|the|dated|[a-z]+\s+\d{1,2}|\s)*((?:19|20)\d{2})\b", re.I
    ),
)
"""Such as `39/2003`, `No. 39 of 2003` and `No. 19, February 12, 1940`."""
_YEAR = re.compile(r"\b(1[89]\d{2}|20\d{2})\b")
_KINDS = {
    "act": "law", "law": "law", "code": "code", "decree": "decree", "ordinance": "ordinance", "order": "order",
    "regulation": "regulation", "regulations": "regulation", "resolution": "resolution", "constitution": "constitution",
    "bill": "bill",
}  # fmt: skip
_NOT_TELLING = frozenset("the of and on for a an to in republic kingdom state people s no".split())


@dataclass(frozen=True, slots=True)
class LikelyHeld:
    """A law of the library that may be the one that is listed, and what speaks for it."""

    law: Law
    evidence: str


@dataclass(frozen=True, slots=True)
class LawElsewhere:
    """A law as a database lists it, with all its records there. `held`: laws of the library that may be the same."""

    state: str
    title: str
    database: str
    records: tuple[LawRecord, ...]
    held: tuple[LikelyHeld, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether the text of a law that may be the same is held; a digest of it is none."""
        return any(one.law.kind is Kind.LAW for one in self.held)

    @property
    def address(self) -> str:
        """The database's page of the law."""
        return self.records[0].law_address or self.records[0].address

    @property
    def documents(self) -> tuple[str, ...]:
        """Links to the original document, as far as the records' pages were read."""
        return tuple(dict.fromkeys(link for record in self.records for link in record.documents))

    @property
    def articles(self) -> tuple[str, ...]:
        """The treaty articles that the database tags it with, and those of its crime types."""
        return tuple(dict.fromkeys(one for record in self.records for one in (*record.articles, *record.offences)))

    @property
    def adopted(self) -> str | None:
        """When it was adopted, or else came into force, as the database says."""
        return next((found for record in self.records if (found := record.adopted or record.in_force)), None)

    @property
    def read_on(self) -> str:
        """The day on which the database was asked."""
        return max(record.listed_in.fetched_at for record in self.records)[:10]

    def is_about(self, article: str) -> bool:
        """Whether one of its records is about a treaty article."""
        return any(record.is_about(article) for record in self.records)

    def as_json(self) -> dict[str, Any]:
        """As `palermo sources listed --json` prints it."""
        return {
            "state": self.state, "title": self.title, "database": self.database, "address": self.address,
            "documents": list(self.documents), "articles": list(self.articles), "adopted": self.adopted,
            "read_on": self.read_on, "is_held": self.is_held,
            "may_be": [{"law": one.law.id, "title": one.law.title, "evidence": one.evidence} for one in self.held],
            "records": [record.model_dump(mode="json", exclude_defaults=True) for record in self.records],
        }  # fmt: skip


def laws_elsewhere(library: Library, state: str) -> tuple[LawElsewhere, ...]:
    """The laws that databases list for a State, by title; none where no such database was crawled."""
    held = library.catalogue.laws(state=state)
    found: dict[tuple[str, str], list[LawRecord]] = {}
    for database in source_ids():
        if source(database).manifest.records:
            for record in read_records(library.folder / DEPOSITS, database, state):
                found.setdefault((database, slug(record.title)), []).append(record)
    laws = (
        LawElsewhere(state, records[0].title, source(database).manifest.publisher, tuple(records),
                     likely_held(records[0].title, state, held))
        for (database, _), records in found.items()
    )  # fmt: skip
    return tuple(sorted(laws, key=lambda law: law.title.casefold()))


def not_held(library: Library, state: str, article: str | None = None) -> tuple[LawElsewhere, ...]:
    """Those of which no text is held; with an article, those that are listed for it."""
    return tuple(
        law for law in laws_elsewhere(library, state) if not law.is_held and (article is None or law.is_about(article))
    )


def likely_held(title: str, state: str, laws: Iterable[Law]) -> tuple[LikelyHeld, ...]:
    """The laws of the same State that may be the law with this title, with the evidence.

    One of two things is needed, and nothing may speak against it: number and year are the same; or the titles are
    nearly the same without the State's name, and so are the years that they name. Another kind of text (a decree, an
    act) or another year speaks against it.
    """
    found = []
    for law in laws:
        if law.state == state and law.kind is not Kind.MODEL and (evidence := _evidence(title, law)):
            found.append(LikelyHeld(law, evidence))
    return tuple(found)


def _evidence(title: str, law: Law) -> str:
    names = [name for name in (law.title, law.native_title) if name]
    same = _numbers(title) & {pair for words in (*names, law.identifier or "") for pair in _numbers(words)}
    if same and not _differ(_kinds(title), _kinds(" ".join([law.title, law.identifier or ""]))):
        number, year = min(same)
        return f"the same number and year: {number}/{year}"
    years, known = _years(title), _years(f"{law.title} {law.year or ''}")
    if _differ(years, known) or _differ(_numbers(title), _numbers(f"{law.title} {law.identifier or ''}")):
        return ""
    likeness = max((fuzz.token_sort_ratio(_telling(title), _telling(name)) for name in names), default=0.0)
    if likeness < NEARLY_THE_SAME or not _telling(title):
        return ""
    return f"nearly the same title ({likeness:.0f} of 100)" + (", the same year" if years else ", no year to compare")


# Each title is compared with many others.
_remembered = lru_cache(maxsize=20_000)


@_remembered
def _numbers(words: str) -> frozenset[tuple[str, str]]:
    """Pairs of number and year, in the digits of any script."""
    pairs = (found.groups() for pattern in _NUMBER_AND_YEAR for found in pattern.finditer(_plain(words)))
    return frozenset((number, year) for number, year in pairs)


@_remembered
def _years(words: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(_plain(words)))


def _plain(words: str) -> str:
    """The words with western digits, without zeros at the beginning of numbers."""
    return re.sub(r"\d+", lambda found: str(int(found[0])), words)


def _kinds(words: str) -> AbstractSet[str]:
    return {_KINDS[word] for word in re.findall(r"[a-z]+", words.casefold()) if word in _KINDS}


def _differ(one: AbstractSet[Any], other: AbstractSet[Any]) -> bool:
    """Whether both say something, and nothing of it is the same."""
    return bool(one and other and not one & other)


@_remembered
def _telling(title: str) -> str:
    """A title without the names of States, years and words that any law has."""
    for name in reversed(states_in(title)):
        title = f"{title[: name.start]} {title[name.end :]}"
    words: Sequence[str] = slug(_YEAR.sub(" ", title), longest=400).split("-")
    return " ".join(word for word in words if word not in _NOT_TELLING)
