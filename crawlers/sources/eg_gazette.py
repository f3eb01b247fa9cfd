"""manshurat.org: pages of the Official Gazette of Egypt as PDF, each with a record page in HTML (Drupal 7).

The site describes no interface; the shape of the record pages is that of pages seen in 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_KEY = re.compile(r"^https?://manshurat\.org/((?:node/\d+|content/[\w%-]+))$")
_HELP_WANTED = "/content/shrk-fy-ttwyr"
"""A link on every page that leads to no law."""
_NUMBER, _YEAR = "رقم الوثيقة", "سنة الإصدار"
_ISSUED, _PUBLISHED, _APPLIES = "تاريخ إصدار", "تاريخ النشر", "تاريخ العمل به"
_DAY = re.compile(r"(\d{1,2}) (\S+) (\d{4})")
_CITED = re.compile(r"رقم (\d+) لسنة (\d{4})")
_MONTHS = {
    "يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "إبريل": 4, "ابريل": 4, "مايو": 5, "يونيو": 6, "يونية": 6,
    "يوليو": 7, "يوليه": 7, "أغسطس": 8, "اغسطس": 8, "سبتمبر": 9, "أكتوبر": 10, "اكتوبر": 10, "نوفمبر": 11,
    "ديسمبر": 12,
}  # fmt: skip


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First the record page, which names the file; then the gazette's pages in it."""
    record = answers[0]
    title = record.words("//div[contains(@class, 'field-name-title')]//h2")
    number, year = _field(record, _NUMBER), _field(record, _YEAR)
    if number is None or year is None:
        raise ChangedPage(record.address, "the record has no number and year of a law")
    identifier = f"Law {number}/{year}"
    if law.identifier and law.identifier != identifier:
        raise ChangedPage(record.address, f"it is another law, {identifier}")
    if len(answers) == 1:
        return Request(_file_of(record))
    if answers[1].format is not Format.PDF:
        raise ChangedPage(answers[1].address, f"the gazette's pages are expected as PDF, not {answers[1].format}")
    more = {"issued": _day(record, _ISSUED), "published": _day(record, _PUBLISHED)}
    return Fetched(
        (answers[1].as_file("law.pdf"),), native_title=title, language="ar", year=int(year), identifier=identifier,
        version_date=_day(record, _APPLIES), more={name: day for name, day in more.items() if day},
    )  # fmt: skip


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The laws that a page of the list links to, and its next page."""
    titles: dict[str, str] = {}
    for link in answer.html.iterfind(".//a[@href]"):
        place = _KEY.match(link.get("href"))
        title = " ".join(link.text_content().split())
        if place and title and _HELP_WANTED not in link.get("href"):
            titles.setdefault(place[1], title)
    if not titles:
        raise ChangedPage(answer.address, "the list links to no law")
    for key, title in titles.items():
        cited = _CITED.search(title)
        yield Found(key, title, year=int(cited[2]) if cited else None)
    for following in answer.html.xpath("//li[contains(@class, 'pager-next')]/a/@href"):
        yield Request(following)


def _file_of(record: Answer) -> str:
    """Where the gazette's pages are."""
    links: list[str] = record.html.xpath("//div[contains(@class, 'download-link')]//a[contains(@href, '/file/')]/@href")
    if not links:
        raise MissingLaw(record.address, "the record has no file")
    return links[0]


def _field(record: Answer, label: str) -> str | None:
    """What stands after a label of the record."""
    found = record.html.xpath(
        "//div[starts-with(@class, 'label-')][contains(., $label)]/following-sibling::node()[1][self::text()]",
        label=label,
    )
    return " ".join(found[0].split()) if found else None


def _day(record: Answer, label: str) -> str | None:
    """The day after a label, such as `20 فبراير 2024`."""
    found = _DAY.search(_field(record, label) or "")
    month = _MONTHS.get(found[2]) if found else None
    return f"{found[3]}-{month:02}-{int(found[1]):02}" if found and month else None
