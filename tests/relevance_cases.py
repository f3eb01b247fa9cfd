"""Relevance cases: what a reader types, and which provisions a lawyer expects for it.

A case is data that a lawyer can write and review (`tests/relevance/README.md`). Here the cases are read and checked,
asked and judged, and where one fails it is said what stood where, so that nobody has to ask the search again by hand:

    .venv/bin/python tests/relevance_cases.py corpus --library FOLDER

asks all cases of one file in a library that holds the laws already, and prints which share passes.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self, TypeAlias

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, model_validator

from library import Library, open_library
from library.label_numbers import comparable_number
from library.searching import FoundProvision, search
from palermo.errors import DataError
from palermo.model.provision import Provision
from palermo.reference_data import read_checked

_FOLDER = Path(__file__).with_name("relevance")
FILES = {"starter": _FOLDER / "cases_starter.yaml", "corpus": _FOLDER / "cases_corpus.yaml"}
"""The cases by the library that they ask: the digests that ship, or the real laws."""
FIRST_PAGE = 10
"""Hits that a reader looks at: where an expected provision stands unless its case says otherwise."""
LOOKED_THROUGH = 200
"""How far a diagnosis looks for what did not stand where it should."""

Key: TypeAlias = tuple[str, str]
_REFERENCE = re.compile(r"[a-z]{3}/[a-z0-9-]+#\S.*")


def key_of(reference: str) -> Key:
    """Deposit and number of `can/criminal-code#467.11`, the number in the form in which labels compare."""
    deposit, number = reference.split("#", 1)
    return deposit, comparable_number(number)


def _checked_reference(reference: str) -> str:
    if not _REFERENCE.fullmatch(reference):
        raise ValueError(f"'{reference}' is no provision: write deposit#number, such as can/criminal-code#467.11")
    return reference


Reference = Annotated[str, AfterValidator(_checked_reference)]


class Manner(StrEnum):
    """How the words are typed."""

    WORDS = "words"
    CITATION = "citation"
    ACRONYM = "acronym"
    QUESTION = "question"
    MISSPELLING = "misspelling"
    INFLECTED = "inflected"
    CROSS_LINGUAL = "cross-lingual"
    """The words are of another language than the provisions that are sought."""
    PHRASE = "phrase"
    OPERATORS = "operators"
    BROWSING = "browsing"
    """No words at all, only a selection."""


class Subject(StrEnum):
    """What the reader is after."""

    ORGANIZED_CRIME = "organized-crime"
    LAUNDERING = "laundering"
    CORRUPTION = "corruption"
    LEGAL_PERSONS = "legal-persons"
    CONFISCATION = "confiscation"
    JURISDICTION = "jurisdiction"
    EXTRADITION = "extradition"
    MUTUAL_LEGAL_ASSISTANCE = "mutual-legal-assistance"
    SPECIAL_TECHNIQUES = "special-techniques"
    OBSTRUCTION_OF_JUSTICE = "obstruction-of-justice"
    WITNESSES = "witnesses"
    COOPERATION = "cooperation"
    VICTIMS = "victims"
    TRAFFICKING = "trafficking"
    SMUGGLING = "smuggling"
    FIREARMS = "firearms"


class Selection(BaseModel):
    """What is selected beside the words, as the search page and the command line offer it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}$")
    article: str | None = None
    requirement: str | None = None
    instrument: str | None = None
    kind: str | None = None
    exact: bool = False

    def arguments(self) -> dict[str, Any]:
        """What `library.searching.search` is given: only what is selected."""
        lists = {"states": self.state, "languages": self.language, "kinds": self.kind}
        given: dict[str, Any] = {name: [value] for name, value in lists.items() if value}
        for name in ("article", "requirement", "instrument", "exact"):
            if getattr(self, name):
                given[name] = getattr(self, name)
        return given

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.model_dump(exclude_defaults=True).items())


