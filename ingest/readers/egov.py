"""Japanese laws in the XML of e-Gov, the law database of the Digital Agency.

Names after the schema of laws in standard XML, https://laws.e-gov.go.jp/file/XMLSchemaForJapaneseLaw_v3.xsd.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.source_facts import stated
from ingest.readers.xml_walk import Opening, Role, Walk
from ingest.readers.xml_words import child, first, local_name, resolve_entities, words
from ingest.source import Source
from palermo.errors import ReadError

_PARTS = ("Part", "Chapter", "Section", "Subsection", "Division")
_APPENDICES = (
    "AppdxTable", "AppdxNote", "AppdxStyle", "AppdxFormat", "AppdxFig", "Appdx", "SupplProvisionAppdxTable",
    "SupplProvisionAppdxStyle", "SupplProvisionAppdx",
)  # fmt: skip
_SUBITEMS = [f"Subitem{depth}" for depth in range(1, 11)]
_FIRST_YEARS = {"Meiji": 1868, "Taisho": 1912, "Showa": 1926, "Heisei": 1989, "Reiwa": 2019}
"""The first year of each era, as https://www.ndl.go.jp/jikan/ gives them."""
_RUBY = ("Rt",)
_ROLES: dict[str, Role] = {
    **dict.fromkeys(("LawNum", "LawTitle", "TOC", "Rt", "Fig"), Role.SKIP),
    **dict.fromkeys(
        (
            "Paragraph", "ParagraphSentence", "ParagraphCaption", "ListSentence", "List", "Item", "ItemSentence",
            *_SUBITEMS, *(f"{name}Sentence" for name in _SUBITEMS), *(f"Sublist{depth}" for depth in (1, 2, 3)),
            "EnactStatement", "Preamble", "Remarks", "RemarksLabel", "NoteStruct", "Note", "StyleStruct", "Style",
            "FormatStruct", "Format", "FigStruct", "TableStruct", "TableStructTitle", "Class", "ClassTitle",
            "ClassSentence", "SupplNote", "RelatedArticleNum", "ArithFormula", "ArticleCaption",
        ),
        Role.BLOCK,
    ),
    **dict.fromkeys(("ArticleTitle", "ParagraphNum", "ItemTitle", *(f"{name}Title" for name in _SUBITEMS)), Role.LABEL),
    **dict.fromkeys((*_PARTS, *_APPENDICES, "SupplProvision"), Role.DIVISION),
    **dict.fromkeys(("QuoteStruct", "NewProvision", "AmendProvision"), Role.QUOTED),
    **dict.fromkeys(("TableRow", "TableHeaderRow"), Role.ROW),
    **dict.fromkeys(("TableColumn", "TableHeaderColumn"), Role.CELL),
    "Column": Role.BREAK, "Sup": Role.SUPERSCRIPT, "Article": Role.UNIT,
}  # fmt: skip


def knows(source: Source) -> bool:
    """Whether there is a `Law` with a `LawBody`, alone or in the answer of the interface."""
    return "<LawBody" in source.text and bool(re.search(r"<Law[\s>]", source.text[:8000]))


def read(source: Source) -> Document:
    """The document as units, divisions and paragraphs; ReadError where it holds no text."""
    law = first(source.xml_root, "Law")
    if law is None:
        raise ReadError(source.name, "there is no element Law in it")
    resolve_entities(law)
    main = first(law, "MainProvision")
    has_articles = main is not None and next(main.iter("{*}Article"), None) is not None
    roles: dict[str, Role | Callable[[etree._Element], Role]] = dict(_ROLES)
    if not has_articles:  # short and old laws number their paragraphs only
        roles["Paragraph"] = _paragraph
    document = Document("egov-xml", facts=_facts(law))
    document.blocks = Walk(roles, _unit, _division, unprinted=_RUBY).run(law)
    if not document.blocks:
        raise ReadError(source.name, "the law holds no text")
    return document


def _paragraph(node: etree._Element) -> Role:
    above = node.getparent()
    numbered = bool(words(child(node, "ParagraphNum")))
    return Role.UNIT if above is not None and local_name(above) == "MainProvision" and numbered else Role.BLOCK


def _unit(node: etree._Element) -> Opening:
    """An article with its caption; `Num` gives `2_2` for 第二条の二 and `29:31` for 第二十九条から第三十一条まで."""
    label = child(node, "ArticleTitle", "ParagraphNum")
    caption = child(node, "ArticleCaption", "ParagraphCaption")
    number = str(node.get("Num") or "").replace("_", "-").replace(":", "–")
    used = [part for part in (label, caption) if part is not None]
    return Block(words(caption, _RUBY).strip("（）"), BlockKind.UNIT, label=words(label, _RUBY), number=number), used


def _division(node: etree._Element) -> Opening:
    name = local_name(node)
    title = child(node, f"{name}Title", f"{name}Label")
    printed = words(title, _RUBY)
    used = [] if title is None else [title]
    if name == "SupplProvision":
        # Each amending law brings its own and numbers them anew; they are cited with the number of that law.
        printed = re.sub(r"\s", "", printed) or "附則"
        amending = str(node.get("AmendLawNum") or "").strip()
        label = f"{printed}（{amending}）" if amending else printed
        return Block("", BlockKind.DIVISION, level=1, label=label, component=Component.TRANSITIONAL), used
    if name in _APPENDICES:
        related = child(node, "RelatedArticleNum")
        used += [] if related is None else [related]
        heading = words(related, _RUBY).strip("（）")
        label = printed or "別記"
        return Block(heading, BlockKind.DIVISION, level=1, label=label, component=Component.SCHEDULE), used
    found = re.match(r"(第\S+?[編章節款目](?:の\S+)?)\s+(.*)", printed)
    label, heading = (found[1], found[2]) if found else ("", printed)
    return Block(heading, BlockKind.DIVISION, label=label), used


def _facts(law: etree._Element) -> dict[str, str]:
    year = str(law.get("Year") or "")
    first_year = _FIRST_YEARS.get(str(law.get("Era")))
    return stated(
        native_title=words(first(law, "LawTitle"), _RUBY),
        language=str(law.get("Lang") or ""),
        identifier=words(first(law, "LawNum"), _RUBY),
        year=str(first_year + int(year) - 1) if first_year and year.isdigit() else "",
    )


READER = Reader(name="egov-xml", knows=knows, read=read)
