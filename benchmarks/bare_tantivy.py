"""Tantivy used as its documentation has it, without any of ours: what our embedded engine is measured against.

The fields are ours. Its own tokenizer folds letters and its own English stemmer stems, for all languages alike, since
it has one analysis a field; so it does less than ours for most texts, and the comparison is hard on us.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy
from tantivy import (
    Document,
    Filter,
    Index,
    IndexWriter,
    Occur,
    Query,
    Schema,
    SchemaBuilder,
    SnippetGenerator,
    TextAnalyzerBuilder,
    Tokenizer,
)

from benchmarks.questions import Question
from index.contract import IndexEntry
from index.embedded.engine import WRITER_MEMORY, WRITER_THREADS
from index.fields import PARTS, above, place_of
from index.numbers import printed_number_keys
from index.snippets import LENGTH

WEIGHTS: Mapping[str, float] = {"heading": 3.0, "title": 1.5, "path": 1.0, "text": 1.0}
_STEM_WEIGHT = 0.4
_EXACT = ("version", "entry", "number", "target", "implements")
FACETS = (
    "state", "language", "kind", "status", "year", "instrument", "article", "requirement", "theme", "review",
)  # fmt: skip
"""Regions and legal systems follow from the States."""
_MOST_VALUES = 60_000
_HITS = 20


class BareTantivy:
    """An index in `folder`; the writer has as much memory and as many threads as ours."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = Index(self._schema, path=str(folder), reuse=True)
        folded = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
        stemmed = (
            TextAnalyzerBuilder(Tokenizer.simple())
            .filter(Filter.lowercase())
            .filter(Filter.stemmer("english"))
            .filter(Filter.ascii_fold())
        )
        self._index.register_tokenizer("folded", folded.build())
        self._index.register_tokenizer("stemmed", stemmed.build())
        self._index.config_reader(reload_policy="manual")
        self._index.reload()
        self._writer: IndexWriter | None = None

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Add entries; what the index held of their versions goes."""
        if self._writer is None:
            self._writer = self._index.writer(WRITER_MEMORY, WRITER_THREADS)
        version = ""
        for entry in entries:
            if entry.version != version:
                version = entry.version
                self._writer.delete_documents_by_term("version", version)
            self._writer.add_document(Document.from_dict(fields_of(entry), self._schema))

    def commit(self) -> None:
        """Make what was added visible."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
        self._index.reload()

    def ask(self, question: Question) -> int:
        """Count the matches and every facet, and make a page of hits with their snippets; how many matches."""
        searcher = self._index.searcher()
        words = self._words(question)
        query = self._within(words, question)
        order_by = None if question.words else "place"
        result = searcher.search(query, _HITS, count=True, order_by_field=order_by, order=tantivy.Order.Asc)
        chosen = question.filters()
        self._count(query, [facet for facet in FACETS if facet not in chosen])
        for facet in chosen:
            self._count(self._within(words, question, aside=facet), [facet])
        generator = SnippetGenerator.create(searcher, query, self._schema, "text_words")
        generator.set_max_num_chars(LENGTH)
        for _, address in result.hits:
            document = searcher.doc(address)
            generator.snippet_from_doc(document).to_html()
        return int(result.count)  # type: ignore[attr-defined]

    def _words(self, question: Question) -> Query:
        if not question.words:
            return Query.all_query()
        fields = [f"{part}_{kind}" for part in PARTS for kind in ("words", "stems")]
        weights = {f"{part}_words": weight for part, weight in WEIGHTS.items()}
        weights |= {f"{part}_stems": weight * _STEM_WEIGHT for part, weight in WEIGHTS.items()}
        return self._index.parse_query(question.words, fields, field_boosts=weights, conjunction_by_default=True)

    def _within(self, words: Query, question: Question, aside: str = "") -> Query:
        filters = [
            Query.const_score_query(Query.term_set_query(self._schema, field, list(values)), 0.0)
            for field, values in question.filters(aside).items()
        ]
        return Query.boolean_query([(Occur.Must, each) for each in (words, *filters)]) if filters else words

    def _count(self, query: Query, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        request = {facet: {"terms": {"field": facet, "size": _MOST_VALUES}} for facet in facets}
        found = self._index.searcher().aggregate(query, request)
        return {facet: {str(b["key"]): b["doc_count"] for b in found[facet]["buckets"]} for facet in facets}


def _schema() -> Schema:
    builder = SchemaBuilder()
    for part in PARTS:
        builder.add_text_field(f"{part}_words", stored=part == "text", tokenizer_name="folded")
        builder.add_text_field(f"{part}_stems", tokenizer_name="stemmed")
    for name in ("heading_concepts", "text_concepts"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in _EXACT:
        builder.add_text_field(name, stored=name == "entry", tokenizer_name="raw", index_option="basic")
    for name in (*FACETS, "place", "newest"):
        if name != "year":
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("year", indexed=True, fast=True)
    return builder.build()


def fields_of(entry: IndexEntry) -> dict[str, str | int | list[str]]:
    """The fields of an entry with their texts as they stand."""
    targets = [target for target, _ in entry.targets]
    fields: dict[str, str | int | list[str] | None] = {
        "version": entry.version, "entry": entry.id, "number": list(printed_number_keys(entry.number)),
        "state": entry.state, "language": entry.language, "kind": entry.kind, "status": entry.status,
        "year": entry.year, "theme": list(entry.themes), "review": entry.review,
        "target": sorted({place for target in targets for place in above(target)}),
        "implements": sorted({place for target, g in entry.targets if g == "implements" for place in above(target)}),
        "instrument": sorted({target.partition(":")[0] for target in targets}),
        "article": sorted({target.partition(".")[0].partition("#")[0] for target in targets}),
        "requirement": sorted({target.partition("#")[0] for target in targets if "." in target}),
        "place": place_of(entry), "newest": f"{entry.date}{place_of(entry)}",
        "heading_concepts": " ".join(entry.heading_concepts),
        "text_concepts": " ".join([word for concept, times in entry.text_concepts for word in [concept] * times]),
    }  # fmt: skip
    texts = {
        "heading": f"{entry.number} {entry.heading}",
        "title": f"{entry.law_title} {entry.native_title}",
        "path": " ".join(entry.path),
        "text": entry.text,
    }
    for part, text in texts.items():
        fields[f"{part}_words"] = fields[f"{part}_stems"] = text
    return {name: value for name, value in fields.items() if value}