class AnyOf(BaseModel):
    """Several provisions of which one is enough."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    any_of: tuple[Reference, ...] = Field(min_length=2)


class Case(BaseModel):
    """One question to the search, and what must come of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = ""
    why: str = Field(min_length=10)
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    """Of the words; where there are none, of the provisions."""
    manner: Manner = Manner.WORDS
    subject: Subject
    select: Selection = Selection()
    expect: tuple[Reference | AnyOf, ...] = ()
    within: int = Field(default=FIRST_PAGE, ge=1, le=LOOKED_THROUGH)
    """Among how many hits each expected provision stands."""
    first: bool = False
    in_order: bool = False
    """The expected provisions stand in the order in which they are written; others may stand between them."""
    forbid: tuple[Reference, ...] = ()
    """What does not stand on the first page: it looks alike and misses the point."""
    not_yet: dict[str, str] = Field(default_factory=dict)
    """Engines on which the case is known to fail, each with the reason."""
    place: str = ""
    """File and line; filled in when a file is read."""

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        if not self.expect and not self.forbid:
            raise ValueError("a case needs something to expect or to forbid")
        if (self.manner is Manner.BROWSING) != (not self.query.strip()):
            raise ValueError("browsing, and nothing else, is without words")
        if self.manner is Manner.BROWSING and not str(self.select):
            raise ValueError("browsing needs a selection")
        if self.first and ("within" in self.model_fields_set or len(self.expect) != 1):
            raise ValueError("first: true goes with a single thing to expect, and without within")
        if self.in_order and (len(self.expect) < 2 or any(isinstance(one, AnyOf) for one in self.expect)):
            raise ValueError("in_order: true needs at least two provisions, each by itself")
        named = Counter(key_of(one) for one in (*self.expected, *self.forbid))
        if twice := ["#".join(key) for key, count in named.items() if count > 1]:
            raise ValueError(f"named twice: {', '.join(twice)}")
        return self

    @property
    def expected(self) -> tuple[str, ...]:
        """Every provision that `expect` names."""
        return tuple(reference for one in self.expect for reference in alternatives(one))

    @property
    def reach(self) -> int:
        """Among how many hits each expected provision stands, also where it must be the first."""
        return 1 if self.first else self.within

    @property
    def asked(self) -> str:
        """The question as a reader put it."""
        return f"'{self.query}'" + (f" ({self.select})" if str(self.select) else "")


class _CaseFile(RootModel[tuple[Case, ...]]):
    """A file of cases."""


def alternatives(wanted: str | AnyOf) -> tuple[str, ...]:
    """The provisions of which one is enough."""
    return wanted.any_of if isinstance(wanted, AnyOf) else (wanted,)


def read_cases(file: Path) -> list[Case]:
    """The cases of a file, each with its place; DataError names the file and the line where one is wrong."""
    cases = read_checked(_CaseFile, file).root
    asked: dict[str, int] = {}
    placed = []
    for case, line in zip(cases, _lines(file), strict=True):
        before = asked.setdefault(case.asked, line)
        if before != line:
            raise DataError(
                f"{file}, line {line}: {case.asked} is asked in line {before} already. Take one of them out."
            )
        placed.append(case.model_copy(update={"place": f"{file.name}, line {line}"}))
    return placed


def _lines(file: Path) -> list[int]:
    """Where each entry of a list in YAML begins, counted from 1."""
    node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return [entry.start_mark.line + 1 for entry in node.value] if node else []


