"""Elasticsearch through its official client alone: what our engine for a cluster is measured against.

The fields are ours; the server's standard analyzer reads the texts. It stems nothing, since the small server that
tests use has no stemmers: so it does less than ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.bare_tantivy import FACETS, WEIGHTS, fields_of
from benchmarks.questions import Question
from index.cluster.connection import connect
from index.contract import IndexEntry
from index.fields import PARTS
from index.snippets import LENGTH
from palermo.settings import Settings

_HITS = 20
_MOST_VALUES = 60_000


class BareElasticsearch:
    """An index of its own, made anew, as large a part of the cluster as ours."""

    def __init__(self, settings: Settings) -> None:
        self._client: Elasticsearch = connect(settings).options(request_timeout=60)
        self._index = f"{settings.elasticsearch_index}-bare"
        self._client.options(ignore_status=404).indices.delete(index=self._index)
        self._client.indices.create(
            index=self._index, mappings=_mappings(),
            settings={"number_of_shards": settings.elasticsearch_shards, "number_of_replicas": 0,
                      "refresh_interval": "-1"},
        )  # fmt: skip

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Add entries that it does not hold yet."""
        bulk(self._client, self._documents(entries), chunk_size=2_000)

    def _documents(self, entries: Iterable[IndexEntry]) -> Iterator[dict[str, Any]]:
        for entry in entries:
            yield {"_index": self._index, "_id": entry.id[-500:], "_source": fields_of(entry)}

    def commit(self) -> None:
        """Make what was added visible and lasting."""
        self._client.indices.refresh(index=self._index)
        self._client.indices.flush(index=self._index)

    def ask(self, question: Question) -> int:
        """Count the matches and every facet, and make a page of hits with their snippets; how many matches."""
        chosen = question.filters()
        searches = [self._search(question, "", [facet for facet in FACETS if facet not in chosen])]
        searches[0] |= {
            "size": _HITS, "track_total_hits": True, "_source": ["entry", "language"],
            "highlight": {"fields": {"text_words": {"fragment_size": LENGTH, "number_of_fragments": 1}}},
        }  # fmt: skip
        if not question.words:
            searches[0]["sort"] = [{"place": "asc"}]
        searches += [self._search(question, facet, [facet]) | {"size": 0} for facet in chosen]
        lines = [line for search in searches for line in ({"index": self._index}, search)]
        answers = self._client.msearch(searches=lines)["responses"]
        return int(answers[0]["hits"]["total"]["value"])

    def remove(self, indices: str) -> None:
        """Delete all indices that are so called."""
        for name in self._client.indices.get(index=indices):
            self._client.indices.delete(index=name)

    def _search(self, question: Question, aside: str, facets: list[str]) -> dict[str, Any]:
        fields = [f"{part}_words^{WEIGHTS[part]}" for part in PARTS]
        words: dict[str, Any] = {"match_all": {}}
        if question.words:
            how = {"type": "phrase"} if question.words.startswith('"') else {"type": "cross_fields", "operator": "and"}
            words = {"multi_match": {"query": question.words.strip('"'), "fields": fields, **how}}
        filters = [{"terms": {field: list(values)}} for field, values in question.filters(aside).items()]
        return {
            "query": {"bool": {"must": [words], "filter": filters}},
            "aggs": {facet: {"terms": {"field": facet, "size": _MOST_VALUES}} for facet in facets},
        }


def _mappings() -> Mapping[str, Any]:
    words = {"type": "text", "analyzer": "standard"}
    concepts = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
    properties: dict[str, Any] = {f"{part}_{kind}": words for part in PARTS for kind in ("words", "stems")}
    properties |= dict.fromkeys(("heading_concepts", "text_concepts"), concepts)
    exact = ("version", "entry", "number", "target", "implements", *FACETS, "place", "newest")
    keyword = {"type": "keyword"}
    properties |= dict.fromkeys(exact, keyword)
    return {"dynamic": "strict", "properties": properties | {"year": {"type": "integer"}}}
