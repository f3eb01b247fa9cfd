"""The States: how many there are, what is known of each, and what a broken file says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from palermo.errors import DataError, UnknownIdError
from palermo.model.state import LegalSystem, StateStatus, load_states, state, states

HEADER = "iso3,iso2,name,region,sub_region,languages,status,legal_systems\n"


def test_all_members_and_observers_are_there() -> None:
    held = Counter(one.status for one in states().values())
    assert held[StateStatus.MEMBER] == 193
    assert held[StateStatus.OBSERVER] == 2
    assert held[StateStatus.ORGANIZATION] == 2
    assert {"LIE", "AND", "VAT", "PSE", "UNO", "EUE"} <= set(states())
    assert not {"HKG", "MAC", "TWN"} & set(states())


def test_every_state_has_a_region_of_its_continent() -> None:
    continents: dict[str, set[str]] = {}
    for one in states().values():
        if one.status != StateStatus.ORGANIZATION:
            continents.setdefault(one.sub_region, set()).add(one.region)
    assert len(continents) == 22
    assert all(len(regions) == 1 for regions in continents.values())
    assert set().union(*continents.values()) == {"Africa", "Americas", "Asia", "Europe", "Oceania"}


def test_codes_are_in_order_and_names_differ() -> None:
    codes = [one.iso3 for one in states().values() if one.status != StateStatus.ORGANIZATION]
    assert codes == sorted(codes)
    assert len({one.iso2 for one in states().values()}) == len({one.name for one in states().values()}) == len(states())


def test_a_state_by_its_code() -> None:
    canada = state("CAN")
    assert (canada.name, canada.iso2, canada.region) == ("Canada", "CA", "Americas")
    assert canada.languages == ("en", "fr")
    assert state("LIE").languages == ("de",)


@pytest.mark.parametrize(
    ("code", "systems"),
    [
        ("FRA", {LegalSystem.CIVIL}),
        ("IRL", {LegalSystem.COMMON}),
        ("SAU", {LegalSystem.MUSLIM}),
        ("ZAF", {LegalSystem.CIVIL, LegalSystem.COMMON}),
        ("UGA", {LegalSystem.COMMON, LegalSystem.CUSTOMARY}),
        ("YEM", set(LegalSystem)),
        ("EUE", set()),
    ],
)
def test_the_families_that_a_legal_system_belongs_to(code: str, systems: set[LegalSystem]) -> None:
    assert set(state(code).legal_systems) == systems


def test_every_family_has_states_and_every_state_a_family() -> None:
    held = Counter(system for one in states().values() for system in one.legal_systems)
    assert set(held) == set(LegalSystem)
    assert [one.iso3 for one in states().values() if not one.legal_systems] == ["UNO", "EUE"]


@pytest.mark.parametrize(("code", "hint"), [("can", "CAN"), ("FR", "FRA"), ("uganda", "UGA"), ("XXX", "write it")])
def test_an_unknown_code_gets_a_hint(code: str, hint: str) -> None:
    with pytest.raises(UnknownIdError, match=hint):
        state(code)


def test_the_states_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        states()["XXX"] = state("CAN")  # type: ignore[index]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("code,name\n", "line 1: the columns"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,en,member\n", "line 2: 7 columns instead of 8"),
        (HEADER + "abc,AB,Abcland,Asia,Western Asia,en,member,civil\n", "line 2: iso3"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,,member,civil\n", "line 2: languages"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,English,member,civil\n", r"line 2: languages\[0\]"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,en,friend,civil\n", "line 2: status"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,en,member,civil roman\n", r"line 2: legal_systems\[1\]"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,en,member,\n", "line 2: .*a State has at least one"),
        (HEADER + "ABC,AB,Abcland,,,en,organization,civil\n", "line 2: .*an organization none"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,en,member,common civil\n", "line 2: .*in alphabetical order"),
        (HEADER + "ABC,AB,Abcland,Asia,Western Asia,en,member,civil civil\n", "line 2: .*name each family once"),
        (HEADER + "ABC,AB,A,Asia,Western Asia,en,member,civil\n" * 2, "line 3: ABC or AB stands there twice"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, lines: str, problem: str) -> None:
    file = tmp_path / "states.csv"
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(DataError, match=rf"states\.csv.*{problem}"):
        load_states(file)
