"""Acts in the XML of Riigi Teataja, the Estonian State Gazette.

Elements after the gazette's own schemas (tyviseadus, muutmisseadus ..., https://www.riigiteataja.ee).
"""

from __future__ import annotations

import re

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.source_facts import iso_date, stated, year_of
from ingest.readers.xml_walk import Opening, Role, Roles, Walk
from ingest.readers.xml_words import child, first, local_name, markup_words, resolve_entities, words
from ingest.source import Source
from palermo.errors import ReadError


def _amendment(node: etree._Element) -> Role:
    # The list of all amending acts at the top is about the document, not about one of its provisions.
    above = node.getparent()
    return Role.SKIP if above is None or above.getparent() is None else Role.NOTE


_ABOVE = ("osa", "peatykk", "jagu", "jaotis", "alljaotis", "alamjaotis")
_ROLES: Roles = {
    **dict.fromkeys(("metaandmed", "aktinimi", "paragrahvNr", "loigeNr", "alampunktNr", "viideURID"), Role.SKIP),
    **dict.fromkeys(("normtehnmarkus", "veaparandus", "allkiri"), Role.NOTE),
    **dict.fromkeys(_ABOVE, Role.DIVISION),
    **dict.fromkeys(
        ("loige", "alampunkt", "sisuTekst", "tavatekst", "preambul", "lisaViide", "HTMLKonteiner", "ankur"), Role.BLOCK
    ),
    "kuvatavNr": Role.LABEL, "muutmismarge": _amendment,
    "paragrahv": Role.UNIT, "lisa": Role.DIVISION, "lisad": Role.BLOCK,
    "reavahetus": Role.BREAK, "sup": Role.SUPERSCRIPT,
    "tr": Role.ROW, "td": Role.CELL, "th": Role.CELL, "p": Role.BLOCK, "li": Role.BLOCK,
}  # fmt: skip


def knows(source: Source) -> bool:
    """Whether the root is `oigusakt`."""
    return bool(re.search(r"<(?:[\w.-]+:)?oigusakt[\s>]", source.text[:3000]))


def read(source: Source) -> Document:
    """The document as units, divisions, paragraphs and notes; ReadError where it holds no text."""
    root = source.xml_root
    resolve_entities(root)
    document = Document("riigi-teataja-xml", facts=_facts(root))
    walk = Walk(_ROLES, _unit, _division, unprinted=("aktViide", "viideURID"))
    document.blocks = [part for block in walk.run(root) for part in _opened(block)]
    if not document.blocks:
        raise ReadError(source.name, "the document holds no text")
    return document


def _opened(block: Block) -> list[Block]:
    """Escaped markup inside an element (numbers with `<sup>`, whole amending texts as HTML) as it prints."""
    if "<" not in block.text and "&" not in block.text:
        return [block]
    if block.kind is BlockKind.TEXT and re.search(r"<(?:p|table|div|li)\b", block.text, re.IGNORECASE):
        from ingest.readers.general_html import read_html_blocks

        return [Block(part.text, place=block.place) for part in read_html_blocks(block.text) if part.text]
    block.text = markup_words(block.text)
    return [block]


def _label(node: etree._Element) -> tuple[str, etree._Element | None]:
    shown = child(node, "kuvatavNr")
    if shown is not None and words(shown):
        return markup_words(words(shown)), shown
    number = next((part for part in node if local_name(part) == f"{local_name(node)}Nr"), None)
    raised = number.get("ylaIndeks") if number is not None else None
    return words(number) + (f"^{raised}" if raised else ""), shown


def _heading(node: etree._Element) -> tuple[str, etree._Element | None]:
    heading = next((part for part in node if local_name(part).endswith("Pealkiri")), None)
    return markup_words(words(heading)), heading


def _numbered(node: etree._Element) -> tuple[str, str, list[etree._Element]]:
    label, shown = _label(node)
    heading, titled = _heading(node)
    used = [part for part in node if part in (shown, titled) or local_name(part) == f"{local_name(node)}Nr"]
    return label, heading, used


def _unit(node: etree._Element) -> Opening:
    label, heading, used = _numbered(node)
    return Block(heading, BlockKind.UNIT, label=label, number=bare_number(label)), used


def _division(node: etree._Element) -> Opening:
    label, heading, used = _numbered(node)
    component = Component.SCHEDULE if local_name(node) == "lisa" else Component.MAIN
    return Block(heading, BlockKind.DIVISION, label=label, component=component), used


def _facts(root: etree._Element) -> dict[str, str]:
    adopted = first(root, "vastuvoetud")
    adopted_on = iso_date(words(first(adopted, "aktikuupaev"))) if adopted is not None else ""
    valid = first(root, "kehtivus")
    title = first(root, "aktinimi")
    number = words(first(root, "globaalID"))
    return stated(
        native_title=words(first(title, "pealkiri")) if title is not None else "",
        language="et",
        identifier=words(first(root, "lyhend")) or words(first(root, "aktiNr")) or number,
        version_date=iso_date(words(first(valid, "kehtivuseAlgus"))) if valid is not None else "",
        year=year_of(adopted_on),
        kind={"seadus": "act", "määrus": "regulation"}.get(words(first(root, "dokumentLiik")).casefold(), ""),
        publisher="Riigi Teataja",
        official_url=f"https://www.riigiteataja.ee/akt/{number}" if number else "",
    )


READER = Reader(name="riigi-teataja-xml", knows=knows, read=read)
