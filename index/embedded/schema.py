"""The fields of the index as tantivy keeps them."""

from __future__ import annotations

from tantivy import Document, Schema, SchemaBuilder

from index.contract import IndexEntry
from index.fields import (
    AMONG_EQUALS,
    CONCEPT_FIELDS,
    COUNTED_FIELDS,
    COUNTED_NUMBERS,
    EXACT_FIELDS,
    SORTED_FIELDS,
    WORD_FIELDS,
    YEAR_FIELD,
    fields_of,
)


def build_schema() -> Schema:
    """The schema of `index.fields.FORM`."""
    builder = SchemaBuilder()
    for name in WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in CONCEPT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in EXACT_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*COUNTED_FIELDS, *SORTED_FIELDS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (*COUNTED_NUMBERS, AMONG_EQUALS):
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field(YEAR_FIELD, indexed=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def document(entry: IndexEntry, schema: Schema) -> Document:
    """The entry as tantivy takes it."""
    return Document.from_dict(fields_of(entry), schema)
