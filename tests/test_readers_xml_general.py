"""XML of unknown formats: units by names and structure, or else headings and text."""

from __future__ import annotations

import pytest

from ingest.document import BlockKind, Component, Document
from ingest.readers.general_xml import READER
from ingest.source import Source
from palermo.errors import ReadError

WORDS = "The owner of every green boat paints its hull before winter"


def read(text: str) -> Document:
    source = Source("law.xml", text.encode())
    assert READER.knows(source)
    return READER.read(source)


def units(document: Document) -> list[tuple[str, str]]:
    return [(block.number, block.text) for block in document.blocks if block.kind is BlockKind.UNIT]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind is BlockKind.TEXT]


def test_label_and_number_in_a_head_of_their_own() -> None:
    document = read(
        "<wet><hoofdstuk><kop><label>Hoofdstuk</label><nr>1</nr><titel>Boten</titel></kop>"
        + "".join(
            f"<artikel id='a{n}'><kop><label>Artikel</label><nr>{n}</nr><titel>Kleur</titel></kop>"
            f"<lid><lidnr>1</lidnr><al>{WORDS} {n}.</al></lid><meta-data><x>old</x></meta-data></artikel>"
            for n in (1, 2, 3)
        )
        + "</hoofdstuk></wet>"
    )
    assert units(document) == [("1", "Kleur"), ("2", "Kleur"), ("3", "Kleur")]
    assert texts(document)[0] == f"1 {WORDS} 1."
    assert (document.blocks[0].label, document.blocks[0].text) == ("Hoofdstuk 1", "Boten")


def test_the_group_heading_belongs_to_its_unit_and_bare_numbers_get_brackets() -> None:
    document = read(
        "<Legislation>"
        + "".join(
            f"<P1group><Title>Painting boats</Title><P1 id='s{n}'><Pnumber>{n}</Pnumber><P1para><P2>"
            f"<Pnumber>1</Pnumber>"
            f"<P2para><Text>{WORDS} “<Term>Painting boats</Term>”</Text><BlockAmendment><P1>"
            f"<Pnumber>9</Pnumber><P1para>"
            f"<Text>No fog.</Text></P1para></P1></BlockAmendment></P2para></P2></P1para></P1></P1group>"
            for n in (1, 2, 3)
        )
        + "</Legislation>"
    )
    assert units(document) == [(str(n), "Painting boats") for n in (1, 2, 3)]
    assert texts(document)[0] == f"(1) {WORDS} “Painting boats”"
    assert any(text.endswith("No fog.") for text in texts(document))


def test_types_in_attributes_and_labels_in_the_text() -> None:
    document = read(
        "<Norma><Partes><Parte tipoParte='Artículo' transitorio='no transitorio'>"
        "<Texto>     Artículo 1°.- Los botes son\n"
        "verdes.                                 LEY 9 D.O.\n     Los remos no.\n</Texto><Metadatos>"
        "<NombreParte>1</NombreParte>"
        "</Metadatos></Parte><Parte tipoParte='Artículo' transitorio='transitorio'>"
        "<Texto>Artículo 2.- Rige.</Texto><Metadatos>"
        "<NombreParte>2</NombreParte></Metadatos></Parte></Partes></Norma>"
    )
    assert [number for number, _ in units(document)] == ["1", "2"]
    assert texts(document) == ["Los botes son verdes.", "Los remos no.", "Rige."]
    assert [b.text for b in document.blocks if b.kind is BlockKind.NOTE] == ["LEY 9 D.O."]
    assert [b.component for b in document.blocks if b.kind is BlockKind.UNIT] == [
        Component.MAIN,
        Component.TRANSITIONAL,
    ]


def test_the_last_of_several_wordings_is_read() -> None:
    document = read(
        "<texto>"
        + "".join(
            f"<bloque tipo='precepto' titulo='Artículo {n}'><version><p>{WORDS} once.</p></version>"
            f"<version><p>Artículo {n}</p><p>{WORDS} now.</p></version></bloque>"
            for n in (1, 2, 3)
        )
        + "</texto>"
    )
    assert [number for number, _ in units(document)] == ["1", "2", "3"]
    assert texts(document) == [f"{WORDS} now."] * 3


@pytest.mark.parametrize(
    "number", ["2 bis", "2 ter", "2 quáter", "2 quater", "2 quinquies", "2 octies", "2 bis a", "2 a", "2-bis", "2º bis"]
)
def test_a_number_keeps_the_word_that_stands_behind_it(number: str) -> None:
    document = read(
        "<texto>"
        + "".join(
            f"<bloque tipo='precepto' titulo='Artículo {n}'><p>Artículo {n}. Barcas.</p><p>{WORDS}.</p></bloque>"
            for n in ("1", number, "3")
        )
        + "</texto>"
    )
    assert units(document) == [("1", ""), (number.replace("º", ""), ""), ("3", "")]
    assert texts(document)[2] == "Barcas."


def test_a_remark_that_the_source_adds_to_a_number_is_no_part_of_it_where_the_text_prints_none() -> None:
    def part(number: str, text: str, below: str = "") -> str:
        return (
            f"<Parte tipoParte='Artículo'><Texto>{text}</Texto><Metadatos><NombreParte>{number}</NombreParte></Metadatos>"
            f"<Partes>{below}</Partes></Parte>"
        )

    inner = "".join(
        part(f"{number} (DEL ART. 1)", f"Artículo {printed}- {WORDS}.")
        for number, printed in (("1", "1."), ("2", "2°."), ("2 BIS", "2 bis."))
    )
    document = read(
        f"<Norma><Partes>{part('1', 'Artículo 1°.- The Code of Boats reads:', inner)}"
        f"{part('4 (a)', f'Artículo 4 (a).- {WORDS}.')}</Partes></Norma>"
    )
    assert units(document) == [("1", ""), ("2", ""), ("2 bis", ""), ("4 (a)", "")]
    assert texts(document)[1:4] == [f"{WORDS}."] * 3


def test_a_document_that_shows_no_units_becomes_headings_and_text() -> None:
    document = read(
        f"<doc><rubrik>No heading here</rubrik><heading>Part one</heading><p>{WORDS}, see <ref>section 5</ref>.</p>"
        f"<section><num>1</num></section><p>{WORDS}.</p></doc>"
    )
    assert units(document) == []
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADING] == ["Part one"]
    assert f"{WORDS}, see section 5." in texts(document)


def test_characters_written_as_empty_elements() -> None:
    document = read("<act><p><odq/>boat<cdq/> <emdash/> P<afada/>draig</p></act>")
    assert texts(document) == ["“boat” — Pádraig"]


@pytest.mark.parametrize("text", ["<a/>", "<a><b> </b></a>"])
def test_xml_without_words_is_a_read_error(text: str) -> None:
    with pytest.raises(ReadError):
        read(text)


def test_html_is_left_to_others() -> None:
    assert not READER.knows(Source("page.html", b"<!DOCTYPE html><html><body>x</body></html>"))
