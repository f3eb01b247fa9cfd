"""Acronyms and short names that readers use, and what they stand for: `corpus/aliases.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from palermo.asking.phrases import Phrase, Phrases
from palermo.concepts.load import concepts
from palermo.errors import DataError
from palermo.model.identifiers import StateCode
from palermo.model.state import states
from palermo.reference_data import corpus_file, line_of, read_checked
from palermo.tagging.treaty_names import fold
from palermo.treaties.load import exists
from palermo.treaties.reference import instrument_ids


class AliasKind(StrEnum):
    """What a short form is short for."""

    TREATY = "treaty"
    LAW = "law"
    GENERAL = "general"


class Alias(BaseModel):
    """A short form and what it stands for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: AliasKind = AliasKind.GENERAL
    """As the list says that it stands in."""
    short: str = Field(min_length=2)
    also: tuple[str, ...] = ()
    """Other spellings of the short form."""
    words: tuple[str, ...] = Field(min_length=1)
    """The full names that a text would have, without the year."""
    as_written: bool = False
    """Whether it counts only with these capitals, because it is a word in some language."""
    state: StateCode | None = None
    """Whose law it is, or who uses the term."""
    treaty: str | None = None
    """An instrument such as `untoc`, or a place in one such as `untoc:18`."""
    concept: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The short form and its other spellings."""
        return (self.short, *self.also)


class FoundAlias(NamedTuple):
    """A short form in a question: one of the things that it may stand for, and where it stands."""

    alias: Alias
    start: int
    end: int


class _AliasesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    treaties: tuple[Alias, ...]
    laws: tuple[Alias, ...]
    general: tuple[Alias, ...]


_LISTS = {"treaties": AliasKind.TREATY, "laws": AliasKind.LAW, "general": AliasKind.GENERAL}


def aliases_in(words: str) -> tuple[FoundAlias, ...]:
    """The short forms in the words, in their order; one that stands for several things comes several times."""
    return tuple(
        FoundAlias(alias, found.start, found.end) for found in _phrases().find(words) for alias in found.meanings
    )


@cache
def aliases() -> tuple[Alias, ...]:
    """All aliases in the order of the file; DataError names the file, the line and what is wrong."""
    return load_aliases(corpus_file("aliases.yaml"))


def load_aliases(file: Traversable) -> tuple[Alias, ...]:
    """The aliases in a file; DataError names the file, the line and what is wrong."""
    read = read_checked(_AliasesFile, file)
    found: list[Alias] = []
    taken: set[tuple[str, str | None, tuple[str, ...]]] = set()
    for section, kind in _LISTS.items():
        for number, entry in enumerate(getattr(read, section)):
            alias = entry.model_copy(update={"kind": kind})
            for problem in _problems(alias, taken):
                raise DataError(f"{file}, line {line_of(file, (section, number))}: {problem}. Correct the entry.")
            found.append(alias)
    return tuple(found)


def _problems(alias: Alias, taken: set[tuple[str, str | None, tuple[str, ...]]]) -> Iterator[str]:
    if alias.kind is AliasKind.LAW and alias.state is None:
        yield f"'{alias.short}' is a law and needs its state"
    if alias.state is not None and alias.state not in states():
        yield f"'{alias.state}' is the code of no State in states.csv"
    if alias.treaty is not None and alias.treaty not in instrument_ids() and not exists(alias.treaty):
        yield f"'{alias.treaty}' is no instrument and no place in one"
    if alias.concept is not None and alias.concept not in concepts():
        yield f"the concept '{alias.concept}' is not in concepts.yaml"
    for form in alias.forms:
        # A State may have two laws of one short form, so the words tell them apart.
        key = (form if alias.as_written else fold(form), alias.state, alias.words)
        if key in taken:
            yield f"'{form}' stands there twice"
        taken.add(key)


@cache
def _phrases() -> Phrases[Alias]:
    return Phrases(Phrase(form, alias, alias.as_written) for alias in aliases() for form in alias.forms)
