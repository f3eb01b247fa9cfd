"""irishstatutebook.ie and revisedacts.lawreform.ie: Irish Acts in XML, as enacted and as revised, in one vocabulary.

Which Acts are kept up to date stands in the Commission's list; the others are held as they were enacted. Shape:
http://www.irishstatutebook.ie/eli/open-data.html, and what recorded Acts have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html.entities import html5

from crawlers.answers import Answer, xml_of
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Found, Request

_KEY = re.compile(r"(\d{4})/act/(\d+)/(revised|enacted)")
_ROW = re.compile(r"((\d{4})/act/(\d+))/en")
_HEAD = re.compile(r"^\s*(?:<\?xml[^>]*\?>)?\s*(?:<!DOCTYPE[^>\[]*(?:\[(?P<declared>[^\]]*)\])?[^>]*>)?")
_ENTITY = re.compile(r"""<!ENTITY\s+(\w+)\s+"([^"&%]{1,999})"\s*>""")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The Act as revised or as enacted, as its key says."""
    return Request(manifest.address("law" if law.key.endswith("/revised") else "enacted", key=law.key))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The Acts that are kept up to date and not repealed. Rows without a title are earlier states of the one above."""
    rows = answer.html.xpath("//tr[@data-eli]")
    if not rows:
        raise ChangedPage(answer.address, "no row of the list names an Act")
    for row in rows:
        key = _ROW.fullmatch(row.get("data-eli"))
        title = _words(row.xpath("string(.//a[contains(@href, '/front/revised/')])"))
        if key and title and "repealed" not in row.get("class", "").split():
            yield Found(f"{key[1]}/revised", title, f"No. {key[3]} of {key[2]}", int(key[2]), "act")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The Act in the answer, if it has the number and year that were asked for, and sections."""
    (answer,) = answers
    key = _KEY.fullmatch(law.key)
    if key is None:
        raise ChangedPage(law.key, "the key should be written like 2006/act/26/revised")
    year, number, state = key.groups()
    root = answer.xml
    if root.tag != "act":
        raise ChangedPage(answer.address, f"an Act is expected, not <{root.tag}>")
    found = (root.findtext("metadata/year").strip(), root.findtext("metadata/number").strip())
    if found != (year, number):
        raise ChangedPage(answer.address, f"it is another Act, No. {found[1]} of {found[0]}")
    if root.find(".//body//sect") is None:
        raise ChangedPage(answer.address, "the Act has no sections")
    enacted = _day(root.findtext("metadata/dateofenactment"), "%Y%m%d")
    is_revised = state == "revised"
    return Fetched(
        (_without_entities(answer) if is_revised else answer.as_file("law.xml"),),
        title=_words(root.findtext("metadata/title")), language="en", kind="act",
        year=int(year), identifier=f"No. {number} of {year}", version_date=_updated(answer) if is_revised else enacted,
        official_url=manifest.address(f"{state}-page", key=law.key), more={"consolidation": state, "enacted": enacted},
    )  # fmt: skip


def _updated(answer: Answer) -> str:
    """The day up to which the Act is revised. It stands in an entity that the document declares."""
    day = _declared(answer.text).get("updatedtodate")
    if day is None:
        raise ChangedPage(answer.address, "it does not say up to which day it is revised")
    return _day(day, "%d %B %Y")


def _without_entities(answer: Answer) -> File:
    """The Act with what its entities stand for. Ingest opens no XML that declares entities of its own."""
    declared = _declared(answer.text)

    def meant(entity: re.Match[str]) -> str:
        name = entity[1]
        return entity[0] if name in _OF_XML else declared.get(name) or html5.get(f"{name};", entity[0])

    text = re.sub(r"&(\w+);", meant, _HEAD.sub("", answer.text, count=1)).lstrip()
    content = f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()
    xml_of(content, answer.address)  # an entity that nothing explains is a failure with a name
    return File("law.xml", content, answer.address)


def _declared(text: str) -> dict[str, str]:
    head = _HEAD.match(text)
    return dict(_ENTITY.findall(head["declared"] or "")) if head else {}


def _day(words: str, form: str) -> str:
    return datetime.strptime(_words(words), form).date().isoformat()


def _words(text: str) -> str:
    return " ".join(text.split())
