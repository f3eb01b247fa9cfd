"""OpenDocument texts: structure, counted numbers, tracked changes, and files that must not be opened.

The documents are packed here from a few lines of XML of our own, or written by the library itself.
"""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import odfdo
import pytest
from deposit_maker import make_deposit, take_in

from ingest.document import Block, BlockKind, Document
from ingest.readers import reader_for
from ingest.readers.general_html import READER as HTML
from ingest.readers.open_document import READER
from ingest.source import Source
from ingest.split.splitting import split
from palermo.errors import ReadError

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("meta", "meta"), ("fo", "xsl-fo-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
TYPE = "application/vnd.oasis.opendocument.text"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)


def level(number: int, form: str, prefix: str = "", suffix: str = "", more: str = "", kind: str = "list") -> str:
    tag = "outline-level-style" if kind == "outline" else "list-level-style-number"
    return (
        f'<text:{tag} text:level="{number}" style:num-format="{form}" style:num-prefix="{prefix}" '
        f'style:num-suffix="{suffix}" {more}/>'
    )


STYLES = (
    '<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph"/>'
    '<style:style style:name="Title" style:family="paragraph"/>'
    '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    "<text:outline-style>" + level(1, "I", "Part ", kind="outline") + level(2, "1", "Article ", ".", kind="outline")
    + level(3, "", kind="outline") + "</text:outline-style>"
    '<text:list-style style:name="Clause">' + level(1, "1", "Article ", ".") + level(2, "a", "(", ")")
    + level(3, "i", "", "", 'text:display-levels="2"') + "</text:list-style>"
    '<text:list-style style:name="Nine">' + level(1, "I", "", ".", 'text:start-value="9"') + "</text:list-style>"
    '<text:list-style style:name="Han">' + level(1, "一, 二, 三, ...", "第", "条", 'text:start-value="11"') + "</text:list-style>"
    '<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>'
)  # fmt: skip
AUTOMATIC = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Text_20_body"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P3" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T1" style:family="text" style:parent-style-name="Strong"/>'
    '<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T4" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>'
    '<style:style style:name="T5" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>'
)


