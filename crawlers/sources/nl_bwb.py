"""The Basiswettenbestand (BWB), Dutch consolidated legislation: a search (SRU) that names a law's texts, each as XML.

Shapes: https://repository.officiele-overheidspublicaties.nl/Schema/BWB-toestand/2016-1/xsd/toestand_2016-1.xsd and the
manual of the search, https://www.overheid.nl/sites/default/files/pdf/Handleiding+SRU+BWB.pdf.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_KINDS = {
    "wet": "act", "rijkswet": "act", "AMvB": "regulation", "rijksAMvB": "regulation", "KB": "regulation",
    "ministeriele-regeling": "regulation",
}  # fmt: skip
_ALWAYS = "9999-12-31"


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The laws that a search found, each once: the search names all their texts, the repealed ones too."""
    by_key = {_value(record, "identifier"): record for record in _records(answer)}
    for key, record in by_key.items():
        yield Found(key, " ".join(_value(record, "title").split()), key, kind=_KINDS.get(_value(record, "type")))
    if following := answer.xml.findtext("{*}nextRecordPosition"):
        before = answer.request.address.partition("&startRecord=")[0]
        yield Request(f"{before}&startRecord={following}")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First the texts that the law has had and will have, then the one of the day."""
    record = _of_the_day(answers[0], law.key)
    if len(answers) == 1:
        return Request(_value(record, "locatie_toestand").replace("http://", "https://", 1))
    answer = answers[1]
    root = answer.xml
    if root.tag != "toestand" or root.find(".//artikel") is None:
        raise ChangedPage(answer.address, f"a law with articles is expected, not <{root.tag}>")
    if root.get("bwb-id") != law.key:
        raise ChangedPage(answer.address, f"it is another law, {root.get('bwb-id')}")
    title = " ".join((_own_words(root, "citeertitel") or _own_words(root, "intitule")).split())
    kind = "code" if title.startswith("Wetboek ") else _KINDS.get(root.find("wetgeving").get("soort"))
    signed = root.find(".//intitule//oorspronkelijk//ondertekeningsdatum")
    return Fetched(
        (answer.as_file("law.xml"),), native_title=title, language="nl", kind=kind,
        year=int(signed.get("isodatum")[:4]) if signed is not None else None, identifier=law.key,
        version_date=root.get("inwerkingtreding"), more={"version_uri": root.get("bwb-ng-vast-deel", "")},
    )  # fmt: skip


def _of_the_day(answer: Answer, key: str) -> Any:
    """The record of the text in force on the day of the answer; without one, of the last that was.

    MissingLaw where the search knows no such law. An answer without a time (a saved page) is of the last day.
    """
    records = [record for record in _records(answer) if _value(record, "identifier") == key]
    if not records:
        raise MissingLaw(answer.address, f"the search knows no law {key}")
    day = answer.fetched_at[:10] or _ALWAYS
    begun = [record for record in records if _value(record, "geldigheidsperiode_startdatum") <= day]
    return max(begun or records, key=lambda record: _value(record, "geldigheidsperiode_startdatum"))


def _records(answer: Answer) -> list[Any]:
    root = answer.xml
    if not str(root.tag).endswith("}searchRetrieveResponse"):
        raise ChangedPage(answer.address, f"an answer of the search is expected, not <{root.tag}>")
    if (trouble := root.find(".//{*}diagnostic")) is not None:
        raise ChangedPage(answer.address, f"the search refuses: {' '.join(''.join(trouble.itertext()).split())}")
    return list(root.iterfind("{*}records/{*}record"))


def _value(record: Any, name: str) -> str:
    """The words of the first element with a name, whatever its namespace."""
    return str(next(record.iter(f"{{*}}{name}")).text).strip()


def _own_words(root: Any, name: str) -> str:
    """The words of a title without those of the facts inside it (where it was published, and when)."""
    found = root.find(f"wetgeving/{name}")
    return "" if found is None else "".join(found.xpath(".//text()[not(ancestor::meta-data)]"))
