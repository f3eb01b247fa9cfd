"""Search: the engine's hits, with what the catalogue knows of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.contract import SearchQuery
from library.opening import Library
from palermo.model.law import Law
from palermo.model.provision import Provision
from palermo.model.tag import Tag


@dataclass(frozen=True, slots=True)
class FoundProvision:
    """A hit as a reader sees it. `highlights` are spans within `snippet`."""

    provision: Provision
    law: Law
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found; `relaxed` says that not every word was demanded."""

    total: int
    hits: tuple[FoundProvision, ...]
    facets: dict[str, dict[str, int]]
    relaxed: bool


def search(
    library: Library, words: str = "", *, article: str | None = None, requirement: str | None = None,
    instrument: str | None = None, states: Sequence[str] = (), languages: Sequence[str] = (), kinds: Sequence[str] = (),
    limit: int = 20, offset: int = 0,
) -> Answer:  # fmt: skip
    """The provisions, model provisions and digests that answer; empty words browse. UsageError on a selection
    that cannot be meant."""
    query = SearchQuery(
        words=words, article=article, requirement=requirement, instrument=instrument,
        states=tuple(s.upper() for s in states), languages=tuple(languages), kinds=tuple(kinds), limit=limit,
        offset=offset,
    )  # fmt: skip
    result = library.engine.search(query)
    ids = [hit.id for hit in result.hits]
    provisions = {p.id: p for p in library.catalogue.provisions_by_ids(ids, skip_unknown=True)}
    tags = library.catalogue.tags_of(list(provisions))
    laws: dict[str, Law] = {}
    hits = []
    for hit in result.hits:
        provision = provisions.get(hit.id)
        if provision is None:  # indexed, but changed in the catalogue since: the next update of the index drops it
            continue
        work = provision.version.rsplit("@", 1)[0].rsplit("/", 1)[0]
        if work not in laws:
            laws[work] = library.catalogue.law(work)
        hits.append(FoundProvision(provision, laws[work], hit.score, hit.snippet, hit.highlights, tuple(tags[hit.id])))
    facets = {name: dict(values) for name, values in result.facets.items()}
    return Answer(result.total, tuple(hits), facets, result.relaxed)


def as_json(answer: Answer) -> dict[str, Any]:
    """The document that `palermo search --json` prints."""
    return {
        "total": answer.total,
        "hits": [
            {
                "id": hit.provision.id, "law": hit.law.id, "law_title": hit.law.title, "state": hit.law.state,
                "language": hit.provision.language, "kind": hit.law.kind.value, "number": hit.provision.number,
                "heading": hit.provision.heading, "score": round(hit.score, 4), "snippet": hit.snippet,
                "highlights": [list(span) for span in hit.highlights],
                "tags": [tag_as_json(tag) for tag in hit.tags],
            }
            for hit in answer.hits
        ],
        "facets": answer.facets,
        "relaxed": answer.relaxed,
    }  # fmt: skip


def tag_as_json(tag: Tag) -> dict[str, Any]:
    """A tag as it stands in every JSON that Palermo prints."""
    return {
        "target": tag.target, "article": tag.article, "grade": tag.grade.value, "score": round(tag.score, 4),
        "status": tag.status.value, "method": tag.method,
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in tag.evidence],
    }  # fmt: skip
