"""gesetze.li, the consolidated law of Liechtenstein (Lilex): a page of HTML with the versions of a law, and the text of
a version as HTML of its own.

The site describes no shape; what is expected here is what its recorded pages have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

_KEY = re.compile(r"(\d{4})(\d{3})\d{3}")
_FROM = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
_MADE = re.compile(r"\bvom \d{1,2}\. \w+ (\d{4})")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First the page of the law, which names its current version, then the text of that."""
    key = _KEY.fullmatch(law.key)
    if key is None:
        raise ChangedPage(law.key, "the key should be written like 1988037000: year, number, 000")
    page = answers[0]
    text_address = page.words("//iframe/@src")
    if f"/konso/html/{law.key}?" not in text_address:
        raise ChangedPage(page.address, f"it is another law, with its text at {text_address}")
    version = _FROM.match(page.words("//select[@name='version']/option[@selected]"))
    if version is None:
        raise ChangedPage(page.address, "its current version has no day")
    if len(answers) == 1:
        return Request(text_address, unchanging=True)
    text = answers[1]
    register = text.words("//meta[@name='keywords']/@content")
    if register != page.words("//a[contains(@href, 'lrstart=')]"):
        raise ChangedPage(text.address, f"it is another law, number {register} of the register")
    if not text.html.xpath("//div[@class='art']/a[starts-with(@name, 'par:') or starts-with(@name, 'art:')]"):
        raise ChangedPage(text.address, "the law has no provision")
    title = text.words("//meta[@name='description']/@content")
    made = _MADE.search(title)
    return Fetched(
        (text.as_file("law.html"),), native_title=title, language="de", kind=_kind(title),
        year=int(made[1] if made else key[1]), identifier=f"LGBl. {key[1]} Nr. {int(key[2])} (LR {register})",
        version_date=f"{version[3]}-{version[2]}-{version[1]}",
    )  # fmt: skip


def _kind(title: str) -> str:
    if title.startswith("Verfassung des"):
        return "constitution"
    return "regulation" if title.startswith("Verordnung") else "act"