@dataclass(frozen=True, slots=True)
class Standing:
    """A hit as a case is judged by it."""

    reference: str
    heading: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with the hits of a case; nothing where it passed."""

    missing: tuple[str | AnyOf, ...] = ()
    """What does not stand among the first hits as it should."""
    unwelcome: tuple[tuple[str, int], ...] = ()
    """What must not stand on the first page, and where it stands, counted from 1."""
    out_of_order: tuple[str, ...] = ()
    """The expected provisions as they stand, where that is not the order that is asked for."""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.unwelcome or self.out_of_order)


def judge(case: Case, hits: Sequence[Standing]) -> Verdict:
    """Hold the hits of a case, best first, against what it expects and forbids."""
    ranks = _ranks(hits)

    def stands(reference: str, reach: int) -> bool:
        return ranks.get(key_of(reference), sys.maxsize) <= reach

    missing = tuple(one for one in case.expect if not any(stands(each, case.reach) for each in alternatives(one)))
    unwelcome = tuple((one, ranks[key_of(one)]) for one in case.forbid if stands(one, FIRST_PAGE))
    out_of_order: tuple[str, ...] = ()
    if case.in_order and not missing:
        standing = tuple(sorted(case.expected, key=lambda reference: ranks[key_of(reference)]))
        out_of_order = standing if standing != case.expected else ()
    return Verdict(missing, unwelcome, out_of_order)


def _ranks(hits: Iterable[Standing]) -> dict[Key, int]:
    """Where each provision stands first; a law may use a number twice."""
    ranks: dict[Key, int] = {}
    for rank, hit in enumerate(hits, start=1):
        ranks.setdefault(key_of(hit.reference), rank)
    return ranks


class Held:
    """The provisions of a library by deposit and number. A digest goes by the deposit whose text was read."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._deposits: dict[str, str] = {}
        self._provisions: dict[Key, list[Provision]] = defaultdict(list)
        for version in library.catalogue.current_versions():
            self._deposits[version.id] = _deposit_of(version.deposit)
            for provision in library.catalogue.provisions(version.id):
                self._provisions[key_of(self.reference_to(provision))].append(provision)

    def reference_to(self, provision: Provision) -> str:
        """Such as `can/criminal-code#467.11`."""
        return f"{self._deposits[provision.version]}#{provision.number}"

    def provisions(self, reference: str) -> list[Provision]:
        """All that go by this reference."""
        return self._provisions.get(key_of(reference), [])

    def problems_of(self, case: Case) -> list[str]:
        """What the case names that is not held, or that its own selection leaves out."""
        named = (*case.expected, *case.forbid)
        problems = [f"{case.place}: {one} is not held" for one in named if not self.provisions(one)]
        for one in case.expected:
            reasons = [self.left_out_by(case.select, provision) for provision in self.provisions(one)]
            if reasons and all(reasons):
                problems.append(f"{case.place}: {one} is left out by the selection: {reasons[0]}")
        return problems

    def left_out_by(self, select: Selection, provision: Provision) -> str:
        """How a provision differs from the State, language or kind that is selected; empty where it does not."""
        law = self.library.catalogue.law(self.library.catalogue.version(provision.version).law)
        compared = {
            "State": (select.state, law.state),
            "language": (select.language, provision.language),
            "kind": (select.kind, law.kind.value),
        }
        return next((f"its {name} is {is_}" for name, (asked, is_) in compared.items() if asked and asked != is_), "")


def _deposit_of(name: str) -> str:
    """`starter/can-criminal-code` holds digests of `can/criminal-code`."""
    return name.removeprefix("starter/").replace("-", "/", 1) if name.startswith("starter/") else name


def ask(held: Held, case: Case, limit: int) -> list[Standing]:
    """The hits of a case, best first."""
    hits: Sequence[FoundProvision] = search(held.library, case.query, limit=limit, **case.select.arguments()).hits
    return [Standing(held.reference_to(hit.provision), hit.provision.heading, hit.score) for hit in hits]


def verdict_on(case: Case, held: Held) -> Verdict:
    """Ask a case and judge what comes."""
    return judge(case, ask(held, case, max(case.reach, FIRST_PAGE)))


