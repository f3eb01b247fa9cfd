"""Austrian federal law in the XML of RIS: one document for each section, alone or one behind another in one file.

What a document says of itself stands in the same elements as the law: headings of the type `titel` tell them apart.
Names after https://data.bka.gv.at/ris/ogd/v2.6/Documents/Dokumentation_OGD-RIS_API.pdf and recorded documents.
"""

from __future__ import annotations

import re

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.source_facts import iso_date, stated, year_of
from ingest.readers.xml_walk import Opening, Role, Roles, Walk
from ingest.readers.xml_words import child, local_name, resolve_entities, words
from ingest.source import Source
from ingest.split.grammar import Role as Opens
from ingest.split.grammar import read_mark
from ingest.split.words import heading_words
from palermo.errors import ReadError

_LAW = "text"
_FRONT = ("präambel", "promulgationsklausel")
_REMARKS = ("anmerkung", "beachte")
_TOPIC = 30
"""The level of a heading that is neither numbered nor named as a part of the law: below all that are."""
_LONGEST_TITLE = 200
_ARTICLE_AND_SECTION = re.compile(r"^(Art(?:\.|ikel)\s*[\dIVXLC]+)\s+(§.*)$")
_ANNEX = re.compile(r"^(?:Anl|Anhang|Beilage)", re.IGNORECASE)
_ROLES: Roles = {
    **dict.fromkeys(("metadaten", "layoutdaten", "kzinhalt", "fzinhalt", "bild", "binary", "img"), Role.SKIP),
    **dict.fromkeys(("absatz", "listelem", "schlussteil"), Role.BLOCK),
    "remark": Role.NOTE, "ueberschrift": Role.DIVISION, "symbol": Role.LABEL, "super": Role.SUPERSCRIPT,
    "tr": Role.ROW, "td": Role.CELL, "th": Role.CELL, "br": Role.BREAK, "nbsp": Role.BREAK, "tab": Role.BREAK,
}  # fmt: skip


def knows(source: Source) -> bool:
    """Whether the root, or what stands first in it, is a `risdok`."""
    return bool(re.search(r"<(?:[\w.-]+:)?risdok[\s>]", source.text[:4000]))


def read(source: Source) -> Document:
    """The sections as units below the headings of their parts; ReadError where no document holds words of a law."""
    root = source.xml_root
    resolve_entities(root)
    document = Document("ris-xml")
    article = ""
    versions = []
    for part in list(root.iter("{*}risdok")):
        said = _said(part)
        _sort_out(part)
        blocks = Walk(_ROLES, _no_unit, _heading).run(part)
        found = _ARTICLE_AND_SECTION.match(said.get("artikel_anlage", ""))
        if found and found[1] != article:
            article = found[1]
            label = Block("", BlockKind.DIVISION, level=1, label=article, number=bare_number(article))
            document.blocks.append(label)
        document.blocks += _section(blocks, found[2] if found else said.get("artikel_anlage", ""))
        versions.append(iso_date(said.get("ikra", "")))
        document.facts = document.facts or _facts(said)
    if not any(block.text for block in document.blocks):
        raise ReadError(source.name, "the document of RIS holds no words of a law")
    document.facts |= stated(version_date=max(versions, default=""))
    return document


def _said(part: etree._Element) -> dict[str, str]:
    """What a document says of itself, by the name of the field."""
    return {str(node.get("ct")): words(node) for node in part.iter("{*}absatz") if node.get("ct") not in (None, _LAW)}


def _facts(said: dict[str, str]) -> dict[str, str]:
    identifier = said.get("kundmachungsorgan", "")
    # "BGBl. Nr. 1/1975 zuletzt geändert durch ..." names the law by its first words.
    identifier = re.split(r"\s+(?:zuletzt|aufgehoben|idF)\b", identifier)[0]
    return stated(
        native_title=said.get("kurztitel", ""), language="de", identifier=identifier, year=year_of(identifier)
    )


