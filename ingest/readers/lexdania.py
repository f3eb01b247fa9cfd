"""Danish acts in LexDania XML, the format of Retsinformation."""

from __future__ import annotations

import re

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.source_facts import iso_date, stated
from ingest.readers.xml_walk import Opening, Role, Roles, Walk
from ingest.readers.xml_words import child, first, local_name, resolve_entities, words
from ingest.source import Source
from palermo.errors import ReadError

_UNITS = ("Paragraf", "CentreretParagraf", "AendringCentreretParagraf", "IkraftCentreretParagraf", "Artikel")
_ABOVE = ("Bog", "Afsnit", "Kapitel", "Bilag", "Ikraft", "Underkapitel", "Del", "AnnexGruppe")


def _rubric(node: etree._Element) -> Role:
    # A group heading between paragraphs stands above those that follow.
    above = node.getparent()
    return Role.DIVISION if above is not None and local_name(above) == "ParagrafGruppe" else Role.BLOCK


_ROLES: Roles = {
    **dict.fromkeys(("Meta", "TitelGruppe", "Segl", "Img", "ImageGroup"), Role.SKIP),
    **dict.fromkeys(("Nota", "UnderskriftGruppe"), Role.NOTE),
    **dict.fromkeys(_UNITS, Role.UNIT),
    **dict.fromkeys(_ABOVE, Role.DIVISION),
    # The lines of one Exitus are the sentences of one paragraph.
    **dict.fromkeys(
        (
            "Stk", "Exitus", "Index", "Indentatio", "Hymne", "Indledning", "AendringsNummer", "Aendring",
            "AendringDefinition", "AendringAktion", "Rykningsklausul", "TekstGruppe", "BilagIndhold",
        ),
        Role.BLOCK,
    ),
    "Rubrica": _rubric, "Linea": Role.BREAK, "Explicatus": Role.LABEL, "AendringNyTekst": Role.QUOTED,
    "Tr": Role.ROW, "Td": Role.CELL, "Th": Role.CELL,
}  # fmt: skip


def knows(source: Source) -> bool:
    """Whether the root is `Dokument` with LexDania's `DokumentIndhold` and `Explicatus`."""
    text = source.text
    return bool(re.search(r"<Dokument[\s>]", text[:3000])) and ("<DokumentIndhold" in text or "<Explicatus" in text)


def read(source: Source) -> Document:
    """The document as units, divisions, paragraphs and notes; ReadError where it holds no text."""
    root = source.xml_root
    resolve_entities(root)
    document = Document("lexdania-xml", facts=_facts(root))
    document.blocks = Walk(_ROLES, _unit, _division).run(root)
    if not document.blocks:
        raise ReadError(source.name, "the document holds no text")
    return document


def _unit(node: etree._Element) -> Opening:
    label, heading = child(node, "Explicatus"), child(node, "Rubrica")
    used = [part for part in (label, heading) if part is not None]
    printed = words(label)
    component = Component.MAIN
    if local_name(node).startswith("Ikraft") and any(local_name(a) == "Ikraft" for a in node.iterancestors()):
        component = Component.TRANSITIONAL
    return Block(words(heading), BlockKind.UNIT, label=printed, number=bare_number(printed), component=component), used


def _division(node: etree._Element) -> Opening:
    name = local_name(node)
    if name == "Rubrica":
        return Block(words(node), BlockKind.DIVISION, level=9), list(node)
    # A group of commencement provisions opens with the name of the act that they come from.
    label, heading = child(node, "Explicatus"), child(node, "Exitus" if name == "Ikraft" else "Rubrica")
    used = [part for part in (label, heading) if part is not None]
    component = {"Bilag": Component.SCHEDULE, "Ikraft": Component.TRANSITIONAL}.get(name, Component.MAIN)
    if not used and component is Component.MAIN:
        return None, ()
    return Block(words(heading, ("Nota",)), BlockKind.DIVISION, label=words(label), component=component), used


def _facts(root: etree._Element) -> dict[str, str]:
    def value(name: str) -> str:
        return words(first(root, name))

    year, number = value("Year"), value("Number")
    kind = value("DocumentType").split(" ")[0].upper()
    return stated(
        native_title=value("DocumentTitle") or value("Titel"),
        language="da",
        identifier=f"{kind} {number}/{year}".strip() if number and year else value("AccessionNumber"),
        version_date=iso_date(value("StartDate")) or iso_date(value("DiesSigni")),
        year=year,
        kind={"LOV": "act", "LBK": "act", "BEK": "regulation"}.get(kind, ""),
        publisher="Retsinformation",
        official_url=f"https://www.retsinformation.dk/eli/lta/{year}/{number}" if number and year else "",
    )


READER = Reader(name="lexdania-xml", knows=knows, read=read)
