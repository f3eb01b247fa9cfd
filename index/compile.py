"""A plan and the reader's selections, as queries of the embedded engine; nothing typed reaches its own parser."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tantivy import Occur, Query, Schema, Searcher

from index.contract import SearchQuery
from index.plan import AllOf, AnyOf, Clause, NoneOf, Plan, Wanted
from index.schema import PARTS
from palermo.treaties.reference import TreatyReference

_PART_WEIGHT: Mapping[str, float] = {
    # "confiscation" should bring the section called Confiscation before those that mention it
    "heading": 3.0,
    # "firearms import": the Firearms Act before other laws; a title is shared by hundreds of provisions and the
    # rarity of its words already counts, so a little is enough
    "title": 1.5,
    # the chapter says what a provision is about, but of all its provisions alike
    "path": 1.0,
    "text": 1.0,
}
_STEM_WEIGHT = 0.4
"""A word as typed scores as word and as stem; another form of it only as stem: "laundering" before "launder"."""
_SCATTERED_WEIGHT = 0.3
"""The letters of 有组织犯罪 in one run before the same pairs here and there."""
_SHARE_OF_PAIRS = 0.5
"""When relaxed: half of the pairs in 収益の没収 hold the の that other wordings do without."""
_NEAR_WEIGHT = 2.0
"""Words found side by side before the same words apart: "organized group" is not "a group of organized ..."."""
_NEAR_SLOP = 1
"""One word may stand between them: "seizure and confiscation"."""
_NUMBER_SCORE = 200.0
"""Above what words can score: who types 467.11 wants that provision, not those that cite it."""
_WELCOME_WEIGHT = 0.1
"""`of` and `the`, which should not outweigh a word that was chosen."""
_IMPLEMENTS_SCORE = 2.0
"""About one good word: when a requirement is selected, what does what it asks before what touches it."""

Selection = Mapping[str, Query]


@dataclass(frozen=True)
class Compiler:
    """Compiles for one state of the index: words that it does not hold cost nothing."""

    schema: Schema
    searcher: Searcher
    relaxed: bool = False
    """Ask for most of the words, and of a run without spaces for most of its pairs."""

    def selections(self, query: SearchQuery) -> dict[str, Query]:
        """The reader's selections, by the facet that each belongs to. They do not score."""
        wanted: dict[str, list[Query]] = {}
        for facet, values in (
            ("state", query.states),
            ("language", query.languages),
            ("kind", query.kinds),
            ("instrument", (query.instrument,) if query.instrument else ()),
        ):
            if values:
                wanted[facet] = [Query.term_set_query(self.schema, facet, list(values))]
        if query.article:
            article = TreatyReference.parse(query.article).article_id
            wanted["article"] = [Query.term_query(self.schema, "article", article)]
        if query.requirement:
            # of the article's facet: another article would find nothing while its requirement is selected
            requirement = Query.term_query(self.schema, "target", query.requirement)
            wanted.setdefault("article", []).append(requirement)
        return {facet: Query.const_score_query(_all(queries), 0.0) for facet, queries in wanted.items()}

    def matching(self, plan: Plan, query: SearchQuery) -> Query:
        """What the words ask for, with what only helps to rank."""
        parts: list[tuple[Occur, Query]] = []
        if plan.required:
            required = [self._clause(clause) for clause in plan.required]
            parts.append((Occur.Must, _at_least(plan.demanded(self.relaxed), required)))
        else:
            parts.append((Occur.Must, Query.const_score_query(Query.all_query(), 0.0)))
        parts += [(Occur.MustNot, self._clause(clause)) for clause in plan.excluded]
        parts += [(Occur.Should, Query.boost_query(self._clause(clause), _WELCOME_WEIGHT)) for clause in plan.welcome]
        if plan.near and plan.required:
            parts += [(Occur.Should, near) for near in self._near(plan.near)]
        place = query.requirement or (query.article and TreatyReference.parse(query.article).article_id)
        if place:
            implements = Query.term_query(self.schema, "implements", place)
            parts.append((Occur.Should, Query.const_score_query(implements, _IMPLEMENTS_SCORE)))
        return Query.boolean_query(parts)

    def _clause(self, clause: Clause) -> Query:
        if isinstance(clause, Wanted):
            return self._wanted(clause)
        if isinstance(clause, NoneOf):
            everything = Query.const_score_query(Query.all_query(), 0.0)
            return Query.boolean_query([(Occur.Must, everything), (Occur.MustNot, self._clause(clause.part))])
        parts = [self._clause(part) for part in clause.parts]
        if isinstance(clause, AllOf):
            return _all(parts)
        assert isinstance(clause, AnyOf)
        return _any(parts)

    def _wanted(self, wanted: Wanted) -> Query:
        found: list[Query] = []
        for part in PARTS:
            weight = _PART_WEIGHT[part]
            found += [Query.boost_query(query, weight) for query in self._words(wanted, f"{part}_words")]
            for stem in wanted.stems:
                if self._holds(f"{part}_stems", stem):
                    query = Query.term_query(self.schema, f"{part}_stems", stem, "freq")
                    found.append(Query.boost_query(query, weight * _STEM_WEIGHT))
        if wanted.number:
            number = Query.term_query(self.schema, "number", wanted.number)
            found.append(Query.const_score_query(number, _NUMBER_SCORE))
        return _any(found)

    def _words(self, wanted: Wanted, field: str) -> list[Query]:
        tokens = wanted.tokens
        if wanted.beginning:
            # tokens hold letters, digits and vowel signs only: nothing in them means anything to the engine
            return [Query.regex_query(self.schema, field, tokens[0] + ".*")]
        held = [token for token in dict.fromkeys(tokens) if self._holds(field, token)]
        if len(tokens) == 1:
            return [Query.term_query(self.schema, field, token) for token in held]
        found: list[Query] = []
        if all(token in held for token in tokens):
            found.append(Query.phrase_query(self.schema, field, list(tokens)))
        if wanted.scattered:
            count = len(set(tokens))
            demanded = math.ceil(count * _SHARE_OF_PAIRS) if self.relaxed else count
            if len(held) >= demanded:
                pairs = [Query.term_query(self.schema, field, token) for token in held]
                found.append(Query.boost_query(_at_least(demanded, pairs), _SCATTERED_WEIGHT))
        return found

    def _near(self, tokens: tuple[str, ...]) -> list[Query]:
        return [
            Query.boost_query(
                Query.phrase_query(self.schema, f"{part}_words", list(tokens), _NEAR_SLOP),
                _PART_WEIGHT[part] * _NEAR_WEIGHT,
            )
            for part in ("heading", "text")
            if all(self._holds(f"{part}_words", token) for token in tokens)
        ]

    def _holds(self, field: str, token: str) -> bool:
        return self.searcher.doc_freq(field, token) > 0


def with_selections(matching: Query, selections: Selection, but: str | None = None) -> Query:
    """`matching` within the selections, those of the facet `but` left aside."""
    chosen = [(Occur.Must, query) for facet, query in selections.items() if facet != but]
    return Query.boolean_query([(Occur.Must, matching), *chosen]) if chosen else matching


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, q) for q in queries])


def _any(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, q) for q in queries])


def _at_least(count: int, queries: list[Query]) -> Query:
    if count >= len(queries):
        return _all(queries)
    return Query.boolean_query([(Occur.Should, query) for query in queries], count)
