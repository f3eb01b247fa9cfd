"""Acts and regulations in the XML of the Department of Justice of Canada, in English or French.

Elements after the published schema: https://laws-lois.justice.gc.ca/eng/XML/ (regulation_web.dtd, statute).
"""

from __future__ import annotations

import re

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.source_facts import iso_date, language_code, stated
from ingest.readers.xml_walk import Opening, Role, Walk
from ingest.readers.xml_words import child, first, local_name, resolve_entities, words
from ingest.source import Source
from palermo.errors import ReadError

_NOTES = ("HistoricalNote", "Footnote", "OriginatingRef")
_LEFT_OUT = (*_NOTES, "FootnoteRef")
_ROLES: dict[str, Role] = {
    **dict.fromkeys(("Identification", "TableOfProvisions", "RecentAmendments", "FootnoteRef", "Image"), Role.SKIP),
    **dict.fromkeys(_NOTES, Role.NOTE),
    **dict.fromkeys(("AmendedText", "ReadAsText", "QuotedText"), Role.QUOTED),
    **dict.fromkeys(("Heading", "ScheduleFormHeading", "GroupHeading", "FormHeading"), Role.DIVISION),
    **dict.fromkeys(("Schedule", "RelatedProvs", "RelatedOrNotInForce"), Role.DIVISION),
    **dict.fromkeys(
        (
            "Subsection", "Paragraph", "Subparagraph", "Clause", "Subclause", "Subsubclause", "Definition", "Text",
            "ContinuedSectionSubsection", "ContinuedParagraph", "ContinuedSubparagraph", "ContinuedClause",
            "ContinuedSubclause", "ContinuedDefinition", "ContinuedFormulaParagraph", "MarginalNote", "TitleText",
            "SectionPiece", "Provision", "List", "Item", "FormulaGroup", "FormulaDefinition", "FormulaParagraph",
            "Formula", "FormulaText", "TableGroup", "Caption", "BilingualGroup", "BilingualItemEn",
            "BilingualItemFr", "BillPiece", "FormGroup", "SignatureBlock", "Preamble", "Enacts", "ReaderNote", "Note",
            "DocumentInternal", "Group",
        ),
        Role.BLOCK,
    ),
    "Label": Role.LABEL, "FormulaTerm": Role.LABEL,
    "Section": Role.UNIT,
    "row": Role.ROW, "entry": Role.CELL,
    "Sup": Role.SUPERSCRIPT, "Superscript": Role.SUPERSCRIPT, "LineBreak": Role.BREAK, "PageBreak": Role.BREAK,
}  # fmt: skip
_TRANSITIONAL = {"RelatedProvs", "NifProvs"}


def knows(source: Source) -> bool:
    """Whether the root is a `Statute` or `Regulation` with this schema's `Identification`."""
    head = source.text[:6000]
    return bool(re.search(r"<(?:Statute|Regulation)[\s>]", head)) and "<Identification" in head


def read(source: Source) -> Document:
    """The document as units, divisions, paragraphs and notes; ReadError where it holds no section at all."""
    root = source.xml_root
    resolve_entities(root)
    levels = _Levels()
    walk = Walk(_ROLES, _unit, levels.division)
    document = Document("justice-canada-xml", facts=_facts(root))
    document.blocks = walk.run(root)
    if not document.blocks:
        raise ReadError(source.name, "the document holds no sections and no text")
    return document


def _unit(node: etree._Element) -> Opening:
    label, heading = child(node, "Label"), child(node, "MarginalNote")
    if heading is None and (only := child(node, "Subsection")) is not None:
        heading = child(only, "MarginalNote")  # the first subsection's note is printed at the section's head
    number = words(label, _LEFT_OUT)
    used = [part for part in (label, heading) if part is not None]
    block = Block(words(heading, _LEFT_OUT), BlockKind.UNIT, label=number, number=bare_number(number))
    return block, used


class _Levels:
    """The levels of headings: the schema gives them as numbers, and schedules start again."""

    def __init__(self) -> None:
        self._component = Component.MAIN

    def division(self, node: etree._Element) -> Opening:
        name = local_name(node)
        if name in ("Schedule", "RelatedProvs"):
            self._component = Component.SCHEDULE
            if name in _TRANSITIONAL or (node.get("id") or "") in _TRANSITIONAL:
                self._component = Component.TRANSITIONAL
            heading = child(node, "ScheduleFormHeading")
            if heading is None:
                return Block("", BlockKind.DIVISION, level=1, label=words(child(node, "Label")),
                             component=self._component), ()  # fmt: skip
            return self._block(heading, 1), [heading]
        if name == "RelatedOrNotInForce":
            return None, ()
        level = int(node.get("level") or 2) if (node.get("level") or "2").isdigit() else 2
        inside = 1 if self._component is not Component.MAIN else 0
        return self._block(node, min(level, 6) + inside), list(node)

    def _block(self, node: etree._Element, level: int) -> Block:
        label = words(child(node, "Label"), _LEFT_OUT)
        title = words(child(node, "TitleText"), _LEFT_OUT)
        return Block(title, BlockKind.DIVISION, level=level, label=label, component=self._component)


def _facts(root: etree._Element) -> dict[str, str]:
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    title = words(first(root, "ShortTitle"), _LEFT_OUT) or words(first(root, "LongTitle"), _LEFT_OUT)
    identifier = words(first(root, "ConsolidatedNumber")) or words(first(root, "InstrumentNumber"))
    pit = next((str(value) for key, value in root.attrib.items() if str(key).endswith("pit-date")), "")
    assented = next((n for n in root.iter("{*}Stages") if n.get("stage") == "assented-to"), None)
    statute = first(root, "AnnualStatuteId")
    return stated(
        native_title=title,
        language=language_code(language),
        identifier=identifier,
        version_date=iso_date(pit),
        year=words(
            first(assented, "YYYY") if assented is not None else child(statute, "YYYY") if statute is not None else None
        ),
        kind="regulation" if local_name(root) == "Regulation" else "act",
    )


READER = Reader(name="justice-canada-xml", knows=knows, read=read)
