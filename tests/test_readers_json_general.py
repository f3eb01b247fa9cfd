"""JSON of any site: the text is found by its size, and handed on by its shape."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.document import BlockKind, Document
from ingest.readers.general_json import READER
from ingest.source import Source
from palermo.errors import ReadError

SAID = "The owner of every green boat on lake {n} paints its hull before winter {m} and tells harbour {k}."


def sentence(n: int) -> str:
    return SAID.format(n=n, m=n * 7, k=n * 31)


def read(data: Any) -> Document:
    source = Source("law.json", json.dumps(data).encode())
    assert READER.knows(source)
    return READER.read(source)


def test_numbered_records_are_units() -> None:
    records: list[dict[str, str]] = [
        {"nroArticulo": str(n), "tituloArticulo": f"Artículo {n}", "textoArticulo": sentence(n)} for n in range(1, 7)
    ]
    records[0]["titulosArticulo"] = "TITULO I - BOTES<br>CAPITULO 1 - REMOS"
    records[1]["notasArticulo"] = "<b>Ver:</b> artículo 3."
    document = read({"nombreNorma": "Ley de Botes", "articulos": records})
    units = [(b.number, b.label) for b in document.blocks if b.kind is BlockKind.UNIT]
    assert units == [(str(n), f"Artículo {n}") for n in range(1, 7)]
    assert [(b.level, b.label, b.text) for b in document.blocks if b.kind is BlockKind.DIVISION] == [
        (1, "TITULO I", "BOTES"), (2, "CAPITULO 1", "REMOS"),
    ]  # fmt: skip
    assert [b.text for b in document.blocks if b.kind is BlockKind.NOTE] == ["Ver: artículo 3."]
    assert document.facts["native_title"] == "Ley de Botes"


def test_fragments_are_headings_and_text_and_a_citation_in_every_record_is_neither() -> None:
    fragments: list[dict[str, Any]] = []
    for n in range(1, 9):
        citation = f"§ {n} of Act No. 40/2009 Coll., the Boat Code, as amended by Acts No. 1 to 99 and all others"
        fragments.append({"xhtml": f"<var>§ {n}</var>", "hloubka": 5, "cite": citation})
        fragments.append({"xhtml": f"<var>(1)</var> {sentence(n)}", "hloubka": 6, "cite": citation})
    document = read({"seznam": fragments})
    assert [(b.kind.value, b.text) for b in document.blocks[:2]] == [
        ("heading", "§ 1"),
        ("text", f"(1) {sentence(1)}"),
    ]
    assert document.blocks[0].level == 5


def test_one_long_string_goes_to_the_reader_of_its_kind() -> None:
    markup = "<div>" + "".join(f"<p>{sentence(n)}</p>" for n in range(9)) + "</div>"
    assert [b.text for b in read({"data": {"html": markup, "id": "7"}}).blocks][:2] == [
        sentence(0),
        sentence(1),
    ]
    plain = "\n\n".join(sentence(n) for n in range(9))
    assert read([{"text": plain}]).blocks[1].text == sentence(1)


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b'{"id": 3, "title": "Boats"}', b'{"a": tru}', b"[" * 100_000 + b"]" * 100_000]
)
def test_json_without_a_law_in_it_is_a_read_error(data: bytes) -> None:
    with pytest.raises(ReadError):
        READER.read(Source("law.json", data))
