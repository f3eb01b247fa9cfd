"""boe.es, the official gazette of Spain: consolidated law as XML, with all wordings of each article, and a catalogue.

Shape: https://www.boe.es/datosabiertos/documentos/APIconsolidada.pdf
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

# The site chooses the format by this header; without it the answer may be JSON.
_AS_XML = (("Accept", "application/xml"),)
_PLACE = re.compile(r"limit=(\d+)&offset=(\d+)")
_SHORT = {
    "ley orgánica": "LO", "real decreto": "RD", "real decreto-ley": "RDL", "real decreto legislativo": "RDLeg",
}  # fmt: skip
_ACTS = ("ley", "ley orgánica", "real decreto-ley", "real decreto legislativo", "decreto-ley", "constitución")
_NATIONAL = "1"


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The text of the law, as XML."""
    return Request(manifest.address("law", key=law.key), _AS_XML)


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The laws of the whole State in a page of the catalogue, and its next page.

    Laws of the autonomous communities stand there too and are left out: the manifest is about the State.
    """
    items = _data(answer).findall("item")
    for item in items:
        if item.find("ambito").get("codigo") == _NATIONAL:
            yield _found(item)
    place = _PLACE.search(answer.address)
    if place and len(items) == int(place[1]):
        following = int(place[2]) + len(items)
        yield Request(_PLACE.sub(f"limit={place[1]}&offset={following}", answer.address), _AS_XML)


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First the text, then what the site says of the law beside it."""
    text = _data(answers[0]).find("texto")
    if text is None or text.find("bloque[@tipo='precepto']/version") is None:
        raise ChangedPage(answers[0].address, "a text with articles is expected")
    if len(answers) == 1:
        return Request(manifest.address("facts", key=law.key), _AS_XML)
    facts = _data(answers[1]).find("metadatos")
    if facts.findtext("identificador") != law.key:
        raise ChangedPage(answers[1].address, f"it is about another law, {facts.findtext('identificador')}")
    found = _found(facts)
    repealed = _day(facts.findtext("fecha_derogacion", ""))
    return Fetched(
        (answers[0].as_file("law.xml"),), native_title=found.title, language="es", kind=found.kind, year=found.year,
        identifier=found.identifier, version_date=_applies_from(text),
        official_url=facts.findtext("url_html_consolidada"),
        more={"eli": facts.findtext("url_eli", "")} | ({"repealed": repealed} if repealed else {}),
    )  # fmt: skip


def _data(answer: Answer) -> Any:
    """What the answer holds, if it says that it holds something."""
    root = answer.xml
    if root.tag != "response":
        raise ChangedPage(answer.address, f"an answer of the interface is expected, not <{root.tag}>")
    code, words = root.findtext("status/code"), root.findtext("status/text")
    if code == "404":
        raise MissingLaw(answer.address, f"the site says: {words}")
    if code != "200":
        raise ChangedPage(answer.address, f"the site says: {code} {words}")
    return root.find("data")


def _found(facts: Any) -> Found:
    rank, number = facts.findtext("rango").casefold(), facts.findtext("numero_oficial")
    made = facts.findtext("fecha_disposicion") or facts.findtext("fecha_publicacion")
    key = facts.findtext("identificador")
    cited = f"{key} ({_SHORT.get(rank, facts.findtext('rango'))} {number})" if number else key
    title = " ".join(facts.findtext("titulo").split())
    return Found(key, title, cited, int(made[:4]), "act" if rank in _ACTS else "regulation")


def _applies_from(text: Any) -> str | None:
    """The latest day from which the present wording of an article applies; it may still be to come."""
    present = [article.findall("version")[-1] for article in text.findall("bloque[@tipo='precepto']")]
    return max((_day(one.get("fecha_vigencia") or one.get("fecha_publicacion")) for one in present), default=None)


def _day(digits: str) -> str:
    """`20240131` as 2024-01-31; nothing where no day is known."""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if digits.isdigit() and digits < "9999" else ""
