"""RIS, the legal information system of Austria: an interface in JSON lists the sections of a law in all their versions,
each with a document in XML.

Shapes: the handbook of the interface, https://data.bka.gv.at/ris/ogd/v2.6/Documents/Dokumentation_OGD-RIS_API.pdf, and
for documents what recorded ones have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Found, Request

_NAMES = {"ris": "http://www.bka.gv.at"}
_ON_A_PAGE = 100
_PAGE = re.compile(r"(?<=Seitennummer=)\d+")
_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")
_LAST_DAY = "8999-12-31"
"""For a saved page, which has no day. From the year 9000 on applies what has no first day yet."""


@dataclass(frozen=True)
class Section:
    """One version of a section. facts: what the interface says of it; begins, ends: its first and its last day."""

    number: str
    address: str
    title: str
    facts: dict[str, str]

    @property
    def begins(self) -> str:
        return self.facts["Inkrafttretensdatum"]

    @property
    def ends(self) -> str:
        return self.facts.get("Ausserkrafttretensdatum", "9999-12-31")

    @property
    def identifier(self) -> str:
        """Where the law was promulgated, such as `BGBl. Nr. 60/1974`."""
        return f"{self.facts['StammnormPublikationsorgan']} {self.facts['StammnormBgblnummer']}"

    @property
    def kind(self) -> str:
        return "regulation" if self.facts.get("Typ") == "V" else "act"


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The first page of the law's sections."""
    return Request(manifest.address("law", key=law.key, page="1"))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The laws to which the sections of a page belong, and the next page."""
    laws = {section.facts["Gesetzesnummer"]: section for section in _sections(answer)}
    for number, section in laws.items():
        yield Found(number, section.title, section.identifier, kind=section.kind)
    page = _PAGE.search(answer.request.address)
    if page and int(page[0]) < _pages(answer):
        yield Request(_PAGE.sub(str(int(page[0]) + 1), answer.request.address))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | list[Request]:
    """First the pages of the law's sections, then the documents of those in force, which become one file."""
    pages = [answer for answer in answers if _PAGE.search(answer.request.address)]
    if len(pages) < _pages(pages[0]):
        wanted = range(len(pages) + 1, _pages(pages[0]) + 1)
        return [Request(manifest.address("law", key=law.key, page=str(page))) for page in wanted]
    today = pages[0].fetched_at[:10] or _LAST_DAY
    sections = [one for page in pages for one in _sections(page) if one.begins <= today <= one.ends]
    if not sections:
        raise MissingLaw(pages[0].address, f"no section of {law.key} is in force")
    main = sections[0]
    if law.identifier not in (None, main.identifier):
        raise ChangedPage(pages[0].address, f"it is another law, {main.identifier}: {main.title}")
    documents = answers[len(pages) :]
    if not documents:
        return [Request(section.address, unchanging=True) for section in sections]
    for section, document in zip(sections, documents, strict=False):
        _check(document, section, law)
    short = main.facts.get("Abkuerzung")
    return Fetched(
        (_together(documents, law),), native_title=f"{main.title} ({short})" if short else main.title, language="de",
        kind=main.kind, year=int(main.facts["StammnormBgblnummer"].rpartition("/")[2]), identifier=main.identifier,
        version_date=max(section.begins for section in sections),
    )  # fmt: skip


def _pages(answer: Answer) -> int:
    """How many pages there are of what an answer begins."""
    hits = int(answer.json["OgdSearchResult"]["OgdDocumentResults"]["Hits"]["#text"])
    return max(1, -(-hits // _ON_A_PAGE))


def _sections(answer: Answer) -> Iterator[Section]:
    """The versions of sections on a page. Where there is one, it is not in a list."""
    for found in _list(answer.json["OgdSearchResult"]["OgdDocumentResults"].get("OgdDocumentReference")):
        about = found["Data"]["Metadaten"]
        documents = _list(found["Data"]["Dokumentliste"]["ContentReference"])
        main = next(each for each in documents if each["ContentType"] == "MainDocument")
        address = next(url["Url"] for url in _list(main["Urls"]["ContentUrl"]) if url["DataType"] == "Xml")
        title = " ".join(about["Bundesrecht"]["Kurztitel"].split())
        yield Section(about["Technisch"]["ID"], address, title, about["Bundesrecht"]["BrKons"])


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _check(document: Answer, section: Section, law: ListedLaw) -> None:
    """ChangedPage where it is not the document of this section of the law."""
    if document.xml.tag != f"{{{_NAMES['ris']}}}risdok":
        raise ChangedPage(document.address, f"a document of RIS is expected, not <{document.xml.tag}>")
    says = {line.get("ct"): "".join(line.itertext()).strip() for line in document.xml.iterfind(".//ris:absatz", _NAMES)}
    if (says.get("doknr"), says.get("gesnr")) != (section.number, law.key):
        raise ChangedPage(document.address, f"it is another section, {says.get('doknr')} of {says.get('gesnr')}")


def _together(documents: Sequence[Answer], law: ListedLaw) -> File:
    """The documents one after another, as they were served, in an element of our own."""
    parts = [_DECLARATION.sub(b"", document.body) for document in documents]
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<law source="ris" number="{law.key}">\n'.encode()
    return File("law.xml", head + b"\n".join(parts) + b"\n</law>\n", documents[0].address)
