"""Facets: how many matches each value of a facet has, for the embedded engine."""

from __future__ import annotations

from collections.abc import Mapping

from tantivy import Query, Searcher

from index.compile import Selection, with_selections
from index.contract import FACETS

_MOST_VALUES = 2_000
"""More than there are States, languages or articles."""


def count_facets(searcher: Searcher, matching: Query, selections: Selection) -> dict[str, dict[str, int]]:
    """Counts for every facet, as if nothing were selected in the facet itself.

    One pass serves all facets without a selection; each facet with one takes a pass of its own.
    """
    free = [facet for facet in FACETS if facet not in selections]
    counts = _count(searcher, with_selections(matching, selections), free) if free else {}
    for facet in selections:
        counts |= _count(searcher, with_selections(matching, selections, but=facet), [facet])
    return {facet: counts[facet] for facet in FACETS}


def in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """Most first, then by value."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _count(searcher: Searcher, query: Query, facets: list[str]) -> dict[str, dict[str, int]]:
    request = {facet: {"terms": {"field": facet, "size": _MOST_VALUES}} for facet in facets}
    answer = searcher.aggregate(query, request)
    return {
        facet: in_order({bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]}) for facet in facets
    }
