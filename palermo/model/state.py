"""State: who makes laws, with its region and official languages."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from palermo.errors import DataError, UnknownIdError
from palermo.model.identifiers import LanguageCode, StateCode
from palermo.reference_data import checked, corpus_file

_COLUMNS = ["iso3", "iso2", "name", "region", "sub_region", "languages", "status", "legal_systems"]
_LISTS = ("languages", "legal_systems")
"""Columns that hold several values, apart by spaces."""


class StateStatus(StrEnum):
    """How it stands to the United Nations."""

    MEMBER = "member"
    OBSERVER = "observer"
    OTHER = "other"
    """A State that may join the treaties without being a member."""
    ORGANIZATION = "organization"
    """No State: an organization that publishes model laws or joins treaties for its members."""


class LegalSystem(StrEnum):
    """A family of legal systems, in the classification of the JuriGlobe research group (University of Ottawa).

    Its fifth group, mixed systems, is written here as the families that are mixed. Jewish law, part of the system of
    Israel, has no family of its own there.
    """

    CIVIL = "civil"
    COMMON = "common"
    CUSTOMARY = "customary"
    MUSLIM = "muslim"


class State(BaseModel):
    """A State, or one of the organizations that stand beside States in the library."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    iso3: StateCode
    iso2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: str = Field(min_length=1)
    """The short name in English that the United Nations use."""
    region: str = ""
    """Of the M49 standard; empty for organizations."""
    sub_region: str = ""
    """The smallest M49 region it lies in, such as Western Africa or Caribbean."""
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    """The official languages, the one most laws are in first where that is clear."""
    status: StateStatus
    legal_systems: tuple[LegalSystem, ...] = ()
    """One family, or those that a mixed system is mixed of, in alphabetical order; none for organizations.

    What only a part of a State has (Quebec, Louisiana, Scotland) is left out.
    """

    @model_validator(mode="after")
    def _legal_systems_are_in_order(self) -> Self:
        if list(self.legal_systems) != sorted(set(self.legal_systems)):
            raise ValueError("legal_systems: name each family once, in alphabetical order")
        if bool(self.legal_systems) == (self.status is StateStatus.ORGANIZATION):
            raise ValueError("legal_systems: a State has at least one, an organization none")
        return self


@cache
def states() -> Mapping[str, State]:
    """Every State and organization by three-letter code, in the order of the codes; organizations last."""
    return MappingProxyType(load_states(corpus_file("states.csv")))


def state(code: str) -> State:
    """The State with this ISO 3166-1 alpha-3 code, in capitals; UnknownIdError where there is none."""
    found = states().get(code)
    if found is None:
        near = [one for one in states().values() if code.upper() in (one.iso3, one.iso2, one.name.upper())]
        hint = f"did you mean {near[0].iso3} ({near[0].name})?" if near else "write it like CAN or UGA"
        raise UnknownIdError(f"'{code}' is the three-letter code of no State: {hint}")
    return found


def load_states(file: Traversable) -> dict[str, State]:
    """The States from their file; DataError names the file and the line that is wrong."""
    found: dict[str, State] = {}
    iso2: dict[str, str] = {}
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = csv.reader(lines)
    if next(rows, None) != _COLUMNS:
        raise DataError(f"{file}, line 1: the columns should be {', '.join(_COLUMNS)}")
    for number, row in enumerate(rows, 2):
        place = f"{file}, line {number}"
        if len(row) != len(_COLUMNS):
            raise DataError(f"{place}: {len(row)} columns instead of {len(_COLUMNS)}: a comma too many or few")
        entry = dict(zip(_COLUMNS, row, strict=True))
        one = checked(State, entry | {column: entry[column].split() for column in _LISTS}, place)
        if one.iso3 in found or one.iso2 in iso2:
            raise DataError(f"{place}: {one.iso3} or {one.iso2} stands there twice")
        found[one.iso3] = one
        iso2[one.iso2] = one.iso3
    return found
