"""Words and vectors together: how what words find and what is near in meaning become one answer.

Reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009) needs no scores that can be compared: an entry is
worth 1 / (K + its place) in each of the two lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.clauses import only_selects
from index.conditions import Anything, Condition, Is, Ranked, all_of, any_of
from index.contract import SearchQuery, Sort
from index.facets import counts_for, facets_of, within
from index.number_leaves import is_word
from index.plan import Plan
from index.query import read
from index.query_nodes import Without
from index.ranking import condition_of, matching
from index.reader import Found, Order, Page, Reader
from index.selections import Selection

WINDOW = 200
"""So many of the entries that words find are ranked anew, which is ten pages; later ones keep their order."""
NEAREST = 50
"""The most that nearness may add: "vessel" should bring what says boat, not every text about water."""
_K = 60
"""As in the paper, where it did best whatever was searched: the first of one list does not outweigh what stands high in
both, so that "vessel" brings first what says vessel and is about little else."""
_PLACES = frozenset({"treaty", "number"})
"""Who types "UNTOC 5" or "art. 288 Codigo Penal" wants that place, and a model knows nothing of numbers."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A page of the answer, with the number of all and the facets."""

    found: list[Found]
    near: frozenset[str]
    """The ids of those that words alone do not find."""
    total: int
    facets: dict[str, dict[str, int]]


def nearest_to(query: SearchQuery, wanted: Plan, selections: Sequence[Selection], reader: Reader) -> list[Found] | None:
    """The entries near in meaning to the words, within what is selected and without what is kept out.

    None where vectors take no part: there is no model or it knows none of the words, another order is asked for, or
    something that must be there: exact words, a phrase, an operator, a field of the text, a number, a treaty's place.
    """
    meant = _meant(query, wanted) if reader.embedder else ""
    if not meant or reader.embedder is None:
        return None
    (vector,) = reader.embedder.embed([meant])
    if not vector.any():
        return None
    excluded = tuple(condition_of(clause) for clause in wanted.excluded)
    allowed: Condition = Ranked(Anything(), must_not=excluded) if excluded else Anything()
    return reader.nearest(vector, within(allowed, selections), NEAREST)


def fuse(
    query: SearchQuery,
    wanted: Plan,
    relaxed: bool,
    nearest: Sequence[Found],
    counted: tuple[int, dict[str, dict[str, int]]],
    selections: tuple[Selection, ...],
    reader: Reader,
) -> Fused:
    """The page that was asked for. counted: the total and the facets of what words find.

    The first WINDOW entries that words find and the nearest ones are ranked together; behind them come the others that
    words find, in their order. So no page has an entry of another page, and none is left out.
    """
    by_words = matching(wanted, query, relaxed)
    within_all = within(by_words, selections)
    window, _ = reader.look_up(Page(within_all, Order.SCORE, 0, WINDOW), ())
    total, facets = counted
    added = _not_found_by_words(nearest, window, within_all, total, reader)
    if added:
        either = any_of((by_words, Is("entry", tuple(sorted(added)))))
        _, counts = reader.look_up(None, counts_for(either, selections))
        total, facets = facets_of(counts, selections, reader)
    ranked = _ranked(window, nearest)
    found = ranked[query.offset : query.offset + query.limit]
    if len(found) < query.limit and len(window) == WINDOW:
        shown = tuple(kept.id for _, kept in ranked)
        others = Ranked(within_all, must_not=(Is("entry", shown),))
        start = max(0, query.offset - len(ranked))
        rest, _ = reader.look_up(Page(others, Order.SCORE, start, query.limit - len(found)), ())
        found += [(_worth(len(ranked) + start + place), kept) for place, (_, kept) in enumerate(rest)]
    return Fused(found, added, total, facets)


def _meant(query: SearchQuery, wanted: Plan) -> str:
    """The words as a sentence; empty where something must be there that a text near in meaning may lack."""
    if query.exact or query.sort != Sort.RELEVANCE or wanted.is_empty:
        return ""
    if any(one.what in _PLACES for one in wanted.understood) or any(word.number for word in wanted.sought()):
        return ""
    words = []
    for part in read(query.words).parts:
        if is_word(part):
            words.append(part.text)
        elif not isinstance(part, Without) and not only_selects(part):
            return ""
    return " ".join(words)


def _not_found_by_words(
    nearest: Sequence[Found], window: Sequence[Found], by_words: Condition, total: int, reader: Reader
) -> frozenset[str]:
    """The ids of those of the nearest that words alone do not find."""
    added = {kept.id for _, kept in nearest} - {kept.id for _, kept in window}
    if added and total > len(window):
        there = all_of((by_words, Is("entry", tuple(sorted(added)))))
        beyond, _ = reader.look_up(Page(there, Order.SCORE, 0, len(added)), ())
        added -= {kept.id for _, kept in beyond}
    return frozenset(added)


def _ranked(window: Sequence[Found], nearest: Sequence[Found]) -> list[Found]:
    """Both lists as one; of two that are worth the same, the one that words found higher comes first."""
    kept = {entry.id: entry for found in (window, nearest) for _, entry in found}
    worth: dict[str, float] = dict.fromkeys(kept, 0.0)
    for found in (window, nearest):
        for place, (_, entry) in enumerate(found):
            worth[entry.id] += _worth(place)
    order: Mapping[str, int] = {entry: place for place, entry in enumerate(kept)}
    return [(worth[entry], kept[entry]) for entry in sorted(kept, key=lambda each: (-worth[each], order[each]))]


def _worth(place: int) -> float:
    return 1.0 / (_K + place + 1)
