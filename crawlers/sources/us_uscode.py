"""uscode.house.gov: the United States Code in USLM, a title in each zip archive; a page names the current archives.

A law is a chapter, or a part of one, cut out of its title with the headings above it. Shape:
https://uscode.house.gov/download/resources/USLM-User-Guide.pdf
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from crawlers.answers import Answer, xml_of
from crawlers.archives import only_member, zip_members
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Request

_USLM = "http://xml.house.gov/schemas/uslm/1.0"
_NAMES = {"uslm": _USLM}
_KEPT = {f"{{{_USLM}}}{name}" for name in ("meta", "num", "heading")}
_KEY = re.compile(r"t(\d+)/.+")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """From the page with the current release point to the title's archive, and the law in it."""
    key = _KEY.fullmatch(law.key)
    if key is None:
        raise ChangedPage(law.key, "the key should be written like t18/ptI/ch77")
    title = key[1]
    if len(answers) == 1:
        return Request(_archive(answers[0], int(title)), unchanging=True)
    archive = answers[1]
    if archive.format is not Format.ZIP:
        raise ChangedPage(archive.address, f"an archive is expected, not {archive.format.value}")
    _, content = only_member(zip_members(archive.body, archive.address, (".xml",)), archive.address)
    root = xml_of(content, archive.address)
    if root.tag != f"{{{_USLM}}}uscDoc":
        raise ChangedPage(archive.address, f"a title of the Code is expected, not <{root.tag}>")
    chapter = _chapter(root, law.key, archive.address)
    _cut_out(chapter)
    return Fetched(
        (File("law.xml", etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True), archive.address),),
        title=f"{_words(chapter, 'num')} {_words(chapter, 'heading')}", language="en", kind="code",
        version_date=_latest(chapter), official_url=manifest.address("title-page", title=title),
        more={"release_point": _words(root, "meta/docPublicationName")},
    )  # fmt: skip


def _archive(page: Answer, title: int) -> str:
    """The address of a title's archive on the page, which holds the same release point for all titles."""
    name = re.compile(rf"/xml_usc{title:02}@[\w-]+\.zip$", re.ASCII)
    found = {str(link) for link in page.html.xpath("//a/@href") if name.search(link)}
    if len(found) != 1:
        raise ChangedPage(page.address, f"one archive of title {title} is expected on the page, not {len(found)}")
    return found.pop()


def _chapter(root: Any, key: str, address: str) -> Any:
    found = root.xpath("uslm:main//*[@identifier=$identifier]", namespaces=_NAMES, identifier=f"/us/usc/{key}")
    if len(found) != 1:
        raise MissingLaw(address, f"/us/usc/{key} stands {len(found)} times in the title")
    if found[0].find(".//uslm:section[@identifier]", _NAMES) is None:
        raise ChangedPage(address, f"/us/usc/{key} has no sections")
    return found[0]


def _cut_out(chapter: Any) -> None:
    """Take away what stands beside a chapter, up to the root; numbers and headings of what it is in stay."""
    kept = chapter
    for above in chapter.iterancestors():
        for each in list(above):
            if each is not kept and each.tag not in _KEPT:
                above.remove(each)
        kept = above


def _latest(chapter: Any) -> str | None:
    """The day of the last act that the credits of its sections name."""
    days = chapter.xpath(".//uslm:section[@identifier]/uslm:sourceCredit/uslm:date/@date", namespaces=_NAMES)
    return max(map(str, days), default=None)


def _words(element: Any, path: str) -> str:
    found = element.find("/".join(f"uslm:{name}" for name in path.split("/")), _NAMES)
    return " ".join("".join(found.itertext()).split())
