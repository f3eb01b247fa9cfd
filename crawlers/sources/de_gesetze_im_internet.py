"""gesetze-im-internet.de: one XML file a law, packed in a zip archive; a table of contents of all federal law.

Shape: https://www.gesetze-im-internet.de/dtd/1.01/gii-norm.dtd
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer, xml_of
from crawlers.archives import only_member, zip_members
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Found

_KEY = re.compile(r"gesetze-im-internet\.de/([^/]+)/xml\.zip$")
_DAY = re.compile(r"\bv\.\s*(\d{1,2})\.(\d{1,2})\.(\d{4})")


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The laws in the table of contents."""
    if answer.xml.tag != "items":
        raise ChangedPage(answer.address, f"a table of contents is expected, not <{answer.xml.tag}>")
    for item in answer.xml.iterfind("item"):
        key = _KEY.search(item.findtext("link", "").strip())
        if key is None:
            raise ChangedPage(answer.address, f"an item links to {item.findtext('link')}, not to an xml.zip")
        yield Found(key[1], " ".join(item.findtext("title", "").split()))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law in the archive. Pictures beside it are left out: no provision is in them."""
    (answer,) = answers
    name, content = only_member(zip_members(answer.body, answer.address, (".xml",)), answer.address)
    root = xml_of(content, answer.address)
    if root.tag != "dokumente" or root.find("norm/metadaten/enbez") is None:
        raise ChangedPage(answer.address, f"the archive holds no law with numbered provisions, but <{root.tag}>")
    meta = root.find("norm/metadaten")
    title = " ".join(meta.findtext("langue").split())
    short = meta.findtext("amtabk") or meta.findtext("jurabk")
    return Fetched(
        (File("law.xml", content, answer.address),), title=title, native_title=f"{title} ({short})",
        language="de", year=int(meta.findtext("ausfertigung-datum")[:4]), identifier=_cited(meta),
        version_date=_date(root, meta), more={"member": name},
    )  # fmt: skip


def _cited(meta: Any) -> str | None:
    """Where it was promulgated, such as `BGBl I 2017, 1822`."""
    place = meta.find("fundstelle")
    if place is None:
        return None
    return " ".join(f"{place.findtext('periodikum', '')} {place.findtext('zitstelle', '')}".split()) or None


def _date(root: Any, meta: Any) -> str | None:
    """The day of the act that changed it last, as its note on currency says; else the day the file was made."""
    for note in meta.iterfind("standangabe"):
        found = _DAY.search(note.findtext("standkommentar", ""))
        if note.findtext("standtyp") == "Stand" and found:
            return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    made = root.get("builddate", "")
    return f"{made[:4]}-{made[4:6]}-{made[6:8]}" if made else None
