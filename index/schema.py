"""The fields of the embedded engine's index, and how an entry fills them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tantivy import Document, Schema, SchemaBuilder

from index.analysis import spaced_words
from index.contract import IndexEntry
from index.numbers import printed_number_keys
from index.stemming import stemmed_text
from palermo.model.tag import Grade
from palermo.treaties.reference import TreatyReference

SCHEMA_VERSION = 1
"""Part of the index folder's name. Raise it when a field, or what stands in one, changes: also when the folding,
the words or the stems change, since queries must meet the same ones in the index."""

PARTS = ("heading", "title", "path", "text")
"""The parts of an entry that words are looked for in; each has its words and its stems."""
_EXACT = ("version", "state", "language", "kind", "article", "instrument")
"""Kept as they are, for selecting and counting."""
_BEFORE_ANY_LETTER = "\x01"
_BETWEEN = "\x00"


def build_schema() -> Schema:
    """The schema of SCHEMA_VERSION."""
    builder = SchemaBuilder()
    for part in PARTS:
        # our own analysis has put single spaces between the words
        builder.add_text_field(f"{part}_words", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{part}_stems", tokenizer_name="whitespace", index_option="freq")
    for name in _EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("number", "target", "implements"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("place", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def document(entry: IndexEntry, schema: Schema) -> Document:
    """The entry as the engine takes it."""
    language = entry.language
    path = " ".join(entry.path)
    fields: dict[str, str | bytes | list[str]] = {
        "heading_words": spaced_words(f"{entry.number} {entry.heading}"),
        "heading_stems": stemmed_text(entry.heading, language),
        "title_words": _repeated_words(entry.law_title),
        "title_stems": _repeated_stems(entry.law_title, language),
        "path_words": _repeated_words(path),
        "path_stems": _repeated_stems(path, language),
        "text_words": spaced_words(entry.text),
        "text_stems": stemmed_text(entry.text, language),
        "version": entry.version,
        "state": entry.state,
        "language": language,
        "kind": entry.kind,
        "number": list(printed_number_keys(entry.number)),
        "place": place_of(entry),
        "stored": _BETWEEN.join((entry.id, language, entry.text)).encode("utf-8", "surrogatepass"),
    }
    if entry.targets:
        fields |= _targets(entry.targets)
    return Document.from_dict({name: value for name, value in fields.items() if value}, schema)


def place_of(entry: IndexEntry) -> str:
    """Where the entry stands when everything is browsed; no other one has the same."""
    return _BEFORE_ANY_LETTER.join((entry.state, entry.law, f"{entry.order:08}", entry.id))


class Stored(NamedTuple):
    """What the index gives back of an entry."""

    id: str
    language: str
    text: str


def stored(document: Document) -> Stored:
    """The entry's id, language and text."""
    kept: bytes = document["stored"][0]
    entry_id, language, text = kept.decode("utf-8", "surrogatepass").split(_BETWEEN, 2)
    return Stored(entry_id, language, text)


def above(reference: str) -> tuple[str, ...]:
    """The reference and all that hold it: `untoc:5.1.a` is within `untoc:5.1` and `untoc:5`."""
    whole = TreatyReference.parse(reference)
    places = tuple(
        str(TreatyReference(whole.instrument, whole.article, whole.paragraph[:depth]))
        for depth in range(len(whole.paragraph) + 1)
    )
    return (*places, reference) if whole.element else places


@lru_cache(maxsize=20_000)
def _targets(targets: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    references = [TreatyReference.parse(target) for target, _ in targets]
    return {
        "article": sorted({reference.article_id for reference in references}),
        "instrument": sorted({reference.instrument for reference in references}),
        "target": sorted({place for target, _ in targets for place in above(target)}),
        "implements": sorted(
            {place for target, grade in targets if grade == Grade.IMPLEMENTS for place in above(target)}
        ),
    }


@lru_cache(maxsize=4096)
def _repeated_words(text: str) -> str:
    """Titles and paths, which all provisions of a law share."""
    return spaced_words(text)


@lru_cache(maxsize=4096)
def _repeated_stems(text: str, language: str) -> str:
    return stemmed_text(text, language)
