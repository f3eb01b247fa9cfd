"""The States that a question names: "Kenya", "Czech Republic", "belgisch" is none, "UK", "Côte d'Ivoire", "中国"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from palermo.asking.phrases import Phrase, Phrases
from palermo.errors import DataError
from palermo.model.identifiers import StateCode
from palermo.model.state import State, StateStatus, states
from palermo.reference_data import corpus_file, line_of, read_checked
from palermo.tagging.treaty_names import fold

SHORTEST_NAME = 3
"""Shorter ones of plain letters must be as written: every pair of letters is a word somewhere."""

_ARABIC = re.compile("[\u0620-\u064a]")
_PARTICLES = "وبل"
_THE, _FOR_THE = "ال", "لل"


class FoundState(NamedTuple):
    """A State that a question names, and where its name stands."""

    code: str
    start: int
    end: int


class _StateNames(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    names: dict[StateCode, tuple[str, ...]]
    as_written: dict[StateCode, tuple[str, ...]]
    no_state: tuple[str, ...]


def states_in(words: str) -> tuple[FoundState, ...]:
    """The States that the words name, in their order: by name in English, French, Spanish or their own languages."""
    return tuple(
        FoundState(code, found.start, found.end)
        for found in _state_names().find(words)
        for code in found.meanings
        if code is not None
    )


@cache
def _state_names() -> Phrases[str | None]:
    return load_state_names(corpus_file("state_names.yaml"), states())


def load_state_names(file: Traversable, known: Mapping[str, State]) -> Phrases[str | None]:
    """The names of the known States; DataError names the file and the line that is wrong."""
    found = read_checked(_StateNames, file)
    phrases: dict[str, Phrase[str | None]] = {}
    for one, place in _named(found):
        problem = None
        if one.meaning is not None and one.meaning not in known:
            problem = f"'{one.meaning}' is the code of no State in states.csv"
        elif len(one.text) < SHORTEST_NAME and not one.as_written and one.text.isascii():
            problem = f"'{one.text}' is too short: every question has such words. Move it to as_written"
        elif (other := phrases.get(_key(one))) is not None and other.meaning != one.meaning:
            problem = f"'{one.text}' names {other.meaning} too"
        if problem:
            raise DataError(f"{file}, line {line_of(file, place)}: {problem}. Correct the entry.")
        phrases[_key(one)] = one
    for state in known.values():
        # An organization counts only by the names in the file: "United Nations" stands in the name of every treaty.
        if state.status is not StateStatus.ORGANIZATION:
            for name in (state.name, state.name.partition(" (")[0]):
                phrases.setdefault(fold(name), Phrase(name, state.iso3))
    return Phrases([*phrases.values(), *_with_particles(phrases.values())])


def _key(phrase: Phrase[str | None]) -> str:
    return phrase.text if phrase.as_written else fold(phrase.text)


def _with_particles(phrases: Iterable[Phrase[str | None]]) -> Iterator[Phrase[str | None]]:
    """Arabic names with what is written in one word with them: "and", "in" or "by", "for"."""
    for one in phrases:
        if _ARABIC.match(one.text):
            for particle in _PARTICLES:
                yield one._replace(text=particle + one.text)
            if one.text.startswith(_THE):
                yield one._replace(text=_FOR_THE + one.text.removeprefix(_THE))


def _named(found: _StateNames) -> Iterator[tuple[Phrase[str | None], tuple[int | str, ...]]]:
    """Each name, and its place in the file."""
    for section, as_written in (("names", False), ("as_written", True)):
        for code, names in getattr(found, section).items():
            for number, name in enumerate(names):
                yield Phrase(name, code, as_written), (section, code, number)
    for number, name in enumerate(found.no_state):
        yield Phrase(name, None), ("no_state", number)
