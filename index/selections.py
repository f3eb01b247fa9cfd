"""Selections: what a reader chose beside the words, by the facet that each belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.conditions import Condition, Is
from index.contract import SearchQuery
from index.plan import Clause, Dated, Selected
from index.ranking import condition_of
from palermo.model.state import states
from palermo.treaties.reference import TreatyReference

_FACET_OF_FIELD = {"target": "requirement"}


@dataclass(frozen=True, slots=True)
class Selection:
    """One choice, in the facet that counts as if it had not been made."""

    facet: str
    """Empty where it belongs to none: several that were joined by OR."""
    chosen: Clause

    def condition(self) -> Condition:
        """As an engine looks it up."""
        if isinstance(self.chosen, Selected):
            return Is(self.chosen.field, self.chosen.values)
        return condition_of(self.chosen)


def selections_of(query: SearchQuery, typed: Iterable[Clause]) -> tuple[Selection, ...]:
    """Everything that was chosen, in the panel or among the words."""
    found: list[Selection] = []

    def choose(facet: str, field: str, values: Sequence[str]) -> None:
        if values:
            found.append(Selection(facet, Selected(field, tuple(values))))

    choose("state", "state", query.states)
    choose("language", "language", query.languages)
    choose("kind", "kind", query.kinds)
    choose("status", "status", query.statuses)
    choose("theme", "theme", query.themes)
    choose("instrument", "instrument", (query.instrument,) if query.instrument else ())
    choose("review", "review", (query.review,) if query.review else ())
    if query.regions:
        found.append(Selection("region", Selected("state", states_in_regions(query.regions))))
    if query.legal_systems:
        found.append(Selection("legal_system", Selected("state", states_of_legal_systems(query.legal_systems))))
    if query.first_year is not None or query.last_year is not None:
        found.append(Selection("year", Dated(query.first_year, query.last_year)))
    if query.article:
        choose("article", "article", (TreatyReference.parse(query.article).article_id,))
    if query.requirement:
        choose("requirement", "target", (query.requirement,))
    for clause in typed:
        if isinstance(clause, Dated):
            found.append(Selection("year", clause))
        elif isinstance(clause, Selected):
            found.append(Selection(_FACET_OF_FIELD.get(clause.field, clause.field), clause))
        else:
            found.append(Selection("", clause))
    return tuple(found)


def states_in_regions(regions: Iterable[str]) -> tuple[str, ...]:
    """The codes of the States in these regions or sub-regions of M49."""
    wanted = {region.casefold() for region in regions}
    return tuple(s.iso3 for s in states().values() if {s.region.casefold(), s.sub_region.casefold()} & wanted)


def states_of_legal_systems(systems: Iterable[str]) -> tuple[str, ...]:
    """The codes of the States whose law belongs to one of these families."""
    wanted = set(systems)
    return tuple(s.iso3 for s in states().values() if wanted.intersection(s.legal_systems))
