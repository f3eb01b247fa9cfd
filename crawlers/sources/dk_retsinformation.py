"""retsinformation.dk, the Danish State's legal information: an act, or its consolidation, as LexDania XML by its ELI.

Shape: http://www.retsinformation.dk/offentlig/xml/schemas/2022/05/17/ (LexDania 2.1).
"""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched

_KINDS = {"LOV": "act", "LBK": "act", "BEK": "regulation"}


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The act, if it has the year and number that were asked for.

    Its `status` says whether it is still valid: an act is consolidated anew from time to time, under a new number.
    """
    (answer,) = answers
    root = answer.xml
    if root.tag != "Dokument" or root.find(".//Paragraf") is None:
        raise ChangedPage(answer.address, f"an act with sections is expected, not <{root.tag}>")
    meta = root.find("Meta")
    year, number = meta.findtext("Year"), meta.findtext("Number")
    if not law.key.endswith(f"/{year}/{number}"):
        raise ChangedPage(answer.address, f"it is another act, number {number} of {year}")
    type_ = meta.findtext("DocumentType").split()[0]
    signed = meta.findtext("DiesSigni")
    return Fetched(
        (answer.as_file("law.xml"),), native_title=answer.words("Meta/DocumentTitle"), language="da",
        kind=_KINDS.get(type_), year=int(year), identifier=f"{type_} nr {number} af {_written(signed)}",
        version_date=meta.findtext("StartDate") or signed,
        more={"status": meta.findtext("Status"), "popular_title": meta.findtext("PopularTitle", "")},
    )  # fmt: skip


def _written(day: str) -> str:
    """2024-04-25 as 25/04/2024, as the site cites it."""
    year, month, day_ = day.split("-")
    return f"{day_}/{month}/{year}"