def package(body: str, parts: dict[str, str] | None = None, manifest: str = "", kind: str = "text") -> bytes:
    """An ODT with this body."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", TYPE.replace("text", kind), zipfile.ZIP_STORED)
        content = (
            f"<office:document-content {NAMESPACES}><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
        )
        styles = (
            f"<office:document-styles {NAMESPACES}><office:styles>{STYLES}</office:styles></office:document-styles>"
        )
        manifest = MANIFEST.format(manifest)
        for name, words in {
            "content.xml": content,
            "styles.xml": styles,
            "META-INF/manifest.xml": manifest,
            **(parts or {}),
        }.items():
            packed.writestr(name, words)
    return held.getvalue()


def flat(body: str, before: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    return (
        f'{before}<office:document {NAMESPACES} office:mimetype="{TYPE}"><office:styles>{STYLES}</office:styles>'
        f"<office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def read(body: str) -> Document:
    return READER.read(Source("law.odt", package(body)))


def texts(body: str) -> list[str]:
    return [block.text for block in read(body).blocks]


def paragraph(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def items(*words: str, style: str = "", more: str = "") -> str:
    """A list; what starts as a list is nested in the item before it."""
    named = f' text:style-name="{style}"' if style else ""
    inner = "".join(f"<text:list-item>{w if w.startswith('<text:') else paragraph(w)}</text:list-item>" for w in words)
    return f"<text:list{named} {more}>{inner}</text:list>"


def heading(words: str, at: int, more: str = "") -> str:
    return f'<text:h text:outline-level="{at}" {more}>{words}</text:h>'


def test_headings_styles_and_bold_lines() -> None:
    blocks = read(
        paragraph("Lantern Act", "P2") + heading("Scope", 3) + paragraph("Bold", "P3") + paragraph("Plain", "P1")
        + paragraph('<text:span text:style-name="T1">Also bold</text:span>')
        + paragraph('Half <text:span text:style-name="T4">bold</text:span>', "P3") + paragraph("Standard", "Standard")
    ).blocks  # fmt: skip
    assert [(b.text, b.kind, b.level, b.style) for b in blocks] == [
        ("Lantern Act", BlockKind.HEADING, 1, "Title"),
        ("Scope", BlockKind.HEADING, 3, ""),
        ("Bold", BlockKind.TEXT, 0, "bold"),
        ("Plain", BlockKind.TEXT, 0, "Text body"),
        ("Also bold", BlockKind.TEXT, 0, "bold"),
        ("Half bold", BlockKind.TEXT, 0, ""),
        ("Standard", BlockKind.TEXT, 0, ""),
    ]
    assert blocks[1].place == "paragraph 2"


def test_numbers_of_headings_are_counted() -> None:
    assert texts(
        heading("Boats", 1) + heading("Scope", 2) + heading("Free", 3) + heading("Keepers", 2)
        + heading("Not counted", 2, 'text:is-list-header="true"') + heading("Fines", 1) + heading("Judges", 2)
        + heading("Later", 2, 'text:restart-numbering="true" text:start-value="7"') + heading("After", 2)
    ) == [
        "Part I Boats", "Article 1. Scope", "Free", "Article 2. Keepers", "Not counted", "Part II Fines",
        "Article 1. Judges", "Article 7. Later", "Article 8. After",
    ]  # fmt: skip


def test_numbers_of_lists_are_counted() -> None:
    nested = items("ships", "crews", items("deep"))
    second = f"<text:list-item>{paragraph('Scope')}{paragraph('more of it')}{nested}</text:list-item>"
    law = (
        f'<text:list text:style-name="Clause">{second}<text:list-item>{paragraph("Fines")}</text:list-item></text:list>'
    )
    assert texts(law) == [
        "Article 1. Scope", "more of it", "(a) ships", "(b) crews", "b.i deep", "Article 2. Fines",
    ]  # fmt: skip


def test_lists_count_on_only_where_they_say_so() -> None:
    assert texts(
        items("One", style="Clause", more='xml:id="first"') + items("Anew", style="Clause")
        + items("Two", style="Clause", more='text:continue-list="first"')
        + items("Three", style="Clause", more='text:continue-numbering="true"') + items("x", style="Nine")
    ) == ["Article 1. One", "Article 1. Anew", "Article 2. Two", "Article 3. Three", "IX. x"]  # fmt: skip
    assert texts(items("x", "y", style="Han") + items("z", style="Dots") + items("plain")) == [
        "第十一条 x", "第十二条 y", "• z", "plain",
    ]  # fmt: skip


def test_a_number_that_the_file_states_goes_before_our_count() -> None:
    item = f"<text:list-item><text:number>Article 4-A.</text:number>{paragraph('Oil')}</text:list-item>"
    assert texts(f'<text:list text:style-name="Clause">{item}</text:list>') == ["Article 4-A. Oil"]
    assert texts(heading("<text:number>Article 9.</text:number>Oil", 2)) == ["Article 9. Oil"]
    start = f'<text:list-item text:start-value="5">{paragraph("Oil")}</text:list-item>'
    header = f"<text:list-header>{paragraph('Of lanterns')}</text:list-header>"
    assert texts(f'<text:list text:style-name="Clause">{header}{start}</text:list>') == [
        "Of lanterns",
        "Article 5. Oil",
    ]


def test_deletions_comments_and_hidden_words_are_left_out() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>not </text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    words = (
        'It is <text:change text:change-id="c1"/>an<!-- no --> <text:change-start text:change-id="c2"/>open'
        '<text:change-end text:change-id="c2"/> offence<office:annotation><text:p>Why?</text:p></office:annotation>'
        '<text:span text:style-name="T3"> secret</text:span><draw:frame><draw:text-box><text:p>Box</text:p>'
        "</draw:text-box></draw:frame>."
    )
    contents = "<text:table-of-content><text:index-body><text:p>Article 1 ... 2</text:p></text:index-body></text:table-of-content>"
    assert texts(changes + contents + paragraph(words)) == ["It is an open offence."]
    hidden = f'<text:section text:display="none">{paragraph("x")}</text:section>'
    assert texts(hidden + f"<text:section>{paragraph('y')}</text:section>") == ["y"]


def test_footnotes_superscripts_and_spaces() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>Inserted by</text:p><text:p>Act 9.</text:p></text:note-body></text:note>"
    )
    words = (
        f'Article 133<text:span text:style-name="T2">1</text:span> H<text:span text:style-name="T5">2</text:span>O{note}:'
        '<text:s text:c="4"/>two\n  lines<text:line-break/>of<text:tab/>text'
    )
    assert read(paragraph(words)).blocks == [
        Block("Article 133¹ H2O: two lines\nof text", place="paragraph 1"),
        Block("Inserted by Act 9.", BlockKind.NOTE, style="footnote", place="paragraph 1"),
    ]


def test_elements_and_attributes_of_others_do_no_harm() -> None:
    note = '<text:p xmlns:f="urn:f" f:by="x">a<f:mark f:n="1">b</f:mark>c</text:p>'
    assert texts(note + f'<f:part xmlns:f="urn:f">{paragraph("inside")}</f:part>') == ["abc", "inside"]


def test_a_table_row_is_one_block() -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{words}</table:table-cell>"

    inner = f"<table:table><table:table-row>{cell(paragraph('10'))}{cell(paragraph('years'))}</table:table-row></table:table>"
    many = cell("", 'table:number-columns-repeated="900000000"')
    note = "<text:note><text:note-body><text:p>Or less.</text:p></text:note-body></text:note>"
    table = (
        f"<table:table><table:table-header-rows><table:table-row>{cell(paragraph('Offence'))}{cell(paragraph('Term'))}"
        f"</table:table-row></table:table-header-rows><table:table-row>{cell(paragraph('Smuggling') + paragraph('of boats' + note))}"
        f"{cell(inner)}</table:table-row><table:table-row>{many}</table:table-row>"
        f"<table:table-row>{cell(items('oil', style='Clause'))}<table:covered-table-cell/></table:table-row></table:table>"
    )
    assert [(b.text, b.style) for b in read(table).blocks] == [
        ("Offence | Term", "table"),
        ("Smuggling of boats | 10 | years", "table"),
        ("Or less.", "footnote"),
        ("Article 1. oil", "table"),
    ]


@pytest.mark.parametrize("make", [package, flat, lambda body: flat(body, before="")])
def test_a_law_is_split_as_the_same_law_in_html(make: Callable[[str], bytes]) -> None:
    words = (
        ("Gardiens", "Chaque gardien d'un port allume la lanterne à l'entrée dès le soir.", ("le port ;", "la digue.")),
        ("Lanterne éteinte", "Quiconque éteint une lanterne est puni d'une amende par le juge.", ()),
        ("Huile", "L'huile d'une fausse lanterne est saisie et vendue au profit du port.", ("l'huile ;",)),
    )
    body = page = ""
    for number, (title, text, points) in enumerate(words, 1):
        below = items(*points) if points else ""
        body += heading(title, 2) + paragraph(text, "P1")
        body += (
            f'<text:list text:style-name="Clause"><text:list-item>{below}</text:list-item></text:list>'
            if points
            else ""
        )
        page += f"<h2>Article {number}. {title}</h2><p>{text}</p>"
        page += "".join(f"<p>({letter}) {point}</p>" for letter, point in zip("ab", points, strict=False))
    in_html = split(HTML.read(Source("law.html", f"<html><body>{page}</body></html>".encode())))
    found = split(READER.read(Source("law", make(body))))
    assert [draft.number for draft in found] == ["1", "2", "3"]
    assert [(d.number, d.heading, d.text) for d in found] == [(d.number, d.heading, d.text) for d in in_html]


@pytest.mark.parametrize("packaging", ["zip", "xml"])
def test_what_the_library_writes_is_read(packaging: str) -> None:
    written = odfdo.Document("text")
    written.body.clear()
    written.meta.title = "Lantern Act"
    first = odfdo.Paragraph("Lantern Act of the port")
    first.insert_note(after="Act", note_id="n1", citation="1", body="As amended.")
    table = odfdo.Table("Fines")
    table.set_values([["Offence", "Fine"], ["Smuggling", "ten"]])
    for element in (first, odfdo.List(["oil"]), table):
        written.body.append(element)
    held = io.BytesIO()
    written.save(held, packaging=packaging)
    source = Source("law", held.getvalue())
    assert reader_for(source) is READER
    document = READER.read(source)
    assert [b.text for b in document.blocks] == [
        "Lantern Act of the port", "As amended.", "oil", "Offence | Fine", "Smuggling | ten"
    ]  # fmt: skip
    assert document.facts == {"title": "Lantern Act"}


def test_a_title_left_from_a_template_is_no_title() -> None:
    meta = f"<office:document-meta {NAMESPACES}><office:meta><dc:title>Form 27 of the office</dc:title></office:meta></office:document-meta>"
    assert READER.read(Source("law.odt", package(paragraph("Lantern Act"), {"meta.xml": meta}))).facts == {}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = package(paragraph("x"), {"settings.xml": "<a>" + " " * 30_000_000 + "</a>"})
    with pytest.raises(ReadError, match=r"law.odt: the OpenDocument text unpacks to .* bytes"):
        READER.read(Source("law.odt", data))


def test_entities_are_refused_and_a_bare_document_type_is_not() -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><office:document-styles>&b;</office:document-styles>'
    with pytest.raises(ReadError, match="declares entities"):
        READER.read(Source("law.odt", package(paragraph("x"), {"styles.xml": evil})))
    with pytest.raises(ReadError, match="declares entities"):
        READER.read(Source("law.fodt", flat(paragraph("&a;"), before='<!DOCTYPE x [<!ENTITY a "aaaa">]>')))
    bare = (
        '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
        + MANIFEST.format("")
    )
    old = package(paragraph("x"), {"META-INF/manifest.xml": bare})
    assert [block.text for block in READER.read(Source("law.odt", old)).blocks] == ["x"]


SEALED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("law.odt", package(paragraph("x"))[:900], "damaged or cut off"),
        ("law.odt", b"PK\x03\x04" + b"mimetype" + TYPE.encode(), "damaged or cut off"),
        ("law.odt", package("<text:p>x"), "damaged"),
        ("law.odt", package("<text:p>x</text:p>", {"styles.xml": ""}), "damaged"),
        ("law.odt", package("<text:section>" * 400 + "</text:section>" * 400), "damaged"),
        ("law.odt", package(paragraph("x"), manifest=SEALED), "protected by a password; save a copy without one"),
        ("law.odt", package(paragraph("x"), {"encrypted-package": "?"}), "protected by a password"),
        ("law.odt", package("", kind="spreadsheet"), "is a spreadsheet and no text"),
        ("law.fodt", flat(paragraph("x"))[:-60], "cut off"),
        ("law.fodt", flat(paragraph("x")).replace(b"xmlns:office=", b"xmlns:other="), "damaged"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(name: str, data: bytes, reason: str) -> None:
    source = Source(name, data)
    assert READER.knows(source)
    with pytest.raises(ReadError, match=f"{name}: .*{reason}"):
        READER.read(source)


def test_damaged_bytes_never_raise_anything_else() -> None:
    dice, read_through = random.Random(2031), 0
    for whole in (
        package(heading("x", 1) + items("y", style="Clause")),
        flat(heading("x", 1) + items("y", style="Clause")),
    ):
        for _ in range(100):
            damaged = bytearray(whole)
            for _ in range(dice.choice([1, 5, 40])):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            with contextlib.suppress(ReadError):
                READER.read(Source("law.odt", bytes(damaged)))
                read_through += 1
    assert 0 < read_through < 200


def test_other_packages_are_not_taken_for_texts() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert not READER.knows(Source("law.zip", held.getvalue()))
    assert not READER.knows(Source("law.odt", held.getvalue()))  # a DOCX under a wrong name
    assert not READER.knows(Source("law.xml", b"<office:document>no OpenDocument</office:document>"))


@pytest.mark.parametrize(("name", "make"), [("law.odt", package), ("law.fodt", flat)])
def test_a_deposit_is_taken_in_with_its_provisions(tmp_path: Path, name: str, make: Callable[[str], bytes]) -> None:
    body = "".join(
        heading(title, 2) + paragraph(f"{title}: whoever hides a boat in the port by night pays a fine to the keeper.")
        for title in ("Keepers", "Boats")
    )
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "d" / "lantern", files={name: make(body)}))
    assert (report.laws, report.provisions, report.failed, report.warnings) == (1, 2, [], [])
