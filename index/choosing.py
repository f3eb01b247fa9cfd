"""Selections that were typed among the words (`state:CAN`, `year:2000..2010`), checked against what there is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from index.contract import Review
from index.numbers import asked_number_key, number_key
from index.plan import Clause, Selected
from index.query_nodes import Field
from index.selections import states_in_regions, states_of_legal_systems
from palermo.asking.state_names import states_in
from palermo.concepts.load import concepts
from palermo.errors import UsageError
from palermo.model.law import Kind, LegalStatus
from palermo.model.state import LegalSystem, states
from palermo.treaties.load import exists, instruments, themes
from palermo.treaties.reference import TreatyReference

_MOST_NAMED = 8


def chosen(field: Field) -> Clause:
    """The selection that a typed field makes. UsageError says what is wrong with its value."""
    value = field.value.text.strip()
    match field.name:
        case "state":
            return Selected("state", (_state(value),))
        case "region":
            return Selected("state", _some(states_in_regions((value,)), value, "region", _regions()))
        case "legal":
            systems = [system.value for system in LegalSystem]
            return Selected(
                "state", _some(states_of_legal_systems((value.casefold(),)), value, "legal system", systems)
            )
        case "lang":
            return Selected("language", (value.casefold(),))
        case "kind":
            return Selected("kind", (_one(value, Kind, "kind of text"),))
        case "status":
            return Selected("status", (_one(value, LegalStatus, "status"),))
        case "review":
            return Selected("review", (_one(value, Review, "review"),))
        case "instrument":
            return Selected("instrument", (_one(value, instruments(), "instrument"),))
        case "theme":
            return Selected("theme", (_one(value.replace(" ", "-"), themes(), "theme"),))
        case "concept":
            return Selected("text_concepts", (_one(value.replace(" ", "-"), concepts(), "concept"),))
        case "number":
            return Selected("number", (asked_number_key(value) or number_key(value),))
        case "article" | "requirement":
            return _treaty_place(value)
    raise UsageError(f"'{field.name}' is no field to select by")


def _treaty_place(value: str) -> Selected:
    try:
        reference = TreatyReference.parse(value.casefold())
    except ValueError as problem:
        raise UsageError(str(problem)) from problem
    if not exists(value.casefold().partition("#")[0]):
        raise UsageError(f"there is no place '{value}' in the treaties")
    return Selected("target" if reference.paragraph or reference.element else "article", (str(reference),))


def _state(value: str) -> str:
    if value.upper() in states():
        return value.upper()
    by_iso2 = {state.iso2: state.iso3 for state in states().values()}
    if value.upper() in by_iso2:
        return by_iso2[value.upper()]
    named = states_in(value)
    if named:
        return named[0].code
    raise UsageError(f"'{value}' is no State: write its name or its code, such as Canada or CAN")


def _one(value: str, choices: Iterable[str], what: str) -> str:
    known = [str(choice) for choice in choices]
    if value.casefold() in known:
        return value.casefold()
    raise UsageError(f"'{value}' is no {what}: {_named(known)}")


def _some(found: tuple[str, ...], value: str, what: str, choices: Iterable[str]) -> tuple[str, ...]:
    if not found:
        raise UsageError(f"'{value}' is no {what}: {_named(list(choices))}")
    return found


def _named(choices: list[str]) -> str:
    more = " ..." if len(choices) > _MOST_NAMED else ""
    return f"choose from {', '.join(choices[:_MOST_NAMED])}{more}"


@cache
def _regions() -> tuple[str, ...]:
    return tuple(dict.fromkeys(state.region for state in states().values() if state.region))
