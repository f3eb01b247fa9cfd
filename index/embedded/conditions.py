"""Conditions as tantivy's queries; nothing typed reaches its own parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tantivy import FieldType, Occur, Query, Schema, Searcher

from index.conditions import (
    Alike,
    All,
    AnyOf,
    Anything,
    Beginning,
    Condition,
    Is,
    Ranked,
    Run,
    Weighted,
    Word,
    Years,
)
from index.fields import YEAR_FIELD

_LAST_YEAR = 9999
_MOST_REMEMBERED = 100_000
"""Words; about 20 MB."""


class Translator:
    """Translates for one state of the index: words that it does not hold cost nothing."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._held: dict[tuple[str, str], bool] = {}

    def query(self, condition: Condition, *, scored: bool) -> Query:
        """The query that finds, and where it is `scored` scores, what the condition says.

        Without scores it leaves out what only ranks, and entries are counted in about two thirds of the time.
        """
        return self._query(condition, scored) or Query.empty_query()

    def _query(self, condition: Condition, scored: bool) -> Query | None:
        """None where nothing can meet the condition, since the index does not hold its words."""
        match condition:
            case Anything():
                return _constant(Query.all_query(), 0.0, scored)
            case Word(field, token, weight):
                if not self._holds(field, token):
                    return None
                return _weighted(Query.term_query(self._schema, field, token, _kept(scored)), weight, scored)
            case Run(field, tokens, weight, slop):
                if not all(self._holds(field, token) for token in tokens):
                    return None
                return _weighted(Query.phrase_query(self._schema, field, list(tokens), slop), weight, scored)
            case Beginning(field, letters, weight):
                # letters, digits and vowel signs only: nothing in them means anything in a pattern
                return _constant(Query.regex_query(self._schema, field, letters + ".*"), weight, scored)
            case Alike(field, token, distance, weight):
                alike = Query.fuzzy_term_query(self._schema, field, token, distance, transposition_cost_one=True)
                return _constant(alike, weight, scored)
            case Is(field, values, score):
                return _constant(Query.term_set_query(self._schema, field, list(values)), score, scored)
            case Years(first, last):
                years = Query.range_query(self._schema, YEAR_FIELD, FieldType.Unsigned, first or 0, last or _LAST_YEAR)
                return _constant(years, 0.0, scored)
            case All(parts):
                every = [self._query(part, scored) for part in parts]
                return None if None in every else _boolean((Occur.Must, query) for query in every if query)
            case AnyOf(parts, at_least):
                some = list(self._queries(_flat(parts) if at_least == 1 else parts, scored))
                if len(some) < max(1, at_least):
                    return None
                # a union of words alone, none of them nested, is searched without looking at every match
                return some[0] if len(some) == 1 else Query.boolean_query([(Occur.Should, q) for q in some], at_least)
            case Weighted(part, weight):
                query = self._query(part, scored)
                return None if query is None else _weighted(query, weight, scored)
            case Ranked(must, should, must_not):
                query = self._query(must, scored)
                if query is None:
                    return None
                clauses = [(Occur.Must, query)]
                clauses += [(Occur.Should, part) for part in self._queries(should if scored else (), scored)]
                clauses += [(Occur.MustNot, part) for part in self._queries(must_not, False)]
                return query if len(clauses) == 1 else Query.boolean_query(clauses)

    def _queries(self, parts: Iterable[Condition], scored: bool) -> Iterator[Query]:
        return (query for part in parts if (query := self._query(part, scored)) is not None)

    def _holds(self, field: str, token: str) -> bool:
        key = (field, token)
        held = self._held.get(key)
        if held is None:
            if len(self._held) >= _MOST_REMEMBERED:
                self._held.clear()
            held = self._held[key] = self._searcher.doc_freq(field, token) > 0
        return held


def _flat(parts: Iterable[Condition]) -> Iterator[Condition]:
    """The alternatives, and in the place of those that have alternatives themselves, these."""
    for part in parts:
        if isinstance(part, AnyOf) and part.at_least == 1:
            yield from _flat(part.parts)
        else:
            yield part


def _kept(scored: bool) -> str:
    """What of a word's places is read: how often it stands in an entry, or only where."""
    return "freq" if scored else "basic"


def _boolean(clauses: Iterable[tuple[Occur, Query]]) -> Query:
    return Query.boolean_query(list(clauses))


def _constant(query: Query, score: float, scored: bool) -> Query:
    return Query.const_score_query(query, score) if scored else query


def _weighted(query: Query, weight: float, scored: bool) -> Query:
    return Query.boost_query(query, weight) if scored and weight != 1.0 else query
