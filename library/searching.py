"""Search: the engine's hits, with what the catalogue knows of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.contract import Hit, SearchQuery, Understood
from index.query_nodes import Problem
from library.near_identical import Alike, alike
from library.opening import Library
from library.text_quality import as_json as reading_as_json
from library.unread import UnreadLaw, unread_by_title
from library.unread import as_json as unread_as_json
from palermo.asking.concepts import terms_for
from palermo.concepts.load import concepts
from palermo.model.law import Law
from palermo.model.provision import Provision
from palermo.model.tag import Tag

_MOST_TERMS = 5
"""Terms that are named for each idea and language."""


@dataclass(frozen=True, slots=True)
class FoundProvision:
    """A hit as a reader sees it. `highlights` are spans within `snippet`."""

    provision: Provision
    law: Law
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    tags: tuple[Tag, ...]
    near_by: str = ""
    """The embedding model that sees its meaning near the words, where it has not the words themselves."""


@dataclass(frozen=True, slots=True)
class OtherWords:
    """A legal idea that the words name, with the terms that it was also looked for by, by language."""

    concept: str
    name: str
    terms: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found; `relaxed` says that not every word was demanded.

    `alike` holds, for a hit by its place on the page, the later ones that say the same; `other_words` the ideas
    that were looked for in other words and languages; `unread` the laws that the words name by their titles, but whose
    own words could not be read.
    """

    total: int
    hits: tuple[FoundProvision, ...]
    facets: dict[str, dict[str, int]]
    relaxed: bool = False
    problems: tuple[Problem, ...] = ()
    understood: tuple[Understood, ...] = ()
    other_words: tuple[OtherWords, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    alike: dict[int, list[Alike]] = field(default_factory=dict)
    model: str = ""
    """The embedding model that took part, where one did; see docs/vectors.md."""
    unread: tuple[UnreadLaw, ...] = ()


def search(library: Library, words: str = "", **selections: Any) -> Answer:
    """The provisions, model provisions and digests that answer `words`; empty ones browse.

    selections: fields of SearchQuery; lists will do for tuples. UsageError for one that cannot be meant.
    `docs/search-language.md` says what the words may be.
    """
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in selections.items()}
    return answer_to(library, SearchQuery(words, **given))


def answer_to(library: Library, query: SearchQuery) -> Answer:
    """What answers a query, with what the catalogue knows of each hit."""
    result = library.engine.search(query)
    hits = found_provisions(library, result.hits, result.model)
    facets = {name: dict(values) for name, values in result.facets.items()}
    return Answer(
        result.total, hits, facets, result.relaxed, result.problems, result.understood,
        _other_words(result.understood, facets["language"]), result.spellings,
        alike([(hit.law, hit.provision) for hit in hits]), result.model,
        unread_by_title(library, query.words, query.states),
    )  # fmt: skip


def found_provisions(library: Library, hits: Sequence[Hit], model: str = "") -> tuple[FoundProvision, ...]:
    """The engine's hits with what the catalogue knows of each; model: the embedding model that took part."""
    ids = [hit.id for hit in hits]
    provisions = {p.id: p for p in library.catalogue.provisions_by_ids(ids, skip_unknown=True)}
    tags = library.catalogue.tags_of(list(provisions))
    laws: dict[str, Law] = {}
    found = []
    for hit in hits:
        provision = provisions.get(hit.id)
        if provision is None:  # indexed, but changed in the catalogue since: the next update of the index drops it
            continue
        work = provision.version.rsplit("@", 1)[0].rsplit("/", 1)[0]
        if work not in laws:
            laws[work] = library.catalogue.law(work)
        near_by = model if hit.is_near else ""
        found.append(
            FoundProvision(
                provision, laws[work], hit.score, hit.snippet, hit.highlights, tuple(tags[hit.id]), near_by
            )
        )  # fmt: skip
    return tuple(found)


def _other_words(understood: Sequence[Understood], languages: Mapping[str, int]) -> tuple[OtherWords, ...]:
    """For each idea named, its plainest terms in the languages of what could be found."""
    named = dict.fromkeys(one.value for one in understood if one.what == "concept")
    return tuple(
        OtherWords(
            concept, concepts()[concept].name,
            {code: terms for code in languages if (terms := terms_for(concept, code, _MOST_TERMS))},
        )
        for concept in named
    )  # fmt: skip


def as_json(answer: Answer) -> dict[str, Any]:
    """The document that `palermo search --json` prints."""
    return {
        "total": answer.total,
        "hits": [found_as_json(hit) for hit in answer.hits],
        "facets": answer.facets,
        "relaxed": answer.relaxed,
        "problems": [{"start": p.start, "end": p.end, "message": p.message} for p in answer.problems],
        "understood": [{"start": u.start, "end": u.end, "what": u.what, "value": u.value} for u in answer.understood],
        "other_words": [
            {"concept": o.concept, "name": o.name, "terms": {k: list(v) for k, v in o.terms.items()}}
            for o in answer.other_words
        ],
        "spellings": [{"typed": typed, "found": found} for typed, found in answer.spellings],
        "alike": {str(first): [a.place for a in others] for first, others in answer.alike.items() if others},
        **({"model": answer.model} if answer.model else {}),
        "unread": [unread_as_json(each) for each in answer.unread],
    }


def found_as_json(hit: FoundProvision) -> dict[str, Any]:
    """A hit as it stands in every JSON that Palermo prints."""
    return {
        "id": hit.provision.id, "law": hit.law.id, "law_title": hit.law.title, "state": hit.law.state,
        "language": hit.provision.language, "kind": hit.law.kind.value, "number": hit.provision.number,
        "heading": hit.provision.heading, "score": round(hit.score, 4), "snippet": hit.snippet,
        "highlights": [list(span) for span in hit.highlights],
        "reading": reading_as_json(hit.provision.reading), "tags": [tag_as_json(tag) for tag in hit.tags],
        **({"near_by": hit.near_by} if hit.near_by else {}),
    }  # fmt: skip


def tag_as_json(tag: Tag) -> dict[str, Any]:
    """A tag as it stands in every JSON that Palermo prints."""
    return {
        "target": tag.target, "article": tag.article, "grade": tag.grade.value, "score": round(tag.score, 4),
        "status": tag.status.value, "method": tag.method,
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in tag.evidence],
    }  # fmt: skip
