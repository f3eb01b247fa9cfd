"""Legilux, the official gazette of Luxembourg: a SPARQL endpoint says which texts a law has, first and consolidated;
the texts are Akoma Ntoso (CSD13) with extensions of the State's own.

Shapes: https://www.w3.org/TR/sparql11-results-json/ for the endpoint, what recorded texts have for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Request

_NAMES = {"akn": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13", "scl": "http://www.scl.lu"}
_NAME = "{http://www.scl.lu}name"
_LANGUAGE = re.compile(r"/([a-z]{2})/xml/[^/]+$")
_CONSOLIDATED = re.compile(r"^Version consolidée[^:]*:\s*")
_KINDS = {"LOI": "act", "CODE": "code", "RGD": "regulation", "Constitution": "constitution"}


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The query for the law's texts. The endpoint heeds this header, and no format in the address."""
    return Request(manifest.address("law", key=law.key), headers=(("Accept", "application/sparql-results+json"),))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | list[Request]:
    """First the endpoint's answer, then the law's newest text in each language that it has."""
    day, addresses = _newest(answers[0], law, manifest)
    if len(answers) == 1:
        return [Request(address) for address in addresses.values()]
    files = [
        _file(answer, language, law, manifest) for language, answer in zip(addresses, answers[1:], strict=False)
    ]  # fmt: skip
    facts = _facts(answers[1])
    facts["version_date"] = day or facts["version_date"]
    return Fetched(tuple(files), language=next(iter(addresses)), **facts)


def _newest(answer: Answer, law: ListedLaw, manifest: Manifest) -> tuple[str, dict[str, str]]:
    """From which day the newest text applies, where the endpoint says so, and its address by language. Of two texts of
    one day the consolidated one is newer. MissingLaw where the law has no text."""
    rows = [{name: bound["value"] for name, bound in row.items()} for row in answer.json["results"]["bindings"]]
    if not rows:
        raise MissingLaw(answer.address, f"the endpoint knows no text of {law.key} in XML that applies today")
    found: dict[tuple[str, bool], dict[str, str]] = {}
    for row in rows:
        if language := _LANGUAGE.search(row["url"]):
            place = (row.get("dateApplicability", ""), "/jo/" not in row["url"])
            found.setdefault(place, {})[language[1]] = row["url"].replace("http://", "https://", 1)
    newest = max(found)
    texts = {language: found[newest][language] for language in manifest.languages if language in found[newest]}
    if not texts:
        raise ChangedPage(answer.address, f"{law.key} has texts, but none in a language we read")
    return newest[0], texts


def _file(answer: Answer, language: str, law: ListedLaw, manifest: Manifest) -> File:
    """The text in one language, if it is the law that was asked for: its address or its metadata name it."""
    identification = answer.xml.find("akn:act/akn:meta/akn:identification", _NAMES)
    named = [answer.request.address, *(part.text or "" for part in identification.iterfind(".//scl:jolux", _NAMES))]
    if not any(f"eli/etat/{law.key}" in name for name in named):
        raise ChangedPage(answer.address, f"it is another law: nothing in it names {law.key}")
    if answer.xml.find("akn:act/akn:body//akn:article", _NAMES) is None:
        raise ChangedPage(answer.address, "the law has no article")
    return answer.as_file("law.xml" if language == manifest.languages[0] else f"law-{language}.xml")


def _facts(answer: Answer) -> dict[str, Any]:
    """What the metadata say of the law. Titles have line ends written as a backslash and an n."""
    identification = answer.xml.find("akn:act/akn:meta/akn:identification", _NAMES)
    said: dict[str, str] = {}
    for part in identification.iterfind(".//scl:jolux", _NAMES):
        if part.text and part.text.strip():
            said.setdefault(part.get(_NAME), part.text.strip())
    title = _CONSOLIDATED.sub("", " ".join(said["title"].replace("\\n", " ").split()))
    return {
        "native_title": title, "kind": _KINDS.get(said.get("typeDocument", "").rpartition("/")[2]),
        "year": int(said["dateDocument"][:4]),
        "version_date": said.get("dateApplicability") or said.get("dateEntryInForce") or said["dateDocument"],
    }  # fmt: skip
