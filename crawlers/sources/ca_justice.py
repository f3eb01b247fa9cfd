"""laws-lois.justice.gc.ca: federal acts and regulations of Canada in XML, one file a language; one list of them all.

Shape: the schemas beside the laws at https://laws-lois.justice.gc.ca/eng/XML/, as far as its files show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_LIMS = "{http://justice.gc.ca/lims}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_KEY = re.compile(r"/eng/XML/([^/]+)\.xml$")
# Statutory Orders and Regulations, Statutory Instruments, and the Consolidated Regulations of Canada.
_SERIES_IN_FRENCH = (("SOR-", "DORS-"), ("SI-", "TR-"), ("C.R.C.,_c._", "C.R.C.,_ch._"))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The acts and regulations in the list of all laws. Each stands there in both languages; the English one counts."""
    if answer.xml.tag != "ActsRegsList":
        raise ChangedPage(answer.address, f"a list of acts and regulations is expected, not <{answer.xml.tag}>")
    for path, kind in (("Acts/Act", "act"), ("Regulations/Regulation", "regulation")):
        for item in answer.xml.iterfind(path):
            if item.findtext("Language") == "eng":
                key = _KEY.search(item.findtext("LinkToXML").strip())
                if key is None:
                    raise ChangedPage(answer.address, f"an item links to {item.findtext('LinkToXML')}, not to XML")
                yield Found(key[1], _words(item, "Title"), _words(item, "UniqueId"), kind=kind)


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """The law in English, then in French: two versions of one law. One without the other is no whole law."""
    _check(answers[0], law.key, "en")
    french_key = in_french(law.key)
    if len(answers) == 1:
        return Request(manifest.address("french", key=french_key), optional=True)
    english, french = answers
    if french.status != 200:
        raise ChangedPage(french.address, "the law is there in English and not in French")
    _check(french, french_key, "fr")
    root, kind = english.xml, english.xml.tag
    is_act = kind == "Statute"
    return Fetched(
        (english.as_file("law.xml"), french.as_file("law-fr.xml")), title=_title(root), language="en",
        kind="act" if is_act else "regulation", year=_year(root), identifier=_number(root),
        version_date=root.get(f"{_LIMS}pit-date"),
        official_url=manifest.address("page" if is_act else "regulation-page", key=law.key),
        more={"title_in_french": _title(french.xml), "current_to": root.get(f"{_LIMS}current-date", "")},
    )  # fmt: skip


def in_french(key: str) -> str:
    """The name of the French file: acts have one code in both languages, the series of instruments have two names."""
    for english, french in _SERIES_IN_FRENCH:
        if key.startswith(english):
            return french + key.removeprefix(english)
    return key


def _check(answer: Answer, key: str, language: str) -> None:
    root = answer.xml
    if root.tag not in ("Statute", "Regulation"):
        raise ChangedPage(answer.address, f"an act or a regulation is expected, not <{root.tag}>")
    if root.get(_LANGUAGE) != language:
        raise ChangedPage(answer.address, f"its language is {root.get(_LANGUAGE)}, not {language}")
    if _bare(_number(root)) != _bare(key):
        raise ChangedPage(answer.address, f"it is another law, {_number(root)}")
    if root.find(".//Body//Section") is None:
        raise ChangedPage(answer.address, "it has no section")


def _number(root: Any) -> str:
    path = "Identification/Chapter/ConsolidatedNumber" if root.tag == "Statute" else "Identification/InstrumentNumber"
    return _words(root, path)


def _bare(number: str) -> str:
    """`SOR/2005-32` and `SOR-2005-32`, `C.R.C., c. 10` and `C.R.C.,_c._10` are the same."""
    return re.sub(r"[\s/_,-]+", "", number)


def _title(root: Any) -> str:
    """The short title; the long one where the law has no other."""
    return _words(root, "Identification/ShortTitle") or _words(root, "Identification/LongTitle")


def _year(root: Any) -> int | None:
    """Of the statute's chapter, or of the day on which an instrument was registered or an act assented to."""
    for path in ("Chapter/AnnualStatuteId/YYYY", "RegistrationDate//YYYY", "BillHistory/Stages/Date/YYYY"):
        if year := _words(root, f"Identification/{path}"):
            return int(year)
    return None


def _words(element: Any, path: str) -> str:
    found = element.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())
