"""What an Akoma Ntoso document says of itself in its FRBR metadata and on its title page."""

from __future__ import annotations

import re

from lxml import etree

from ingest.readers.source_facts import iso_date, language_code, stated, year_of
from ingest.readers.xml_words import first, local_name, words

_ENACTED = re.compile(r"document|issued|enact|adopt|sign", re.IGNORECASE)
_CONSOLIDATED = re.compile(r"consolid|applicab|version|point", re.IGNORECASE)
_NOTES = {"authorialNote", "note", "remark", "noteRef"}


def facts_of(root: etree._Element) -> dict[str, str]:
    """Title, language, number, dates, publisher and address, as far as the document states them."""
    work, expression = first(root, "FRBRWork"), first(root, "FRBRExpression")
    language = _value(expression, "FRBRlanguage", "language")
    code = language_code(language)
    enacted = _date(work, _ENACTED, newest=False)
    title = words(first(root, "docTitle"), _NOTES) or words(first(root, "longTitle"), _NOTES)
    title = title or words(first(root, "shortTitle"), _NOTES) or _name(work, code)
    kind = next((local_name(node) for node in root if isinstance(node.tag, str)), "")
    address = _value(work, "FRBRuri", "value") or _value(work, "FRBRthis", "value")
    return stated(
        native_title=title,
        language=code,
        identifier=words(first(root, "docNumber"), _NOTES) or _value(work, "FRBRnumber", "value"),
        version_date=_date(expression, _CONSOLIDATED, newest=True),
        year=year_of(enacted),
        kind=kind if kind in ("act", "bill") else "",
        official_url=address if address.startswith("http") else "",
        publisher=_publisher(root, work),
    )


def _parts(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [node for node in parent if local_name(node) == name]


def _value(parent: etree._Element | None, name: str, attribute: str) -> str:
    return next((str(node.get(attribute)) for node in _parts(parent, name) if node.get(attribute)), "")


def _date(parent: etree._Element | None, preferred: re.Pattern[str], newest: bool) -> str:
    dates = [(str(node.get("name") or ""), iso_date(node.get("date") or "")) for node in _parts(parent, "FRBRdate")]
    dates = [(name, date) for name, date in dates if date < "2200"]  # 2999 stands for an open end
    known = [date for name, date in dates if date and preferred.search(name)] or [d for _, d in dates if d]
    if not known:
        return ""
    return max(known) if newest else min(known)


def _name(work: etree._Element | None, code: str) -> str:
    names = _parts(work, "FRBRname") or _parts(work, "FRBRalias")
    own = [
        node for node in names if any(language_code(str(v)) == code for k, v in node.attrib.items() if "lang" in str(k))
    ]
    return next((str(node.get("value")) for node in own or names[:1] if node.get("value")), "")


def _publisher(root: etree._Element, work: etree._Element | None) -> str:
    reference = _value(work, "FRBRauthor", "href").lstrip("#")
    for node in root.iter("{*}TLCOrganization"):
        if reference and reference in (node.get("eId"), node.get("id")):
            return str(node.get("showAs") or "")
    return ""
