"""legislation.gov.uk: Crown Legislation Markup Language (CLML) for a law, Atom feeds for lists.

Shapes: https://legislation.github.io/clml-schema/ and the feeds as they are described on legislation.gov.uk/developer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_NAMES = {
    "leg": "http://www.legislation.gov.uk/namespaces/legislation",
    "ukm": "http://www.legislation.gov.uk/namespaces/metadata",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
}
_KEY = re.compile(r"/id/((?:[a-z]+)/(?:\d{4}|[A-Z]\w+/[\w-]+)/\d+)$")
# How a law of each type is cited: https://www.legislation.gov.uk/help, "Types of legislation".
_CITED = {
    "ukpga": "{year} c. {number}", "asp": "{year} asp {number}", "nia": "{year} c. {number} (N.I.)",
    "asc": "{year} asc {number}", "anaw": "{year} anaw {number}", "mwa": "{year} nawm {number}",
    "uksi": "S.I. {year}/{number}", "ssi": "S.S.I. {year}/{number}", "wsi": "S.I. {year}/{number} (W.)",
    "nisr": "S.R. {year}/{number}", "nisi": "S.I. {year}/{number} (N.I.)",
}  # fmt: skip
_REGULATIONS = ("uksi", "ssi", "wsi", "nisr")


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The laws in a feed, and its next page."""
    feed = answer.xml
    if feed.tag != f"{{{_NAMES['atom']}}}feed":
        raise ChangedPage(answer.address, f"an Atom feed is expected, not <{feed.tag}>")
    for entry in feed.iterfind("atom:entry", _NAMES):
        key = _KEY.search(entry.findtext("atom:id", "", _NAMES))
        if key:  # effects and notes have ids of another form
            yield _found(entry, key[1])
    following = feed.find("atom:link[@rel='next']", _NAMES)
    if following is not None:
        yield Request(following.get("href").replace("http://", "https://", 1))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """A law in CLML, with what its metadata say."""
    (answer,) = answers
    root = answer.xml
    if root.tag != f"{{{_NAMES['leg']}}}Legislation":
        raise ChangedPage(answer.address, f"a law in CLML is expected, not <{root.tag}>")
    if root.find(".//leg:Body", _NAMES) is None and root.find(".//leg:Schedules", _NAMES) is None:
        raise ChangedPage(answer.address, "the law has neither a body nor schedules")
    meta = root.find("ukm:Metadata", _NAMES)
    address = meta.findtext("dc:identifier", "", _NAMES)
    if f"/{law.key}" not in address:
        raise ChangedPage(answer.address, f"it is another law, {address or 'without an identifier'}")
    type_ = law.key.partition("/")[0]
    year, number = _value(meta, "Year"), _value(meta, "Number")
    return Fetched(
        (answer.as_file("law.xml"),), title=" ".join(meta.findtext("dc:title", "", _NAMES).split()) or None,
        language=meta.findtext("dc:language", "en", _NAMES), kind="regulation" if type_ in _REGULATIONS else "act",
        year=int(year), identifier=_cited(type_, year, number), version_date=_date(meta, root),
        more={"document_uri": address},
    )  # fmt: skip


def sign(law: ListedLaw, manifest: Manifest) -> Request:
    """The latest effects of other laws on this one: a small feed, where the law itself may have megabytes."""
    return Request(manifest.address("changes", key=law.key))


def sign_of(answer: Answer, law: ListedLaw, manifest: Manifest) -> str:
    """Which effects there are, and when each was entered or applied to the text."""
    feed = answer.xml
    if feed.tag != f"{{{_NAMES['atom']}}}feed" or f"/affected/{law.key}/" not in feed.findtext("atom:id", "", _NAMES):
        raise ChangedPage(answer.address, "the feed of changes of this law is expected")
    entries = feed.findall("atom:entry", _NAMES)
    said = (entry.findtext(f"atom:{name}", "", _NAMES) for entry in entries for name in ("id", "updated"))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _found(entry: Any, key: str) -> Found:
    type_ = key.partition("/")[0]
    year, number = _value(entry, "Year"), _value(entry, "Number")
    title = " ".join(entry.findtext("atom:title", "", _NAMES).split())
    kind = "regulation" if type_ in _REGULATIONS else "act"
    return Found(key, title, _cited(type_, year, number), int(year), kind)


def _value(element: Any, name: str) -> str:
    return str(element.find(f".//ukm:{name}", _NAMES).get("Value"))


def _cited(type_: str, year: str, number: str) -> str | None:
    pattern = _CITED.get(type_)
    return pattern.format(year=year, number=number) if pattern else None


def _date(meta: Any, root: Any) -> str | None:
    """The day from which this version is valid; for one that was never revised, the day it was made."""
    made = meta.find(".//ukm:EnactmentDate", _NAMES)
    if made is None:
        made = meta.find(".//ukm:Made", _NAMES)
    day = meta.findtext("dct:valid", None, _NAMES) or root.get("RestrictStartDate")
    return day or (made.get("Date") if made is not None else None)
