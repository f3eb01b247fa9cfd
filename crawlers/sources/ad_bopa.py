"""bopa.ad: the gazette of Andorra. HTML documents in a store of files, lists of issues and documents in JSON.

No description of either is published; the shapes are those of recorded answers. A document is whole HTML since 2015 or
so, lines with <br> before; in UTF-16 with a mark or in UTF-8. There are no consolidated texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, TruncatedFile
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_KEY = re.compile(r"(\d{3})(\d{3})/([\w-]+)")
# A number before the name marks a part of the document for the site's own pages; the whole is there without it.
_DOCUMENT = re.compile(r"/(\d{6})/html/(?:\d+_)*([\w-]+)\.html$")
_KINDS = {
    "lleis": "act", "legislació delegada": "act", "reglaments": "regulation",
    "constitució del principat d'andorra": "constitution",
}  # fmt: skip
_CITED = re.compile(r"(Llei|Decret legislatiu|Decret) (\d+)/(\d{4})")
_DAY = re.compile(r"/(\d{4}), de(?:l |\s*l['’])(\d{1,2}) d(?:e |['’])(\w+)")
_MONTHS = "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split()
_FIRST_ARTICLE = re.compile(r"\bArticle\s+(?:1\b|primer|únic)", re.IGNORECASE)
# Who signs at the end of an act or decree. Documents that are no whole HTML end in no other way.
_SIGNED = re.compile(r"Copríncep|Cap de Govern", re.IGNORECASE)
_BEFORE_THE_FIRST_YEAR = 1988


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """Where the document of a law is, its key being its issue's folder and its name."""
    year, number, document = _parts(law.key)
    return Request(manifest.address("law", issue=f"{year}{number}", document=document))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law as it was published in an issue."""
    (answer,) = answers
    root = answer.html
    words = " ".join(root.text_content().split())
    if not _FIRST_ARTICLE.search(words):
        raise ChangedPage(answer.address, "the document has no first article")
    if law.identifier and law.identifier not in words[:3000]:
        raise ChangedPage(answer.address, f"it is another document: '{law.identifier}' does not stand at its beginning")
    if "</html>" not in answer.text and not _SIGNED.search(words[-1000:]):
        raise TruncatedFile(answer.address, "the document ends without a signature")
    title = _title(root)
    year, number, document = _parts(law.key)
    cited = _CITED.match(title)
    more = {"gazette": f"BOPA {int(number)}/{_BEFORE_THE_FIRST_YEAR + int(year)}"}
    if day := _day(title):
        more["adopted"] = day
    return Fetched(
        (answer.as_file("law.html"),), native_title=title, language="ca", year=int(cited[3]) if cited else None,
        identifier=cited[0] if cited else None, official_url=manifest.address("page", key=document), more=more,
    )  # fmt: skip


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The issues in the list of issues; the laws and regulations in an issue."""
    found = answer.json
    if "bopaList" in found:
        for issue in found["bopaList"]:
            yield Request(manifest.address("issue", number=str(int(issue["numBOPA"])), year=_year(issue)))
        return
    for each in found["paginatedDocuments"]:
        document = each["document"]
        place = _DOCUMENT.search(document["metadata_storage_path"])
        kind = _KINDS.get(document["organisme"].replace("’", "'").casefold())
        if place and kind:
            yield _found(f"{place[1]}/{place[2]}", _unquoted(document["sumari"]), kind)


def _found(key: str, title: str, kind: str) -> Found:
    cited = _CITED.match(title)
    return Found(key, title, cited[0] if cited else None, int(cited[3]) if cited else None, kind)


def _parts(key: str) -> tuple[str, str, str]:
    """Year (from 1989 as 001), number and document's name in a key such as `029048/CGL20170712_09_31_30`."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ChangedPage(key, "the key should be written like 029048/CGL20170712_09_31_30")
    return found[1], found[2], found[3]


def _title(root: Any) -> str:
    """The paragraph that is marked as the title, else the first words."""
    marked = [paragraph.text_content() for paragraph in root.xpath("//p[@class='Titol-3']")]
    lines = (" ".join(text.split()) for text in [*marked, *root.itertext()])
    return next(line for line in lines if line)


def _day(title: str) -> str | None:
    """The day in a title such as `Llei 14/2017, del 22 de juny, ...`."""
    found = _DAY.search(title)
    if found is None or found[3] not in _MONTHS:
        return None
    return f"{found[1]}-{_MONTHS.index(found[3]) + 1:02}-{int(found[2]):02}"


def _year(issue: dict[str, Any]) -> str:
    """The year of an issue. Its day is written as the hour at which it begins in Andorra, in universal time."""
    return str((datetime.fromisoformat(issue["dataPublicacio"]) + timedelta(hours=2)).year)


def _unquoted(words: str) -> str:
    """A title in the letters of addresses, such as `Llei%2018%2F2024`, as it is read."""
    plain = re.sub(r"(?:%[0-9a-fA-F]{2})+", lambda part: bytes.fromhex(part[0].replace("%", "")).decode(), words)
    return " ".join(plain.split())
