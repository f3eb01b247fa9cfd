"""e-Gov Law Search: an API in JSON for what there is, a file in the XML of Japanese laws for each revision.

Described in https://laws.e-gov.go.jp/api/2/swagger-ui/lawapi-v2.yaml, and the XML in its XML schema for Japanese laws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_ACTS = ("Act", "Constitution")
_OFFSET = re.compile(r"offset=\d+")
_NO_REPEAL = "None"


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First what the API says of the law, which names its revision in force; then the file of that revision."""
    found = _entry(answers[0], law)
    about, revision = found["law_info"], found["revision_info"]
    if len(answers) == 1:
        address = manifest.address("file", revision=revision["law_revision_id"])
        return Request(address, unchanging=True)
    root = answers[1].xml
    if root.tag != "Law" or root.findtext("LawNum") != about["law_num"]:
        raise ChangedPage(answers[1].address, f"the law {about['law_num']} is expected, not <{root.tag}>")
    if root.find("LawBody/MainProvision//Article") is None and root.find("LawBody/MainProvision/Paragraph") is None:
        raise ChangedPage(answers[1].address, "the law has neither articles nor paragraphs")
    return Fetched(
        (answers[1].as_file("law.xml"),), native_title=revision["law_title"], language="ja", kind=_kind(about),
        year=_year(about), identifier=about["law_num"], version_date=revision["amendment_enforcement_date"],
        more={"promulgated": about["promulgation_date"], "revision": revision["law_revision_id"]},
    )  # fmt: skip


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The laws on a page of the list of laws or of the search, and its next page. Repealed laws are left out."""
    for each in answer.json["laws"]:
        about, revision = each["law_info"], each["revision_info"]
        if revision["repeal_status"] == _NO_REPEAL:
            yield Found(about["law_id"], revision["law_title"], about["law_num"], _year(about), _kind(about))
    if following := answer.json.get("next_offset"):
        yield Request(_OFFSET.sub(f"offset={following}", answer.address))


def _entry(answer: Answer, law: ListedLaw) -> Any:
    """What the API says of the law with this key."""
    for each in answer.json["laws"]:
        if each["law_info"]["law_id"] == law.key:
            return each
    raise MissingLaw(answer.address, f"the site knows no law with the id {law.key}")


def _kind(about: Any) -> str:
    return "act" if about["law_type"] in _ACTS else "regulation"


def _year(about: Any) -> int:
    return int(about["promulgation_date"][:4])
