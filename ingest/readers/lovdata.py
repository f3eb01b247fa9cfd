"""Norwegian acts and regulations in Lovdata's public XML: HTML whose class names carry the structure.

Class names as in https://api.lovdata.no/ (publicData).
"""

from __future__ import annotations

import re

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.source_facts import iso_date, language_code, stated, year_of
from ingest.readers.xml_walk import Opening, Role, Roles, Walk
from ingest.readers.xml_words import local_name, resolve_entities, words
from ingest.source import Source
from palermo.errors import ReadError

_ARTICLE_ROLES = {
    "legalArticle": Role.UNIT, "changesToParent": Role.NOTE, "footnote": Role.NOTE, "marginIdArticle": Role.NOTE,
}  # fmt: skip


def _article(node: etree._Element) -> Role:
    return _ARTICLE_ROLES.get(_classes(node)[0], Role.BLOCK)


def _inline(node: etree._Element) -> Role:
    if "footnotereference" in _classes(node):
        return Role.SKIP
    return Role.SUPERSCRIPT if local_name(node) == "sup" else Role.INLINE


def _classes(node: etree._Element) -> list[str]:
    return (node.get("class") or "").split() or [""]


_ROLES: Roles = {
    # h1 is the title of the act, already among the facts
    **dict.fromkeys(("head", "header", "nav", "img", "h1"), Role.SKIP),
    **dict.fromkeys("p ol ul li div h2 h3 h4 h5 h6 table dl dt dd".split(), Role.BLOCK),
    **dict.fromkeys(("sup", "span"), _inline),
    "article": _article, "section": Role.DIVISION, "footer": Role.BLOCK,
    "tr": Role.ROW, "td": Role.CELL, "th": Role.CELL, "br": Role.BREAK,
}  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEFT_OUT = ("article", "footer")


def knows(source: Source) -> bool:
    """Whether the page has Lovdata's `documentBody` or articles of class `legalArticle`."""
    head = source.text[:3000]
    return "<html" in head[:1000] and bool(
        re.search(r'class="(?:documentHeader|data-document-key-info|documentBody)"', head)
        or 'class="legalArticle"' in source.text
    )


def read(source: Source) -> Document:
    """The document as units, divisions, paragraphs and notes; ReadError where it has no body."""
    root = source.xml_root
    resolve_entities(root)
    document = Document("lovdata-xml", facts=_facts(root))
    document.blocks = Walk(_ROLES, _unit, _division, _list_mark).run(root)
    if not document.blocks:
        raise ReadError(source.name, "the document holds no text")
    return document


def _unit(node: etree._Element) -> Opening:
    heading = next((part for part in node if local_name(part) in _HEADINGS), None)
    if heading is None:
        label = node.get("data-name") or ""
        return Block("", BlockKind.UNIT, label=label, number=bare_number(label)), ()
    parts = {_classes(part)[0]: part for part in heading.iter("{*}span", "span")}
    printed = words(parts.get("legalArticleValue"), _LEFT_OUT)
    title = words(parts.get("legalArticleTitle"), _LEFT_OUT)
    if not printed:
        found = re.match(r"(§+\s*[\d\w-]+(?:\s[a-z])?)\.?\s*(.*)", words(heading, _LEFT_OUT))
        printed, title = (found[1], found[2]) if found else ("", words(heading, _LEFT_OUT))
    return Block(title, BlockKind.UNIT, label=printed.rstrip(". "), number=bare_number(printed)), [heading]


def _division(node: etree._Element) -> Opening:
    heading = next((part for part in node if local_name(part) in _HEADINGS), None)
    if heading is None:
        return None, ()
    text = words(heading, _LEFT_OUT)
    found = re.match(r"((?:[^\W\d_]+\s+)?(?:\d+[^\s.]*(?:\s[A-Za-z])?|[IVXLC]+|[A-Z]))\s?[.:]\s+(.+)", text)
    named = f"{node.get('data-name') or ''} {_classes(node)[0]}".casefold()
    component = Component.SCHEDULE if "vedlegg" in named or _is_annexed_treaty(node) else Component.MAIN
    label, title = (found[1], found[2]) if found else ("", text)
    return Block(title, BlockKind.DIVISION, label=label, component=component), [heading]


def _is_annexed_treaty(node: etree._Element) -> bool:
    """Whether a part holds articles behind parts of §§: a treaty that the act makes law, with numbers of its own."""
    above = node.getparent()
    if above is not None and local_name(above) == "section":
        return False
    if _first_label(node)[:3].casefold() != "art":
        return False
    return any(_first_label(part).startswith("§") for part in node.itersiblings(node.tag, preceding=True))


def _first_label(part: etree._Element) -> str:
    spans = (span for span in part.iter("{*}span", "span") if "legalArticleValue" in _classes(span))
    return words(next(spans, None))


def _list_mark(node: etree._Element) -> str:
    return node.get("data-name") or node.get("value") or "" if local_name(node) == "li" else ""


def _facts(root: etree._Element) -> dict[str, str]:
    found = {_classes(node)[0]: node for node in root.iter("dd", "{*}dd")}
    identifier = words(found.get("legacyID"))
    address = words(found.get("refid"))
    title = words(found.get("title")) or words(next(root.iter("title", "{*}title"), None))
    return stated(
        native_title=title,
        language=language_code(root.get("lang") or ""),
        identifier=identifier,
        version_date=iso_date(words(found.get("lastChangeInForce"))) or iso_date(words(found.get("dateInForce"))),
        year=year_of(identifier) or year_of(address),
        kind={"LOV": "act", "FOR": "regulation"}.get(identifier[:3].upper(), ""),
        publisher="Lovdata",
        official_url=f"https://lovdata.no/{address}" if address else "",
    )


READER = Reader(name="lovdata-xml", knows=knows, read=read)
