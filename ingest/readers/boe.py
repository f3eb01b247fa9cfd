"""Consolidated Spanish legislation in the XML of the BOE: blocks of a law in all their wordings.

The interface and its elements: https://www.boe.es/datosabiertos/documentos/APIconsolidada.pdf.
"""

from __future__ import annotations

import re

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.source_facts import stated
from ingest.readers.xml_walk import Role, Roles, Walk, place_of
from ingest.readers.xml_words import child, first, local_name, resolve_entities, words
from ingest.source import Source
from ingest.split.grammar import Role as Opens
from ingest.split.grammar import read_mark
from palermo.errors import ReadError

_DEPTHS = {"libro": 1, "titulo": 2, "capitulo": 3, "seccion": 4, "subseccion": 5}
"""How deep a heading stands, by the first part of its class."""
_HEADINGS = (*_DEPTHS, "anexo")


def _paragraph(node: etree._Element) -> Role:
    return Role.NOTE if (node.get("class") or "").startswith("nota") else Role.BLOCK


_ROLES: Roles = {
    "p": _paragraph, "pre": Role.BLOCK, "li": Role.BLOCK, "caption": Role.BLOCK,
    # Only the editors quote: what changed the wording, what the wording was before.
    "blockquote": Role.NOTE,
    "img": Role.SKIP, "br": Role.BREAK, "sup": Role.SUPERSCRIPT,
    "tr": Role.ROW, "td": Role.CELL, "th": Role.CELL,
}  # fmt: skip


def knows(source: Source) -> bool:
    """Whether the XML holds a `bloque` with a `version` of a norm."""
    text = source.text
    return "<bloque" in text and bool(re.search(r"<version\s[^>]*(?:id_norma|fecha_vigencia)=", text))


def read(source: Source) -> Document:
    """The last wording of each block as units, divisions, paragraphs and notes; ReadError where there is no text."""
    root = source.xml_root
    resolve_entities(root)
    document = Document("boe-xml", facts=stated(native_title=words(first(root, "titulo")), language="es"))
    for node in root.iter("{*}bloque"):
        wording = _last_wording(node)
        if wording is not None:
            document.blocks += _block(node, wording)
    if not any(block.text for block in document.blocks):
        raise ReadError(source.name, "the document of the BOE holds no text")
    return document


def _last_wording(node: etree._Element) -> etree._Element | None:
    """The wording that came into force last: wordings do not always stand in the order of time."""
    wordings = [part for part in node if local_name(part) == "version"]
    key = ("fecha_vigencia", "fecha_publicacion")
    dated = [
        (next((str(part.get(name)) for name in key if part.get(name)), ""), at) for at, part in enumerate(wordings)
    ]
    return wordings[max(dated)[1]] if dated else None


def _block(node: etree._Element, wording: etree._Element) -> list[Block]:
    kind = node.get("tipo") or ""
    if kind.startswith("nota"):
        return [Block(words(wording), BlockKind.NOTE, place=place_of(node))]
    headings = [part for part in wording if _class(part).partition("_")[0] in _HEADINGS]
    opening = child(wording, "p")
    blocks: list[Block] = []
    if headings:
        blocks = _divisions(headings)
    elif kind == "precepto" and opening is not None:
        blocks = [_unit(words(opening), node)]
        headings = [opening]
    elif kind == "firma":  # nobody cites the place, the day and the names by a number
        return [Block(text, BlockKind.NOTE, place=place_of(node)) for part in wording if (text := words(part))]
    for part in headings:
        wording.remove(part)
    for block in blocks:
        block.place = place_of(node)
    return blocks + Walk(_ROLES, _nothing, _nothing).run(wording)


def _nothing(_: etree._Element) -> tuple[None, tuple[()]]:
    return None, ()


def _unit(printed: str, node: etree._Element) -> Block:
    """The block for an article or an additional, transitional or final provision, from its printed first line."""
    mark = read_mark(printed, heading=True)
    named = node.get("titulo") or ""
    if mark and mark.role is Opens.UNIT:
        return Block(mark.rest.rstrip("."), BlockKind.UNIT, label=mark.label, number=mark.number.printed)
    if mark and mark.role is Opens.COMPONENT:
        return Block(mark.rest, BlockKind.DIVISION, level=1, label=mark.label, component=Component.SCHEDULE)
    heading = printed.removeprefix(named).strip(" .")
    return Block(heading, BlockKind.UNIT, label=named or printed, number=bare_number(named or printed))


def _divisions(headings: list[etree._Element]) -> list[Block]:
    """`titulo_num` and the `titulo_tit` behind it are one heading."""
    found: list[Block] = []
    last = ""
    for part in headings:
        group, _, half = _class(part).partition("_")
        text = words(part)
        if half == "tit" and found and group == last and not found[-1].text:
            found[-1].text = text
            continue
        last = group
        level = _DEPTHS.get(group, 1)
        component = Component.SCHEDULE if group == "anexo" else Component.MAIN
        label, heading = (text, "") if half == "num" or group == "anexo" else ("", text)
        found.append(Block(heading, BlockKind.DIVISION, level=level, label=label, component=component))
    return found


def _class(node: etree._Element) -> str:
    return str(node.get("class") or "")


READER = Reader(name="boe-xml", knows=knows, read=read)
