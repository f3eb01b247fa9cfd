"""Conditions as queries of Elasticsearch; nothing typed reaches a parser of its own."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.cluster.mapping import LONGEST_TOKEN, Json
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

_DEEPEST = 12
"""Queries in queries; the server refuses more than 30, which brackets in a question can reach."""
_MOST_ALIKE = 100
"""Words that one mistyped word may stand for, the likest first."""


def query_of(condition: Condition) -> Json:
    """The query that finds and scores what the condition says."""
    return _shallow(_scored(condition))


def _scored(condition: Condition, weight: float = 1.0) -> Json:
    """The query, its scores multiplied by `weight`. Brackets in brackets become one query where they mean the same."""
    match condition:
        case Word(field, token, own):
            if len(token) > LONGEST_TOKEN:
                return _phrase(field, (token,), own * weight)
            return {"term": {field: {"value": token, "boost": own * weight}}}
        case Run(field, tokens, own, slop):
            return _near(field, tokens, own * weight, slop) if slop else _phrase(field, tokens, own * weight)
        case Beginning(field, letters, own):
            return _constant({"prefix": {field: {"value": letters}}}, own * weight)
        case Alike(field, token, distance, own):
            alike = {"value": token, "fuzziness": distance, "prefix_length": 1, "max_expansions": _MOST_ALIKE}
            return _constant({"fuzzy": {field: alike}}, own * weight)
        case Is(_, _, score) if score:
            return _constant(_unscored(condition), score * weight)
        case AnyOf(parts, at_least):
            return _any(parts, at_least, weight)
        case Weighted(part, own):
            return _scored(part, own * weight)
        case _:
            return _Whole(weight).with_must(condition).query()


def _unscored(condition: Condition) -> Json:
    """The query that finds what the condition says, where its score does not count."""
    match condition:
        case Is(field, values):
            return {"terms": {field: list(values)}}
        case Years(first, last):
            ends = {"gte": first, "lte": last}
            return {"range": {YEAR_FIELD: {name: year for name, year in ends.items() if year is not None}}}
        case _:
            return _scored(condition)


@dataclass
class _Whole:
    """What belongs to one query: must, should, must not, and what must without a score."""

    weight: float
    must: list[Json] = field(default_factory=list)
    filter: list[Json] = field(default_factory=list)
    should: list[Json] = field(default_factory=list)
    must_not: list[Json] = field(default_factory=list)

    def with_must(self, condition: Condition) -> _Whole:
        match condition:
            case Anything():
                pass
            case All(parts):
                for part in parts:
                    self.with_must(part)
            case Ranked(must, should, must_not):
                self.with_must(must)
                self.should += [_scored(part, self.weight) for part in should]
                self.must_not += [_unscored(part) for part in must_not]
            case Is(_, _, score) if not score:
                self.filter.append(_unscored(condition))
            case Years():
                self.filter.append(_unscored(condition))
            case _:
                self.must.append(_scored(condition, self.weight))
        return self

    def query(self) -> Json:
        if len(self.must) == 1 and not (self.filter or self.should or self.must_not):
            return self.must[0]
        if not self.must and not self.filter:
            self.filter.append({"match_all": {}})  # else one of `should` would have to hold
        parts = {"must": self.must, "filter": self.filter, "should": self.should, "must_not": self.must_not}
        return {"bool": {name: queries for name, queries in parts.items() if queries}}


def _any(parts: tuple[Condition, ...], at_least: int, weight: float) -> Json:
    queries = [_scored(part, weight) for part in (_alternatives(parts) if at_least == 1 else parts)]
    if not queries:
        return {"match_none": {}}
    if len(queries) == 1 and at_least == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": at_least}}


def _alternatives(parts: tuple[Condition, ...]) -> Iterator[Condition]:
    for part in parts:
        if isinstance(part, AnyOf) and part.at_least == 1:
            yield from _alternatives(part.parts)
        else:
            yield part


def _phrase(field: str, tokens: tuple[str, ...], weight: float) -> Json:
    return {"match_phrase": {field: {"query": " ".join(tokens), "boost": weight}}}


def _near(field: str, tokens: tuple[str, ...], weight: float, slop: int) -> Json:
    """Spans, because a phrase with slop would also match with its words the other way round."""
    clauses = [{"span_term": {field: token}} for token in tokens]
    return {"span_near": {"clauses": clauses, "slop": slop, "in_order": True, "boost": weight}}


def _constant(query: Json, score: float) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


def _shallow(query: Json, room: int = _DEEPEST) -> Json:
    """The same query, what lies too deep in it packed up: the server unpacks it, and counts anew."""
    if "bool" not in query:
        return query
    if not room:
        packed = json.dumps(_shallow(query)).encode()
        return {"wrapper": {"query": b64encode(packed).decode("ascii")}}
    parts = {
        name: [_shallow(part, room - 1) for part in value] if isinstance(value, list) else value
        for name, value in query["bool"].items()
    }
    return {"bool": parts}
