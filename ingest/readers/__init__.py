"""One file a format. The first reader in `READERS` that knows a source reads it: the tightest comes first."""

from __future__ import annotations

from ingest.document import Document
from ingest.readers import (
    akoma_ntoso,
    boe,
    egov,
    general_html,
    general_json,
    general_xml,
    justice_canada,
    lexdania,
    lovdata,
    markdown,
    open_document,
    pdf,
    plain_text,
    provisions_json,
    riigi_teataja,
    ris,
    rtf,
    word,
)
from ingest.readers.base import Reader
from ingest.source import Source

READERS: tuple[Reader, ...] = tuple(
    module.READER
    for module in (
        pdf, rtf, open_document, word, markdown, akoma_ntoso, justice_canada, riigi_teataja, lexdania, lovdata,
        ris, egov, boe, general_xml, provisions_json, general_json, general_html, plain_text,
    )
)  # fmt: skip


def reader_for(source: Source) -> Reader:
    """The reader for a source; plain text takes what no other knows. ReadError where it is empty or binary."""
    return next(reader for reader in READERS if reader.knows(source))


def read_source(source: Source) -> Document:
    """The blocks of a source file; ReadError where nothing can be read."""
    return reader_for(source).read(source)
