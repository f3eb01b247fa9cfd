"""Akoma Ntoso 2.0 and 3.0 (OASIS LegalDocML), in any namespace and dialect.

Names of elements after the standard's hierarchy, block and inline groups:
https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.akoma_ntoso_attachments import raise_attached_articles, strip_marks_of_insertion
from ingest.readers.akoma_ntoso_facts import facts_of
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.printed_labels import follow_printed_labels
from ingest.readers.xml_walk import Opening, Role, Roles, Walk
from ingest.readers.xml_words import child, local_name, resolve_entities, words
from ingest.source import Source
from palermo.errors import ReadError

_NOTES = ("authorialNote", "note", "remark", "noteEditorial")
_LEFT_OUT = (*_NOTES, "noteRef", "del", "img")
_QUOTED = ("quotedStructure", "quotedText", "embeddedStructure", "embeddedText")
_ABOVE_UNITS = (
    "book", "tome", "part", "subpart", "title", "subtitle", "chapter", "subchapter", "division", "subdivision",
    "proviso", "transitional", "hcontainer", "crossHeading", "annex", "attachment", "component", "wrapper",
)  # fmt: skip
_UNIT_NAMES = ("article", "section", "rule", "clause", "paragraph")
"""The basic unit, in the order in which they are tried."""
_COMPONENTS = (
    (re.compile(r"annex|schedule|attach|appendix|component", re.IGNORECASE), Component.SCHEDULE),
    (re.compile(r"transit|intoforce|commencement|proviso|final", re.IGNORECASE), Component.TRANSITIONAL),
)
_RULE = re.compile(r"-{4,}\s*")
_ACCOUNT_OF_AMENDMENTS = re.compile(r"AGGIORNAMENT[OI]\b")
_IN_BRACKETS = re.compile(r"\(([^()]+(?:\([^()]*\)[^()]*)*)\)\.?")
_BASE_ROLES: dict[str, Role] = {
    **dict.fromkeys(("meta", "preface", "coverPage", "toc", "img", "noteRef", "del", "componentRef"), Role.SKIP),
    **dict.fromkeys((*_NOTES, "conclusions"), Role.NOTE),
    **dict.fromkeys(("num", "listNumber"), Role.LABEL),
    **dict.fromkeys(
        (
            "p", "heading", "subheading", "content", "intro", "wrapUp", "wrap", "list", "point", "item", "indent",
            "blockList", "listIntroduction", "listWrapUp", "ol", "ul", "li", "alinea", "paragraph", "subparagraph",
            "subsection", "clause", "subclause", "subrule", "rule", "level", "block", "blockContainer", "container",
            "formula", "recital", "recitals", "citation", "citations", "preamble", "longTitle", "tblock", "caption",
            "sublist", "foreign", "signature", "div", "h1", "h2", "h3", "h4",
        ),
        Role.BLOCK,
    ),
    **dict.fromkeys(("quotedStructure", "embeddedStructure"), Role.QUOTED),
    **dict.fromkeys(_ABOVE_UNITS, Role.DIVISION),
    "tr": Role.ROW, "td": Role.CELL, "th": Role.CELL,
    "br": Role.BREAK, "eol": Role.BREAK, "eop": Role.BREAK,
    "sup": Role.SUPERSCRIPT,
    "article": Role.UNIT,
}  # fmt: skip


def knows(source: Source) -> bool:
    """Whether the root element is `akomaNtoso`, whatever its namespace."""
    return bool(re.search(r"<(?:[\w.-]+:)?akomaNtoso[\s>]", source.text[:4000]))


def read(source: Source) -> Document:
    """The document as units, divisions, paragraphs and notes; ReadError where there is no body to read."""
    root = source.xml_root
    resolve_entities(root)
    strip_marks_of_insertion(root)
    raise_attached_articles(root)
    basic = _basic_units(root)
    walk = Walk(_roles(basic), _unit, _division, _list_number)
    document = Document("akoma-ntoso", facts=facts_of(root))
    document.blocks = follow_printed_labels(_with_editorial_notes(walk.run(root)), document)
    if not document.blocks:
        raise ReadError(source.name, "the Akoma Ntoso document holds no text")
    return document


def _roles(basic: set[str]) -> Roles:
    """The table for a document with these units."""

    def section(node: etree._Element) -> Role:
        if "section" in basic:
            return Role.DIVISION if _holds_articles(node) else Role.UNIT
        # Within an article a section is a paragraph; the walk sees to that.
        return Role.DIVISION

    def paragraph(node: etree._Element) -> Role:
        return Role.UNIT if child(node, "num") is not None else Role.BLOCK

    def container(node: etree._Element) -> Role:
        return Role.NOTE if node.get("name") in ("conclusions", "preliminaryWork") else Role.DIVISION

    roles: dict[str, Role | Callable[[etree._Element], Role]] = dict(_BASE_ROLES)
    roles.update(dict.fromkeys(basic, Role.UNIT))
    roles["section"] = section
    roles["hcontainer"] = container
    if "paragraph" in basic:
        roles["paragraph"] = paragraph
    return roles


def _basic_units(root: etree._Element) -> set[str]:
    """Which elements are the citable units here: articles where there are any, else sections, else others."""
    counts = dict.fromkeys(_UNIT_NAMES, 0)
    for node in root.iter(*(f"{{*}}{name}" for name in _UNIT_NAMES)):
        name = local_name(node)
        if child(node, "num") is not None and not any(local_name(a) in _QUOTED for a in node.iterancestors()):
            counts[name] += not (name == "section" and _holds_articles(node))
    if counts["section"] > counts["article"]:
        return {"article", "section"}
    for name in _UNIT_NAMES:
        if counts[name]:
            return {"article", name}
    return {"article"}


def _with_editorial_notes(blocks: list[Block]) -> list[Block]:
    """Blocks in which what a publisher writes below an article, under a rule of hyphens, is a note."""
    kept: list[Block] = []
    editorial = False
    for place, block in enumerate(blocks):
        if block.kind in (BlockKind.UNIT, BlockKind.DIVISION):
            editorial = False
        elif block.kind is BlockKind.TEXT and (rule := _RULE.match(block.text)):
            said = block.text[rule.end() :] or (blocks[place + 1].text if place + 1 < len(blocks) else "")
            editorial = editorial or bool(_ACCOUNT_OF_AMENDMENTS.match(said))
            if editorial:
                block.text = block.text[rule.end() :]
        if editorial and block.kind is BlockKind.TEXT:
            block.kind = BlockKind.NOTE
        if block.kind is not BlockKind.NOTE or block.text:
            kept.append(block)
    return kept


def _holds_articles(node: etree._Element) -> bool:
    return next(node.iter("{*}article"), None) is not None


def _heading(node: etree._Element) -> tuple[str, str, list[etree._Element]]:
    used = [part for part in node if local_name(part) in ("num", "heading", "subheading")]
    label = " ".join(filter(None, (words(part, _LEFT_OUT) for part in used if local_name(part) == "num")))
    rest = [words(part, _LEFT_OUT) for part in used if local_name(part) != "num"]
    heading = " ".join(filter(None, rest))
    bracketed = _IN_BRACKETS.fullmatch(heading)
    return label, bracketed[1].strip() if bracketed else heading, used


def _unit(node: etree._Element) -> Opening:
    label, heading, used = _heading(node)
    if label.isalpha() and heading.rstrip(".").isalpha():  # "Article" and "unique." print one label
        label, heading = f"{label} {heading}", ""
    return Block(heading, BlockKind.UNIT, label=label, number=bare_number(label)), used


def _division(node: etree._Element) -> Opening:
    label, heading, used = _heading(node)
    named = f"{local_name(node)} {node.get('name') or ''}"
    component = next((part for pattern, part in _COMPONENTS if pattern.search(named)), Component.MAIN)
    if not label and not heading and component is Component.SCHEDULE:
        heading = words(next(node.iter("{*}docTitle", "{*}heading"), None), _LEFT_OUT)
        heading = heading or next((str(inner.get("name") or "") for inner in node.iter("{*}doc")), "")
    if not label and not heading:
        return None, used
    return Block(heading, BlockKind.DIVISION, label=label, component=component), used


def _list_number(node: etree._Element) -> str:
    """The number of an item in a numbered list that prints it by itself: `2°` for the second after `1°`."""
    above = node.getparent()
    if local_name(node) != "li" or above is None or local_name(above) != "ol":
        return ""
    symbol = next((str(value) for key, value in above.attrib.items() if str(key).endswith("symbol")), "")
    place = sum(1 for _ in node.itersiblings("{*}li", preceding=True))
    found = re.fullmatch(r"(\W*)(\d+|[a-zA-Z])(\W*)", symbol)
    if not found:
        return symbol
    count = str(int(found[2]) + place) if found[2].isdigit() else chr(ord(found[2]) + place)
    return f"{found[1]}{count}{found[3]}"


READER = Reader(name="akoma-ntoso", knows=knows, read=read)
