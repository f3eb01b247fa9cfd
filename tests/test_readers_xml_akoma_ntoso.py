"""Akoma Ntoso: units, lists, notes, quoted text, and the printed labels that overrule wrong markup."""

from __future__ import annotations

import pytest

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.akoma_ntoso import READER
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split
from palermo.errors import ReadError


def read(body: str, meta: str = "", namespace: str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0") -> Document:
    text = f'<akomaNtoso xmlns="{namespace}"><act name="law">{meta}<body>{body}</body></act></akomaNtoso>'
    source = Source("law.xml", text.encode())
    assert READER.knows(source)
    return READER.read(source)


def of(document: Document, kind: BlockKind) -> list[Block]:
    return [block for block in document.blocks if block.kind is kind]


def texts(document: Document) -> list[str]:
    return [block.text for block in of(document, BlockKind.TEXT)]


def test_an_article_with_paragraphs_and_a_list() -> None:
    document = read(
        "<chapter eId='c1'><num>Chapter 1</num><heading>Boats</heading>"
        "<section eId='s1'><num>Section 2</num><heading>Oars</heading>"
        "<article eId='a7'><num><b>Art. 7</b><sup>1</sup></num><heading>Rowing</heading>"
        "<paragraph><num>1</num><content><blockList><listIntroduction>Whoever rows</listIntroduction>"
        "<item><num>a.</num><p>with <i>one</i>oar;</p></item><item><num>b.</num><p>by night,</p></item>"
        "<listWrapUp>pays a coin.</listWrapUp></blockList></content></paragraph></article></section></chapter>"
    )
    assert [(b.level, b.label, b.text) for b in of(document, BlockKind.DIVISION)] == [
        (1, "Chapter 1", "Boats"), (2, "Section 2", "Oars"),
    ]  # fmt: skip
    (unit,) = of(document, BlockKind.UNIT)
    assert (unit.number, unit.label, unit.text, unit.place) == ("7^1", "Art. 7^1", "Rowing", "a7")
    assert texts(document) == ["1 Whoever rows", "a. with oneoar;", "b. by night,", "pays a coin."]


def test_sections_are_the_units_where_there_are_no_articles() -> None:
    document = read(
        "<part><num>Part 1</num><section eId='s4a'><num>4 a §</num><heading>Nets</heading>"
        "<subsection><intro><p>A net is:</p></intro><paragraph><num>1)</num><content><p>wide;</p></content></paragraph>"
        "</subsection></section></part>",
        namespace="urn:any:other/CSD13",
    )
    assert [unit.number for unit in of(document, BlockKind.UNIT)] == ["4 a"]
    assert texts(document) == ["A net is:", "1) wide;"]


def test_notes_are_kept_apart_and_struck_words_left_out() -> None:
    document = read(
        "<article><num>Art. 3<authorialNote><p>Amended 1999.</p></authorialNote></num>"
        "<paragraph><content><p>The <del>old </del><ins>new</ins> pier<authorialNote><p>See 5.</p>"
        "</authorialNote> stays.</p>"
        "</content></paragraph></article>"
    )
    assert texts(document) == ["The new pier stays."]
    assert [note.text for note in of(document, BlockKind.NOTE)] == ["Amended 1999.", "See 5."]
    assert of(document, BlockKind.UNIT)[0].label == "Art. 3"


def test_quoted_articles_stay_words_of_the_amending_article() -> None:
    document = read(
        "<article><num>Art. 1</num><paragraph><content><p>Add:</p><quotedStructure><article><num>Art. 9</num>"
        "<paragraph><content><p>No fog.</p></content></paragraph></article></quotedStructure></content>"
        "</paragraph></article>"
    )
    assert [unit.number for unit in of(document, BlockKind.UNIT)] == ["1"]
    assert texts(document) == ["Add:", "Art. 9 No fog."]


def test_a_table_row_is_one_block_and_numbered_lists_print_their_numbers() -> None:
    document = read(
        "<article><num>Art. 1</num><alinea><content><ol start='1' symbol='1°'><li>sail</li><li>mast</li></ol>"
        "<table><tr><td><p>knots</p></td><td><p>5</p><p>6</p></td></tr></table></content></alinea></article>"
    )
    assert texts(document) == ["1° sail", "2° mast", "knots | 5 6"]


def test_a_schedule_is_a_component_of_its_own() -> None:
    document = read(
        "<article><num>Article 1</num><paragraph><content><p>Yes.</p></content></paragraph></article>"
        "<hcontainer name='schedule'><heading>Fees</heading><article><num>Article 1</num><paragraph><content>"
        "<p>Ten.</p>"
        "</content></paragraph></article></hcontainer>"
    )
    assert [unit.component for unit in of(document, BlockKind.UNIT)] == [Component.MAIN, Component.SCHEDULE]


def converted(number: str, text: str) -> str:
    return f"<article><num>Artículo {number}</num><paragraph><content><p>{text}</p></content></paragraph></article>"


def test_printed_labels_overrule_the_markup_of_a_converter() -> None:
    document = read(
        converted("1o", "Artículo 1o.- Los botes son verdes. I. Uno; II. Dos; III. Tres.")
        + converted("2.", "Artículo 2.- Los remos, según el Libro Primero, Título")
        + converted("2", "Segundo de la Ley de Remos, son largos.")
        + converted("2", "Artículo 2 Bis.- Las velas. Artículo 2 Ter.- Los mástiles.")
        + converted("3.", "Artículo 3. A quien reme de noche.")
        + converted("1", "PRIMERO.- Este decreto rige.")
        + converted("10", "Décimo Primero. Rige luego.")
    )
    units = [(unit.number, unit.component) for unit in of(document, BlockKind.UNIT)]
    assert units == [
        ("1", Component.MAIN), ("2", Component.MAIN), ("2 Bis", Component.MAIN), ("2 Ter", Component.MAIN),
        ("3", Component.MAIN), ("PRIMERO", Component.TRANSITIONAL), ("Décimo Primero", Component.TRANSITIONAL),
    ]  # fmt: skip
    assert texts(document)[:5] == [
        "Los botes son verdes.", "I. Uno;", "II. Dos;", "III. Tres.",
        "Los remos, según el Libro Primero, Título Segundo de la Ley de Remos, son largos.",
    ]  # fmt: skip
    assert len(document.warnings) == 1


def test_page_heads_that_leaked_into_the_text_go() -> None:
    colours = ["verdes", "azules", "rojos", "blancos", "negros"]
    pages = "".join(
        converted(
            f"{n}.",
            f"Artículo {n}.- Los botes {n} de 40 LEY DE BOTES Secretaría {colour} van en {n} de 3 filas.",
        )
        for n, colour in enumerate(colours, start=1)
    )
    assert texts(read(pages)) == [f"Los botes {c} van en {n} de 3 filas." for n, c in enumerate(colours, start=1)]


def test_the_facts_come_from_the_metadata() -> None:
    meta = (
        "<meta><identification><FRBRWork><FRBRuri value='https://laws.example/eli/1'/><FRBRdate date='1999-04-18' "
        "name='dateIssued'/><FRBRnumber value='101'/></FRBRWork><FRBRExpression><FRBRdate date='2024-03-03' "
        "name='dateConsolidated'/><FRBRdate date='2999-01-01' name='dateConsolidated'/><FRBRlanguage language='deu'/>"
        "</FRBRExpression></identification></meta><preface><p><docTitle>Bootsgesetz</docTitle></p></preface>"
    )
    document = read(converted("1.", "Ja."), meta)
    assert document.facts == {
        "native_title": "Bootsgesetz", "language": "de", "identifier": "101", "version_date": "2024-03-03",
        "year": "1999", "kind": "act", "official_url": "https://laws.example/eli/1",
    }  # fmt: skip


def test_a_document_without_words_is_an_error() -> None:
    with pytest.raises(ReadError, match="no text"):
        read("")


def attached(name: str, *paragraphs: str) -> str:
    words = "".join(f"<paragraph><content><p>{text}</p></content></paragraph>" for text in paragraphs)
    return f'<attachment><doc name="{name}"><meta/><mainBody>{words}</mainBody></doc></attachment>'


def read_decree(*attachments: str, articles: int = 1) -> list[Draft]:
    body = "".join(
        f"<article><num>Art. {n}.</num><paragraph><content><p>The code is approved.</p></content></paragraph></article>"
        for n in range(1, articles + 1)
    )
    preface = "<preface><p><docType>ROYAL DECREE</docType></p></preface>"
    act = f"<act>{preface}<body>{body}</body><attachments>{''.join(attachments)}</attachments></act>"
    text = f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">{act}</akomaNtoso>'
    return split(READER.read(Source("law.xml", text.encode())))


def test_the_articles_of_a_code_in_attachments_are_articles_of_the_law() -> None:
    drafts = read_decree(
        attached(
            "Lamp Code-art. 1",
            " LAMP CODE\n\n BOOK ONE\n\n OF LIGHT\n\n Art. 1.\n\n (The keeper)\n\n Keep it.\n\n Watch it.",
        ),
        attached("Lamp Code-art. 2", "Art. 2. (Fire (open) and smoke) No fire under art. 1."),
        attached("Lamp Code-art. 2 bis", "Art. 2-bis.\n\n<ins>((Oil of lamps\n\n 1. Oil is sold.))</ins>"),
        attached("Lamp Code-art. 3", "<del>Art. 3. Old.</del>Art. 3.\n\n No fog."),
    )
    assert [(draft.number, draft.heading, draft.paragraphs) for draft in drafts] == [
        ("ROYAL DECREE:1", "", ["The code is approved."]),
        ("1", "The keeper", ["Keep it.", "Watch it."]),
        ("2", "Fire (open) and smoke", ["No fire under art. 1."]),
        ("2-bis", "Oil of lamps", ["1. Oil is sold."]),
        ("3", "", ["No fog."]),
    ]
    assert drafts[1].path == ("Lamp Code", "BOOK ONE OF LIGHT")


def test_a_part_beside_the_code_and_a_code_smaller_than_the_law_are_annexes() -> None:
    code = [attached(f"Code-art. {n}", f"Art. {n}. Light.") for n in (1, 2)]
    rules = attached("Rules of application-art. 1", "RULES OF APPLICATION Art. 1. (Start) At once.")
    assert [d.number for d in read_decree(*code, rules)] == ["ROYAL DECREE:1", "1", "2", "Rules of application:1"]
    assert [d.number for d in read_decree(*code, articles=3)] == ["1", "2", "3", "Code:1", "Code:2"]


def test_an_attachment_that_is_no_article_stays_an_annex() -> None:
    drafts = read_decree(attached("Table of lamps", "Ten lamps."))
    assert (drafts[0].number, drafts[0].text) == ("1", "The code is approved.")
    assert any("Ten lamps." in draft.text for draft in drafts)


def test_what_the_publisher_writes_under_a_rule_of_hyphens_is_a_note() -> None:
    paragraphs = "<p>Light.</p><p>------------</p><p>AGGIORNAMENTO (1)</p><p>Changed in 1999.</p>"
    document = read(
        f"<article><num>Art. 1</num><paragraph><content>{paragraphs}</content></paragraph></article>"
        "<article><num>Art. 2</num><paragraph><content><p>------------</p><p>Dark.</p></content></paragraph></article>"
    )
    assert texts(document) == ["Light.", "------------", "Dark."]
    assert [note.text for note in of(document, BlockKind.NOTE)] == ["AGGIORNAMENTO (1)", "Changed in 1999."]
    attached_note = read_decree(attached("Code-art. 1", "Art. 1. Light.", "----------\n\nAGGIORNAMENTO (1)\n\nOld."),
                                attached("Code-art. 2", "Art. 2. Dark."))  # fmt: skip
    assert (attached_note[1].text, attached_note[1].notes) == ("Light.", ["AGGIORNAMENTO (1)", "Old."])


def test_marks_of_insertion_and_brackets_around_a_heading_are_no_words() -> None:
    document = read(
        "<article><num>Art. 1</num><heading><ins>(( (Oil) ))</ins></heading><paragraph><content><p>Sold "
        "<ins>((<b>at</b> once))</ins>.</p></content></paragraph></article>"
    )
    assert of(document, BlockKind.UNIT)[0].text == "Oil"
    assert texts(document) == ["Sold at once."]