def diagnose(case: Case, verdict: Verdict, held: Held) -> str:
    """Why a case failed: what was expected and where it stands, what stood above it, which words it holds."""
    hits = ask(held, case, LOOKED_THROUGH)
    ranks = _ranks(hits)
    lines = [f"{case.place}: {case.asked}", f"  {case.why}"]
    for wanted in verdict.missing:
        lines.append(f"  expected within {case.reach}:" + (" one of these" if isinstance(wanted, AnyOf) else ""))
        lines += [f"    {_where(reference, case, ranks, held)}" for reference in alternatives(wanted)]
    for reference, rank in verdict.unwelcome:
        lines.append(f"  must not stand within {FIRST_PAGE}: {reference} stands at {rank}")
    if verdict.out_of_order:
        lines.append(f"  expected in this order: {', '.join(case.expected)}")
        lines.append(f"  stands in this order: {', '.join(verdict.out_of_order)}")
    lines.append(f"  the first of {len(hits)} hits:" if hits else "  nothing was found")
    for rank, hit in enumerate(hits[: max(case.reach, FIRST_PAGE)], start=1):
        lines.append(f"    {rank}. {hit.reference} [{hit.heading[:60]}] {hit.score:.2f}")
    return "\n".join(lines)


def _where(reference: str, case: Case, ranks: Mapping[Key, int], held: Held) -> str:
    provisions = held.provisions(reference)
    if not provisions:
        return f"{reference} is not in the library"
    one = provisions[0]
    rank = ranks.get(key_of(reference))
    if rank is not None:
        place = f"stands at {rank}"
    elif all(provision.version not in held.library.engine.held() for provision in provisions):
        place = f"is in the library, but its version {one.version} is not in the index"
    elif left_out := held.left_out_by(case.select, one):
        place = f"is left out by the selection: {left_out}"
    else:
        tags = sorted({tag.target for tag in held.library.catalogue.tags_of([one.id])[one.id] if tag.counts})
        place = f"is in the index, but not among the first {LOOKED_THROUGH}; tags: {', '.join(tags) or 'none'}"
    return f"{reference} [{one.heading[:60]}] {place}; {_words_found(case.query, provisions)}"


def _words_found(query: str, provisions: Sequence[Provision]) -> str:
    """Where the provisions have each word of the query as it is typed; stems and concepts are the engine's affair."""
    words = dict.fromkeys(word for word in re.findall(r"\w[\w.^-]*", _plain(query)) if len(word) > 1)
    heading = _plain(" ".join(provision.heading for provision in provisions))
    text = _plain(" ".join(provision.text for provision in provisions))
    found = {"in its heading": [w for w in words if w in heading], "in its text": [w for w in words if w in text]}
    found["in neither"] = [word for word in words if word not in heading and word not in text]
    return "; ".join(f"{place}: {' '.join(those)}" for place, those in found.items() if those) or "no words"


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def shares(results: Sequence[tuple[Case, bool]], by: Callable[[Case], str]) -> dict[str, tuple[int, int]]:
    """How many of the cases passed and how many there are, for each value of `by`."""
    passed = Counter(by(case) for case, has_passed in results if has_passed)
    return {name: (passed[name], total) for name, total in sorted(Counter(by(case) for case, _ in results).items())}


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask all cases of one file in a library; 1 where some fail."""
    parser = argparse.ArgumentParser(description="Which share of the relevance cases passes.")
    parser.add_argument("cases", choices=list(FILES), help="those of the starter library, or of the real laws")
    parser.add_argument("--library", type=Path, required=True, help="a folder that holds these laws already")
    parser.add_argument("--quiet", action="store_true", help="no diagnosis of each failure")
    given = parser.parse_args(arguments)
    results = []
    with open_library(given.library, create=False) as library:
        held = Held(library)
        for case in read_cases(FILES[given.cases]):
            verdict = verdict_on(case, held)
            results.append((case, verdict.passed))
            if not verdict.passed and not given.quiet:
                print(diagnose(case, verdict, held), end="\n\n")
    for field in ("language", "manner", "subject"):
        found = shares(results, lambda case, field=field: str(getattr(case, field)))  # type: ignore[misc]
        print(f"{field}: " + ", ".join(f"{name} {passed}/{total}" for name, (passed, total) in found.items()))
    passed = sum(has_passed for _, has_passed in results)
    print(f"{passed} of {len(results)} pass")
    return 0 if passed == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
