"""A search from question to answer, the same for every engine; an engine only looks conditions up."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Mapping

from index.conditions import Anything, Condition, Is, Ranked, Word, all_of, any_of
from index.contract import Hit, IndexEntry, SearchQuery, SearchResult, Sort
from index.facets import counts_for, facets_of, within
from index.fields import fields_of
from index.plan import Plan, Wanted, replaced
from index.planning import plan
from index.ranking import matching
from index.reader import Counted, Found, Order, Page, Reader
from index.selections import Selection, selections_of
from index.snippets import Highlighter
from index.spelling import respelled_words, spellings_in

_ORDER = {Sort.RELEVANCE: Order.SCORE, Sort.DATE: Order.NEWEST, Sort.STATE: Order.PLACE}
_FEW = 5
"""Below that, what has only most of the words of a sentence is shown behind what has all of them."""
_TELLING_WORDS = 25
"""Words that say what an entry is about; more make "similar" mean "long"."""
_SHARED_AT_LEAST = 0.3
"""Of the telling words: below that, entries share little but their style."""
_LONGEST_COMPARED = 4_000
"""Characters: what a provision is about stands at its beginning."""
_SAME_REQUIREMENT_SCORE = 6.0
"""About two rare words: two provisions that do what the same requirement asks are kin whatever their words."""


def answer(query: SearchQuery, reader: Reader) -> SearchResult:
    """The entries that meet the query, as the contract of SearchEngine.search has it."""
    languages = reader.languages & frozenset(query.languages) if query.languages else reader.languages
    wanted = plan(query.words, languages, exact=query.exact)
    selections = selections_of(query, wanted.filters)
    relaxed = not wanted.demands_all
    found, total, facets = _found(reader, wanted, query, selections)
    respelled: Mapping[Wanted, Wanted] = {}
    few = _in_the_words_language(total, facets, wanted) < _FEW
    if few and not query.exact:
        respelled = respelled_words(wanted, reader)
        if respelled:
            wanted = dataclasses.replace(
                wanted, required=tuple(replaced(clause, respelled) for clause in wanted.required), near=()
            )
            found, total, facets = _found(reader, wanted, query, selections)
            few = _in_the_words_language(total, facets, wanted) < _FEW
    if (total == 0 and wanted.can_be_relaxed) or (few and wanted.is_a_sentence):
        wider, wider_total, wider_facets = _found(reader, wanted, query, selections, relaxed=True)
        if wider_total > total:
            found, total, facets, relaxed = wider, wider_total, wider_facets, True
    hits = _hits(found, wanted)
    spellings = tuple(spellings_in(respelled.values(), hits))
    return SearchResult(total, hits, facets, relaxed, wanted.problems, wanted.understood, spellings)


def _in_the_words_language(total: int, facets: Mapping[str, Mapping[str, int]], wanted: Plan) -> int:
    """How many of the matches are in a language that the words are in; all, where that is not known."""
    if not (wanted.asked_languages and wanted.concepts()):
        return total
    return sum(facets["language"].get(language, 0) for language in wanted.asked_languages)


def _found(
    reader: Reader, wanted: Plan, query: SearchQuery, selections: tuple[Selection, ...], relaxed: bool = False
) -> tuple[list[Found], int, dict[str, dict[str, int]]]:
    """A page of entries, the number of all, and the facets."""
    found, counted = _look_up(reader, matching(wanted, query, relaxed), selections, query, wanted)
    return found, *facets_of(counted, selections, reader)


def similar_to(entry: IndexEntry, reader: Reader, *, limit: int = 10, states: tuple[str, ...] = ()) -> tuple[Hit, ...]:
    """The entries that share the most telling words, concepts and requirements with this one, itself left out."""
    fields = fields_of(entry)
    heading = entry.heading or entry.number
    short = dataclasses.replace(entry, text=entry.text[:_LONGEST_COMPARED], heading=heading)
    words = _telling(fields_of(short), reader)
    shared: list[Condition] = [any_of(tuple(words), max(1, math.floor(len(words) * _SHARED_AT_LEAST)))] if words else []
    concepts = [concept for concept, _ in entry.text_concepts]
    ideas = tuple(Word(field, concept, 0.5) for field in ("heading_concepts", "text_concepts") for concept in concepts)
    if ideas:
        shared.append(any_of(ideas, max(1, math.floor(len(concepts) * _SHARED_AT_LEAST))))
    targets = fields.get("implements")
    if isinstance(targets, list):
        deepest = tuple(t for t in targets if not any(other.startswith(f"{t}.") for other in targets))
        shared += [Is("implements", (target,), _SAME_REQUIREMENT_SCORE) for target in deepest]
    if not shared:
        return ()
    chosen = (Is("state", states),) if states else ()
    condition = all_of((Ranked(any_of(tuple(shared)), must_not=(Is("entry", (entry.id,)),)), *chosen))
    found, _ = reader.look_up(Page(condition, Order.SCORE, 0, limit), ())
    highlighter = Highlighter(())
    return tuple(Hit(kept.id, score, *highlighter.snippet(kept.text, kept.language)) for score, kept in found)


def _look_up(
    reader: Reader, condition: Condition, selections: tuple[Selection, ...], query: SearchQuery, wanted: Plan
) -> tuple[list[Found], list[Counted]]:
    """A page of entries, and what the facets are counted from."""
    order = _ORDER[Sort(query.sort)]
    if order is Order.SCORE and wanted.is_empty:
        order = Order.PLACE
    page = Page(within(condition, selections), order, query.offset, query.limit) if query.limit else None
    asked = counts_for(condition, selections)
    whole = [counts for counts in asked if counts.condition == Anything()]  # of the whole index: remembered
    known = [reader.remembered[counts] for counts in whole if counts in reader.remembered]
    unknown = [counts for counts in asked if counts not in whole or counts not in reader.remembered]
    found, counted = reader.look_up(page, unknown)
    for counts, answered in zip(unknown, counted, strict=True):
        if counts in whole:
            reader.remembered[counts] = answered
    return found, [*known, *counted]


def _hits(found: list[Found], wanted: Plan) -> tuple[Hit, ...]:
    highlighter = Highlighter(wanted.sought(), wanted.concepts())
    return tuple(Hit(kept.id, score, *highlighter.snippet(kept.text, kept.language)) for score, kept in found)


def _telling(fields: Mapping[str, object], reader: Reader) -> list[Word]:
    """The words that say what the entry is about: often here, seldom elsewhere. Stems where its language has them."""
    found: list[tuple[float, Word]] = []
    kind = "stems" if fields.get("text_stems") else "words"
    written = Counter(f"{fields.get(f'heading_{kind}', '')} {fields.get(f'text_{kind}', '')}".split())
    written = Counter({token: n for token, n in written.items() if not token[0].isdigit()})
    frequencies = reader.frequencies(f"text_{kind}", written.keys())
    most = max(frequencies.values(), default=0)
    for token, count in written.items():
        elsewhere = frequencies.get(token, 0)
        if elsewhere > 1:  # a word that stands nowhere else joins it to nothing
            rarity = math.log(1 + most / elsewhere)
            found.append((math.sqrt(count) * rarity, Word(f"text_{kind}", token)))
    found.sort(key=lambda pair: (-pair[0], pair[1].token))
    return [word for _, word in found[:_TELLING_WORDS]]
