"""api.lovdata.no, Lovdata's public data: all Norwegian acts in force in one packed archive, each as well-formed HTML.

Lovdata describes its data at https://api.lovdata.no; what is expected of an act here is what recorded ones have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from crawlers.answers import Answer, xml_of
from crawlers.archives import tar_members, unpacked
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Found, Request

# The Constitution's other written form, nl-18140517-000-nn.xml, is passed over: it is the same law.
_MEMBER = re.compile(r"(?:^|/)(nl-\d{8}-\d{3}\.xml)$")
_KEY = re.compile(r"lov/(\d{4})-(\d\d)-(\d\d)(?:-(\d{1,3}))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LARGEST = 600 * 2**20
"""Bytes of all acts together: far more than they are, far less than what would fill a computer's memory."""


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The archive: it is fetched once for all laws."""
    return Request(manifest.address("law"))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The acts in the archive."""
    for content in _acts(answer.body, answer.address).values():
        root = xml_of(content, answer.address)
        key = _fact(root, "refid")
        yield Found(key, _fact(root, "title"), _fact(root, "legacyID"), int(_date_of(key, answer.address)[0]), "act")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The act in the archive. MissingLaw where it is not in it: the archive holds what is in force."""
    (answer,) = answers
    year, month, day, number = _date_of(law.key, answer.address)
    member = f"nl-{year}{month}{day}-{int(number or 0):03}.xml"
    content = _acts(answer.body, answer.address).get(member)
    if content is None:
        raise MissingLaw(answer.address, f"the archive of the acts in force has no {member}")
    root = xml_of(content, answer.address)
    if root.tag != "html" or not root.xpath("//article[@class='legalArticle']"):
        raise ChangedPage(answer.address, f"{member} is no act with sections")
    if _fact(root, "refid") != law.key:
        raise ChangedPage(answer.address, f"{member} is another act, {_fact(root, 'refid')}")
    return Fetched(
        (File("law.xml", content, answer.address),), native_title=_fact(root, "title"), language=root.get("lang"),
        kind="act", year=int(year), identifier=_fact(root, "legacyID"), version_date=_in_force_since(root),
        more={"member": member},
    )  # fmt: skip


@lru_cache(maxsize=1)
def _acts(archive: bytes, address: str) -> dict[str, bytes]:
    """The acts by the names of their files. Kept for the next law: all are read from the same archive."""
    tar = unpacked(archive, address, largest=_LARGEST)
    members = tar_members(tar, address, (".xml",), largest=_LARGEST)
    found = {name[1]: content for path, content in members if (name := _MEMBER.search(path))}
    if not found:
        raise ChangedPage(address, "the archive has no files with names such as nl-20050520-028.xml")
    return found


def _date_of(key: str, address: str) -> tuple[str, str, str, str | None]:
    """Year, month, day and number in a key such as `lov/2005-05-20-28`."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ChangedPage(address, f"'{key}' is no act's reference: it should be written like lov/2005-05-20-28")
    return found[1], found[2], found[3], found[4]


def _fact(root: Any, name: str) -> str:
    """What the head of the act says under a name; empty where it says nothing."""
    found = root.xpath("//header//dd[@class=$name]", name=name)
    return " ".join("".join(found[0].itertext()).split()) if found else ""


def _in_force_since(root: Any) -> str | None:
    """The day on which the last amendment came into force, else the last on which a part of the act did."""
    amended = _DAY.search(_fact(root, "lastChangeInForce"))
    return amended[0] if amended else max(_DAY.findall(_fact(root, "dateInForce")), default=None)