def _sort_out(part: etree._Element) -> None:
    """Leave only the law and remarks on it: everything below a heading `titel` is what that heading says."""
    for section in part.iter("{*}abschnitt"):
        field = _LAW if child(section, "ueberschrift") is None else ""
        for node in list(section):
            if local_name(node) == "ueberschrift" and node.get("typ") == "titel":
                field = words(node).casefold()
                section.remove(node)
            elif node.get("ct") == _LAW or field == _LAW or field.startswith(_FRONT):
                continue
            elif field.startswith(_REMARKS):
                node.tag = "remark"
            else:
                section.remove(node)


def _no_unit(_: etree._Element) -> Opening:
    raise AssertionError("no element of RIS opens a unit by itself")


def _heading(node: etree._Element) -> Opening:
    return Block(words(node), BlockKind.DIVISION, style=node.get("typ") or ""), [node]


def _section(blocks: list[Block], label: str) -> list[Block]:
    """The blocks of one document with its section's heading and number in front of its words."""
    number = bare_number(label)
    if not label or number == "0":
        return [block for block in blocks if block.kind is not BlockKind.DIVISION]
    opening = next((p for p, b in enumerate(blocks) if b.kind is BlockKind.TEXT and _opens(b, label)), None)
    if opening is None:
        opening = next((p for p, b in enumerate(blocks) if b.kind is BlockKind.TEXT), len(blocks))
    before, body = blocks[:opening], blocks[opening:]
    headings = [block for block in before if block.kind is not BlockKind.NOTE and not _opens(block, label)]
    long = [block for block in headings if block.kind is BlockKind.TEXT and len(block.text) > _LONGEST_TITLE]
    headings = [block for block in headings if block not in long]
    if body and body[0].kind is BlockKind.TEXT:
        body[0].text = _without_label(body[0].text, label)
    title = headings.pop().text if headings and headings[-1].style in ("para", "") else ""
    for block in body:
        if block.kind is BlockKind.DIVISION:  # a heading among the words of a section divides only this section
            block.kind, block.style = BlockKind.TEXT, ""
    place = body[0].place if body else ""
    if _ANNEX.match(label):
        unit = Block(title, BlockKind.DIVISION, level=1, label=label, component=Component.SCHEDULE, place=place)
    else:
        unit = Block(title, BlockKind.UNIT, label=label, number=number, place=place)
    notes = [block for block in before if block.kind is BlockKind.NOTE]
    return [*_divisions(headings), unit, *notes, *long, *(block for block in body if block.text)]


def _opens(block: Block, label: str) -> bool:
    """Whether the words begin with the section's label; "Artikel" and "Art." are one word."""
    return _without_label(block.text, label) != block.text


def _without_label(text: str, label: str) -> str:
    word, _, rest = label.partition(" ")
    printed = rf"{re.escape(word.rstrip('.')[:3])}[^\W\d_]*\.?\s*{re.escape(rest)}"
    return re.sub(rf"^{printed}(?![\w^])\.?\s*", "", text)


def _divisions(headings: list[Block]) -> list[Block]:
    """Headings above a section: "Erster Teil" and the line below it are one. Their type says only how large they are
    set, so their depth follows from their words."""
    ranks = heading_words().ranks
    found: list[Block] = []
    for block in headings:
        mark = read_mark(block.text, heading=True)
        if mark and mark.role is Opens.DIVISION:
            level = 1 + ranks.get(mark.group, _TOPIC - 2)
            found.append(Block(mark.rest, BlockKind.DIVISION, level=level, label=mark.label, place=block.place))
        elif found and found[-1].label and not found[-1].text:
            found[-1].text = block.text
        else:
            found.append(Block(block.text, BlockKind.DIVISION, level=_TOPIC, place=block.place))
    return found


READER = Reader(name="ris-xml", knows=knows, read=read)
