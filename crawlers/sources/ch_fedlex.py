"""Fedlex, the platform for Swiss federal law: a SPARQL endpoint says which files a law has today, in which languages
and formats; the texts are Akoma Ntoso 3.0, older ones PDF/A only.

Shapes: https://github.com/swiss/fedlex-jolux (JOLux), https://www.w3.org/TR/sparql11-results-json/ and
https://www.w3.org/TR/rdf-sparql-XMLres/ (answers of the endpoint).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Found, Request

_NAMES = {"akn": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
_RESULTS = {"s": "http://www.w3.org/2005/sparql-results#"}
_FILE = re.compile(
    r"https?(?P<rest>://[^/]+/filestore/[^/]+/eli/(?P<key>cc/.+)/(?P<date>\d{8})/(?P<language>[a-z]{2})/"
    r"(?P<format>xml|pdf-a)/[^/]+)"
)
_LAW = re.compile(r"/eli/(cc/.+)$")
_ENDINGS = {"xml": "xml", "pdf-a": "pdf"}


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The query for the law's files. The endpoint heeds this header, and no format in the address."""
    return Request(manifest.address("law", key=law.key), headers=(("Accept", "application/sparql-results+json"),))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The laws in an answer of the endpoint. Treaties, whose numbers begin with 0, are no national law."""
    for row in _rows(answer):
        key = _LAW.search(row["law"])
        if key and not row["number"].startswith("0."):
            title = " ".join(row["title"].split())
            yield Found(key[1], title, f"SR {row['number']}", kind=_kind(title))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | list[Request]:
    """First the endpoint's answer, then the law in each of the manifest's languages."""
    files = _newest(answers[0], law, manifest)
    if len(answers) == 1:
        return [Request(f"https{file['rest']}", unchanging=True) for file in files]
    taken = [_file(answer, file, law, manifest) for file, answer in zip(files, answers[1:], strict=False)]
    main = files[0]
    date = main["date"]
    facts = _facts(answers[1], main["language"]) if main["format"] == "xml" else {}
    return Fetched(
        tuple(taken), language=main["language"], version_date=f"{date[:4]}-{date[4:6]}-{date[6:]}", **facts
    )  # fmt: skip


def _rows(answer: Answer) -> list[dict[str, str]]:
    """The rows of an answer of the endpoint, as JSON or XML, with their values as text."""
    if answer.format is Format.JSON:
        return [{name: bound["value"] for name, bound in row.items()} for row in answer.json["results"]["bindings"]]
    results = answer.xml.find("s:results", _RESULTS)
    return [
        {bound.get("name"): "".join(bound.itertext()).strip() for bound in row.iterfind("s:binding", _RESULTS)}
        for row in results.iterfind("s:result", _RESULTS)
    ]


def _newest(answer: Answer, law: ListedLaw, manifest: Manifest) -> list[re.Match[str]]:
    """The newest text in each of the manifest's languages, as XML where there is any; MissingLaw where no text is."""
    rows = _rows(answer)
    if not rows:
        raise MissingLaw(answer.address, f"the endpoint knows no text of {law.key} that applies today")
    newest = max(row["dateAppl"] for row in rows)
    found = [_FILE.fullmatch(row["url"]) for row in rows if row["dateAppl"] == newest]
    files = {(file["language"], file["format"]): file for file in found if file and file["key"] == law.key}
    best = [files.get((language, "xml")) or files.get((language, "pdf-a")) for language in manifest.languages]
    if not any(best):
        raise ChangedPage(answer.address, f"{law.key} has files, but none in XML or PDF in a language we read")
    return [file for file in best if file]


def _file(answer: Answer, file: re.Match[str], law: ListedLaw, manifest: Manifest) -> File:
    """The text in one language, if it is the law that was asked for."""
    if file["format"] == "pdf-a" and answer.format is not Format.PDF:
        raise ChangedPage(answer.address, f"a PDF is expected, not {answer.format.value}")
    if file["format"] == "xml":
        work = answer.xml.find("akn:act/akn:meta/akn:identification/akn:FRBRWork/akn:FRBRthis", _NAMES)
        if f"/eli/{law.key}/" not in work.get("value"):
            raise ChangedPage(answer.address, f"it is another law, {work.get('value')}")
        if answer.xml.find(".//akn:body//akn:article", _NAMES) is None:
            raise ChangedPage(answer.address, "the law has no article")
    name = "law" if file["language"] == manifest.languages[0] else f"law-{file['language']}"
    return answer.as_file(f"{name}.{_ENDINGS[file['format']]}")


def _facts(answer: Answer, language: str) -> dict[str, Any]:
    """What the metadata say of the law."""
    work = answer.xml.find("akn:act/akn:meta/akn:identification/akn:FRBRWork", _NAMES)
    names = {name.get("{http://www.w3.org/XML/1998/namespace}lang"): name.get("value")
             for name in work.iterfind("akn:FRBRname", _NAMES)}  # fmt: skip
    number = "".join(answer.xml.xpath("string(//akn:preface//akn:docNumber)", namespaces=_NAMES).split())
    dates = {date.get("name"): date.get("date") for date in work.iterfind("akn:FRBRdate", _NAMES)}
    title = names.get(language)
    return {
        "native_title": title, "title": names.get("en"), "kind": _kind(title or ""),
        "identifier": f"SR {number}" if number else None, "year": int(dates["jolux:dateDocument"][:4]),
    }  # fmt: skip


def _kind(title: str) -> str:
    if "erordnung" in title.partition(" vom ")[0]:
        return "regulation"
    return "constitution" if title.startswith("Bundesverfassung") else "act"
