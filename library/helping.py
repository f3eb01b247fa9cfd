"""When nothing is found: what is held, which articles are near, and what finds more."""

from __future__ import annotations

from dataclasses import dataclass

from index.contract import SearchQuery
from library.browsing import StateHoldings, holdings
from library.listed_elsewhere import LawElsewhere, not_held
from library.opening import Library
from palermo.asking.concepts import concepts_in
from palermo.concepts.load import concepts


@dataclass(frozen=True, slots=True)
class Wider:
    """A search that finds more: which selection to leave out, and how many texts it then finds."""

    without: str
    total: int


@dataclass(frozen=True, slots=True)
class Help:
    """What may help a reader who found nothing."""

    held: tuple[StateHoldings, ...]
    articles: tuple[str, ...]
    """Treaty articles that the words are about."""
    wider: tuple[Wider, ...]
    listed: tuple[LawElsewhere, ...] = ()
    """Laws of the States asked for that a database lists and that are not held."""


_SELECTIONS = {
    "states": "state", "regions": "region", "legal_systems": "legal_system", "languages": "language",
    "kinds": "kind", "statuses": "status", "themes": "theme", "instrument": "instrument", "article": "article",
    "requirement": "requirement", "review": "review", "first_year": "year", "last_year": "year",
}  # fmt: skip
"""The selections of a query, by the facet that each belongs to."""


def help_with(library: Library, query: SearchQuery) -> Help:
    """What is held, and what is listed elsewhere, for the States asked for; the articles nearest to the words; and the
    selections that keep everything out, each left out alone. Where the words themselves find nothing, no selection is
    named."""
    named = [asked.concept for asked in concepts_in(query.words)]
    articles = tuple(dict.fromkeys(article for concept in named for article in concepts()[concept].articles))
    listed = tuple(law for state in query.states for law in not_held(library, state))
    return Help(holdings(library, query.states), articles, tuple(_wider(library, query)), listed)


def _wider(library: Library, query: SearchQuery) -> list[Wider]:
    values = {name: getattr(query, name) for name in SearchQuery.__dataclass_fields__}
    nothing = SearchQuery()
    found = []
    for facet in dict.fromkeys(_SELECTIONS.values()):
        names = [name for name, of in _SELECTIONS.items() if of == facet]
        if all(values[name] == getattr(nothing, name) for name in names):
            continue
        without = {**values, **{name: getattr(nothing, name) for name in names}, "limit": 0, "offset": 0}
        total = library.engine.search(SearchQuery(**without)).total
        if total:
            found.append(Wider(facet, total))
    return found
