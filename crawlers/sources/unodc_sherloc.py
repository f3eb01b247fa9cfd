"""SHERLOC, UNODC's database of legislation: records of laws of all States, as facts and links.

No description of its answers is published; see `untried` in the manifest for what the shapes rest on. A record is one
place of a law (a chapter, some articles) with its tags; the extract of the law that its page shows is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.formats import Format
from crawlers.manifest import Manifest
from crawlers.values import Record, Request

_OFFENCES = {
    "participation in an organized criminal group": ("untoc:5",), "money laundering": ("untoc:6",),
    "corruption": ("untoc:8",), "obstruction of justice": ("untoc:23",), "trafficking in persons": ("tip:5",),
    "smuggling of migrants": ("som:6",), "trafficking in firearms": ("fap:5",),
}  # fmt: skip
"""The articles that define the offences of SHERLOC's crime types; the other types are offences of other treaties."""
_HEADINGS = {
    "location": "", "entry into force date": "in_force", "adoption date": "adopted", "untoc articles": "untoc",
    "organized crime convention": "untoc", "trafficking in persons protocol": "tip",
    "smuggling of migrants protocol": "som", "firearms protocol": "fap", "uncac articles": "", "uncac article": "",
    "original text": "", "cross-cutting issues": "", "attachments/annexes": "", "commentary": "", "notes": "",
}  # fmt: skip
"""Headings of a record's page, with what stands below them; nothing is read below those without a name."""
_ARTICLE = re.compile(r"article (\d+)\b", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_KEY = re.compile(r"/legislation/([a-z]{3})/[^?#]+\.html")
_START = re.compile(r"startAt%22:(\d+)")


def discover(answer: Answer, manifest: Manifest) -> Iterator[Record | Request]:
    """The records of one answer of the search and its next one; or what a record's own page adds to it."""
    if answer.format is Format.HTML:
        yield _details(answer)
        return
    results, found = answer.json["results"], int(answer.json["found"])
    for result in results:
        yield _record(result, answer, manifest)
    start = _START.search(answer.request.address)
    if start is None:
        raise ChangedPage(answer.address, "the address does not say at which record the answer starts")
    following = int(start[1]) + len(results)
    if results and following < found:
        yield Request(manifest.address("list", start=str(following)))


def _record(result: dict[str, Any], answer: Answer, manifest: Manifest) -> Record:
    values = result["values"]
    key = _key(result["uri"], answer)
    state = key.split("/")[2].upper()
    title = _words(values["legislation.nationalLawArticle@title_s1"])
    chapter = values.get("legislation.nationalLawArticle@chapter_s1")
    article = values.get("legislation.nationalLawArticle@article_s1")
    crimes = values.get("en#__el.legislation.crimeTypes_s") or ()
    crimes = tuple(_words(crime) for crime in ([crimes] if isinstance(crimes, str) else crimes))
    offences = tuple(dict.fromkeys(one for crime in crimes for one in _OFFENCES.get(crime.casefold(), ())))
    address = manifest.address("record", key=key)
    return Record(
        key=key, state=state, title=title, provision=", ".join(filter(None, map(_words, (chapter, article)))) or None,
        crime_types=crimes, offences=offences, address=address,
        law_address=manifest.address("collection", state=state, title=title), page=address if offences else "",
    )  # fmt: skip


def _details(answer: Answer) -> Record:
    """What stands below the headings of a record's page; the extract of the law is passed over."""
    below: dict[str, list[str]] = {}
    at, headings = "", set()
    for words in map(_words, answer.html.itertext()):
        heading = words.rstrip(":").casefold()
        if heading in _HEADINGS:
            headings.add(heading)
            at = _HEADINGS[heading]
        elif words and at:
            below.setdefault(at, []).append(words)
    if not {"untoc articles", "location"} <= headings:
        raise ChangedPage(answer.address, "it is no page of a record: it has no location and no articles")
    instruments = [name for name in ("untoc", "tip", "som", "fap") if name in below]
    articles = {name: _articles(name, below[name]) for name in instruments}
    key = _key(answer.request.address, answer)
    return Record(
        key=key, state=key.split("/")[2].upper(), adopted=_date(below.get("adopted", ())),
        in_force=_date(below.get("in_force", ())),
        articles=tuple(one for name in instruments for one in articles[name]),
        instruments=tuple(
            name for name in instruments if not articles[name] and "any article" in map(str.casefold, below[name])
        ),
        documents=_documents(answer),
    )  # fmt: skip


def _articles(instrument: str, lines: Sequence[str]) -> tuple[str, ...]:
    found = (match for line in lines if (match := _ARTICLE.match(line)))
    return tuple(dict.fromkeys(f"{instrument}:{match[1]}" for match in found))


def _date(lines: Sequence[str]) -> str | None:
    return next((match[0] for line in lines if (match := _DATE.match(line))), None)


def _documents(answer: Answer) -> tuple[str, ...]:
    """Links to files that UNODC keeps: the law as it was sent in."""
    links = (str(link) for link in answer.html.xpath("//a/@href"))
    return tuple(dict.fromkeys(link for link in links if "/uploads/" in link and re.search(r"\.(pdf|docx?)$", link)))


def _key(address: str, answer: Answer) -> str:
    """The path of a record without what differs between its addresses: the host, the language, a second slash."""
    found = _KEY.search(re.sub(r"/{2,}", "/", address.partition("?")[0]))
    if found is None:
        raise ChangedPage(answer.address, f"'{address}' is no address of a record of legislation")
    return found[0]


def _words(words: Any) -> str:
    return " ".join(str(words or "").split())
