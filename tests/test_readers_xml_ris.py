"""Austrian sections in the XML of RIS: the law apart from what the document says of itself. The laws are invented."""

from __future__ import annotations

import pytest

from ingest.document import BlockKind, Document
from ingest.readers import reader_for
from ingest.readers.ris import READER
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split
from palermo.errors import ReadError

HEAD = (
    '<risdok xmlns="http://www.bka.gv.at"><metadaten/><nutzdaten><abschnitt>'
    '<kzinhalt typ="p"><absatz typ="kz">Bundesrecht konsolidiert</absatz></kzinhalt>'
    '<fzinhalt typ="p"><absatz typ="fz">Seite <feld><span>2</span></feld></absatz></fzinhalt>'
    '<ueberschrift typ="titel">Kurztitel</ueberschrift><absatz typ="erltext" ct="kurztitel">Lampengesetz</absatz>'
    '<ueberschrift typ="titel">Kundmachungsorgan</ueberschrift><absatz typ="erltext" ct="kundmachungsorgan">'
    "BGBl. Nr. 7/1991 zuletzt geändert durch BGBl. I Nr. 8/2020</absatz>"
    '<ueberschrift typ="titel">§/Artikel/Anlage</ueberschrift>'
)
TAIL = (
    '<ueberschrift typ="titel">Schlagworte</ueberschrift><absatz typ="erltext" ct="schlagworte">Docht</absatz>'
    '<ueberschrift typ="titel">Dokumentnummer</ueberschrift><absatz typ="erltext" ct="doknr">NOR1</absatz>'
    "</abschnitt></nutzdaten></risdok>"
)


def section(label: str, law: str, since: str = "01.05.1993", more: str = "") -> str:
    facts = (
        f'<absatz typ="erltext" ct="artikel_anlage">{label}</absatz>'
        f'<ueberschrift typ="titel">Inkrafttretensdatum</ueberschrift><absatz typ="erltext" ct="ikra">{since}</absatz>'
    )
    return f'{HEAD}{facts}<ueberschrift typ="titel">Text</ueberschrift>{law}{more}{TAIL}'


def title(typ: str, words: str) -> str:
    return f'<ueberschrift typ="{typ}" ct="text">{words}</ueberschrift>'


def words(text: str) -> str:
    return f'<absatz typ="abs" ct="text">{text}</absatz>'


def read(*sections: str) -> Document:
    source = Source("law.xml", f"<law>{''.join(sections)}</law>".encode())
    assert reader_for(source) is READER
    return READER.read(source)


def provisions(*sections: str) -> list[Draft]:
    return split(read(*sections))


def test_a_section_is_its_words_with_heading_and_number_and_nothing_of_the_page_around_it() -> None:
    law = (
        title("para", "Pflicht")
        + words("<gldsym>§ 3a.</gldsym> (1) Jede Lampe brennt:")
        + '<liste><aufzaehlung><listelem ct="text"><symbol>1.</symbol>bei Nacht,</listelem></aufzaehlung>'
        '<schlussteil ct="text">aber nie bei Tag.</schlussteil></liste>'
    )
    note = '<ueberschrift typ="titel">Anmerkung</ueberschrift><absatz typ="erltext" ct="anmerkung">EG: Art. 2</absatz>'
    document = read(section("§ 3a", law, "01.07.2019", note))
    (draft,) = split(document)
    assert (draft.number, draft.label, draft.heading) == ("3a", "§ 3a", "Pflicht")
    assert draft.paragraphs == ["(1) Jede Lampe brennt:", "1. bei Nacht,", "aber nie bei Tag."]
    assert draft.notes == ["EG: Art. 2"]
    assert document.facts == {
        "native_title": "Lampengesetz", "language": "de", "identifier": "BGBl. Nr. 7/1991", "year": "1991",
        "version_date": "2019-07-01",
    }  # fmt: skip


def test_headings_above_a_section_are_the_path_of_those_that_follow() -> None:
    first = title("g1", "Zweiter Teil") + title("g2", "Vom Licht") + title("g1min", "1. Abschnitt")
    drafts = provisions(
        section("§ 1", first + title("g2", "Dochte") + title("para", "Länge") + words("<gldsym>§ 1.</gldsym> Lang.")),
        section("§ 2", words("<gldsym>§ 2.</gldsym> Kurz.")),
        section("§ 3", title("g1", "2. Abschnitt") + title("g2", "Öle") + words("<gldsym>§ 3.</gldsym> Rein.")),
    )
    assert [draft.heading for draft in drafts] == ["Länge", "", ""]
    assert [draft.path for draft in drafts] == [
        ("Zweiter Teil Vom Licht", "1. Abschnitt Dochte"),
        ("Zweiter Teil Vom Licht", "1. Abschnitt Dochte"),
        ("Zweiter Teil Vom Licht", "2. Abschnitt Öle"),
    ]


def test_a_document_for_the_opening_words_an_annex_and_sections_of_several_articles() -> None:
    drafts = provisions(
        section("§ 0", words("Die Hüter haben beschlossen:")),
        section("Art. 1 § 1", words("<gldsym>§ 1.</gldsym> Hell.")),
        section("Art. 2 § 1", words("<gldsym>§ 1.</gldsym> Dunkel.")),
        section("Anlage 1", title("para", "Dochte") + words("Baumwolle")),
    )
    assert [(draft.number, draft.text) for draft in drafts] == [
        ("", "Die Hüter haben beschlossen:"), ("1:1", "Hell."), ("2:1", "Dunkel."), ("Anlage 1", "Baumwolle"),
    ]  # fmt: skip


def test_an_old_document_centres_its_heading() -> None:
    law = '<absatz typ="erltext" ct="text" halign="c"><b>Monate</b></absatz>' + words("§ 5. (1) Lampen zählt man.")
    (draft,) = provisions(section("§ 5", law))
    assert (draft.heading, draft.text) == ("Monate", "(1) Lampen zählt man.")


def test_a_document_without_words_of_a_law_is_not_read() -> None:
    with pytest.raises(ReadError, match="no words"):
        READER.read(Source("law.xml", section("§ 1", "").encode()))


def test_a_remark_is_no_word_of_the_law() -> None:
    remark = (
        '<ueberschrift typ="titel">Beachte für folgende Bestimmung</ueberschrift><absatz ct="beachte">Bald.</absatz>'
    )
    document = read(section("§ 1", words("<gldsym>§ 1.</gldsym> Hell."), more=remark))
    assert [block.text for block in document.blocks if block.kind is BlockKind.NOTE] == ["Bald."]
