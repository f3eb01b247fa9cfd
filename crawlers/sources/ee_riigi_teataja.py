"""riigiteataja.ee, the Estonian State Gazette: facts about an act as JSON, its consolidated text as XML.

Each consolidation has a number of its own (globaalID). The facts name the one in force now; the text is asked for with
that. Shape of the text: http://xmlr.eesti.ee/xml/schemas/oigusakt/ (tyviseadus_1_10.02.2010.xsd). Numbers of the
gazette: Riigi Teataja seadus (State Gazette Act), https://www.riigiteataja.ee/akt/RTS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

_KINDS = {"seadus": "act", "määrus": "regulation"}


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First the facts about the act, then the text of the consolidation that they say is in force."""
    facts = answers[0]
    current = _in_force(facts)
    if len(answers) == 1:
        return Request(manifest.address("text", key=current))
    text = answers[1]
    root = text.xml
    if not str(root.tag).endswith("}oigusakt") or root.find(".//{*}paragrahv") is None:
        raise ChangedPage(text.address, f"an act with sections is expected, not <{root.tag}>")
    meta = root.find("{*}metaandmed")
    if (meta.findtext("{*}globaalID"), meta.findtext("{*}terviktekstiGrupiID")) != (current, _group(facts)):
        raise ChangedPage(text.address, f"it is another act, {meta.findtext('{*}globaalID')} instead of {current}")
    title = " ".join(root.findtext("{*}aktinimi/{*}nimi/{*}pealkiri").split())
    kind = "code" if title.endswith("seadustik") else _KINDS.get(meta.findtext("{*}dokumentLiik"))
    return Fetched(
        (text.as_file("law.xml"),), native_title=title, language="et", kind=kind,
        year=int(meta.findtext("{*}vastuvoetud/{*}aktikuupaev")[:4]), identifier=_cited(meta),
        version_date=meta.findtext("{*}kehtivus/{*}kehtivuseAlgus")[:10],  # some days have a time zone behind them
        official_url=manifest.address("page", key=current), more={"consolidation": current},
    )  # fmt: skip


def _in_force(facts: Answer) -> str:
    """The number of the consolidation in force; MissingLaw where the act is repealed."""
    found = facts.json
    if found["aktiParameetrid"].get("kehtivKehtetus"):
        raise MissingLaw(facts.address, f"the site says that {found['aktiParameetrid']['pealkiri']} is repealed")
    if not isinstance(found["kehtivId"], int):
        raise ChangedPage(facts.address, f"kehtivId is no number but {found['kehtivId']!r}")
    return str(found["kehtivId"])


def _group(facts: Answer) -> str:
    """The number that all consolidations of an act share."""
    return str(facts.json["grupiId"])


def _cited(meta: Any) -> str:
    """Where it was published first: `RT I 2001, 61, 364` until May 2010, `RT I, 17.11.2017, 2` since."""
    place = meta.find("{*}vastuvoetud/{*}avaldamismarge")
    if place is None:  # an act that was never amended
        place = meta.find("{*}avaldamismarge")
    part, item = place.findtext("{*}RTosa"), place.findtext("{*}RTartikkel")
    if number := place.findtext("{*}RTnr"):
        return f"{part} {place.findtext('{*}RTaasta')}, {number}, {item}"
    year, month, day = place.findtext("{*}avaldamineKuupaev")[:10].split("-")
    return f"{part}, {day}.{month}.{year}, {item}"
