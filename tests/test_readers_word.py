"""Word documents: structure, automatic numbers, tracked changes, and files that must not be opened.

The documents are packed here from a few lines of XML of our own.
"""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import pytest

from ingest.document import Block, BlockKind, Document
from ingest.readers.word import READER
from ingest.source import Source
from palermo.errors import ReadError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik"><w:name w:val="Rubrik"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Clause2"><w:name w:val="Clause 2"/><w:basedOn w:val="Clause"/></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:start w:val="11"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""

FOOTNOTES = f"""<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Inserted by Act 9 of 2031.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def package(body: str, **parts: str) -> bytes:
    """A DOCX with this body."""
    names = {"styles": STYLES, "numbering": NUMBERING, "footnotes": FOOTNOTES}
    overrides = (
        "".join(f'<Override PartName="/word/{n}.xml" ContentType="{TYPE}.{n}+xml"/>' for n in names)
        + f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>'
    )
    relations = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{n}" Target="{n}.xml"/>' for n in names)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        packed.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        )
        packed.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in (names | parts).items():
            packed.writestr(f"word/{name}.xml", text)
    return held.getvalue()


def paragraph(words: str, style: str = "", numbered: str = "", run: str = "") -> str:
    """A paragraph; `numbered` is `list:level`."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        number, level = numbered.split(":")
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def read(body: str, **parts: str) -> Document:
    return READER.read(Source("law.docx", package(body, **parts)))


def texts(body: str) -> list[str]:
    return [block.text for block in read(body).blocks]


def test_headings_styles_and_bold_lines() -> None:
    blocks = read(
        paragraph("Part One", "Heading1") + paragraph("Scope", "Rubrik") + paragraph("Bold", run="<w:b/>")
        + paragraph("Plain", run='<w:b w:val="0"/>')
    ).blocks  # fmt: skip
    assert [(b.kind, b.level, b.style) for b in blocks] == [
        (BlockKind.HEADING, 1, "Heading 1"),
        (BlockKind.HEADING, 2, "Rubrik"),
        (BlockKind.TEXT, 0, "bold"),
        (BlockKind.TEXT, 0, ""),
    ]
    assert blocks[1].place == "paragraph 2"


def test_numbers_that_word_counts_are_part_of_the_text() -> None:
    assert texts(
        paragraph("Scope", numbered="1:0") + paragraph("ships", numbered="1:1") + paragraph("crews", numbered="1:1")
        + paragraph("deep", numbered="1:2") + paragraph("between") + paragraph("Offences", numbered="1:0")
        + paragraph("again from a", numbered="1:1")
    ) == ["Article 1 Scope", "(a) ships", "(b) crews", "1.i deep", "between", "Article 2 Offences",
          "(a) again from a"]  # fmt: skip


def test_numbers_by_style_start_legal_form_and_restart() -> None:
    assert texts(paragraph("One", "Clause") + paragraph("Two", "Clause2")) == [
        "Article 1 One",
        "Article 2 Two",
    ]
    assert texts(paragraph("Nine", numbered="2:0") + paragraph("Below", numbered="2:1")) == [
        "IX. Nine",
        "9.1 Below",
    ]
    assert texts(paragraph("x", numbered="3:0") + paragraph("y", numbered="3:0")) == [
        "第十一条 x",
        "第十二条 y",
    ]
    assert texts(paragraph("a", numbered="1:0") + paragraph("b", numbered="4:0")) == [
        "Article 1 a",
        "Article 1 b",
    ]


def test_deletions_are_left_out_and_insertions_kept() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>It is an offence </w:t></w:r>"
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>knowingly </w:t></w:r></w:ins><w:r><w:t>to smuggle.</w:t></w:r></w:p>"
    )
    gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>"
    assert texts(body + gone) == ["It is an offence knowingly to smuggle."]


def test_a_table_row_is_one_block() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    assert texts(f"<w:tbl>{row('Offence', 'Years')}{row('Smuggling', '10')}</w:tbl>") == [
        "Offence | Years",
        "Smuggling | 10",
    ]


def test_footnotes_superscripts_and_content_controls() -> None:
    body = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Article 133</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        "<w:t>1</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert read(body).blocks == [
        Block("Article 133¹", place="paragraph 1"),
        Block("Inserted by Act 9 of 2031.", BlockKind.NOTE, style="footnote", place="paragraph 1"),
    ]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = package(paragraph("x"), footnotes="<a>" + " " * 30_000_000 + "</a>")
    with pytest.raises(ReadError, match=r"law.docx: the Word document unpacks to .* bytes"):
        READER.read(Source("law.docx", data))


def test_entities_are_refused() -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:styles>&b;</w:styles>'
    with pytest.raises(ReadError, match="declares entities"):
        READER.read(Source("law.docx", package(paragraph("x"), styles=evil)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package(paragraph("x"))[:900], "damaged or cut off"),
        (b"PK\x03\x04word/document", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"\(.doc\) is not read: save it as DOCX, RTF or PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (package("<w:p><w:r></w:p>"), "damaged"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(data: bytes, reason: str) -> None:
    source = Source("law.docx", data)
    assert READER.knows(source)
    with pytest.raises(ReadError, match=f"law.docx: .*{reason}"):
        READER.read(source)


def test_damaged_bytes_never_raise_anything_else() -> None:
    whole, dice = package(paragraph("x", numbered="1:0")), random.Random(2031)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(dice.choice([1, 5, 40])):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with contextlib.suppress(ReadError):
            READER.read(Source("law.docx", bytes(damaged)))


def test_other_packages_are_not_taken_for_word() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("law.xml", "<law/>")
    assert not READER.knows(Source("law.zip", held.getvalue()))
