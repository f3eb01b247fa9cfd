"""diputados.gob.mx/LeyesBiblio, the federal laws of Mexico: one page that lists all laws in force, with a PDF of each.

The PDF of a law changes its address where the site puts the day of the last amendment into it (`36_200521.pdf`), so a
law is looked up in the list each time. The site describes no shape; what is expected here is what public programs read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_KEY = re.compile(r"/pdf/([^/]+?)(?:_\d{6})?\.pdf$", re.IGNORECASE)
_DAY = re.compile(r"\bDOF\s+(\d{2})/(\d{2})/(\d{4})")
_ROW = "//tr[not(.//tr)][.//a[contains(@href, '/pdf/')]]"


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The list of all laws, the same for each of them."""
    return Request(manifest.address("list"))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The laws in force."""
    for key, row in _rows(answer).items():
        title = _title(row)
        yield Found(key, title, None if key.isdigit() else key, int(_days(row)[0][:4]), _kind(title))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First the list, where the law has its row, then the PDF that stands there.

    The list knows the day of the last amendment in the official gazette (DOF); the PDF is not read here.
    """
    row = _rows(answers[0]).get(law.key)
    if row is None:
        raise MissingLaw(answers[0].address, f"no law '{law.key}' is among those in force")
    if len(answers) == 1:
        return Request(_link(row))
    if answers[1].format is not Format.PDF:
        raise ChangedPage(answers[1].address, f"a PDF is expected, not {answers[1].format.value}")
    days, title = _days(row), _title(row)
    return Fetched(
        (answers[1].as_file("law.pdf"),), native_title=title, language="es", kind=_kind(title), year=int(days[0][:4]),
        identifier=None if law.key.isdigit() else law.key, version_date=days[-1], official_url=answers[1].address,
        more={"published": days[0]},
    )  # fmt: skip


def _rows(answer: Answer) -> dict[str, Any]:
    """The rows of the list by the keys of their laws."""
    rows = {_KEY.search(_link(row)): row for row in answer.html.xpath(_ROW)}
    found = {key[1]: row for key, row in rows.items() if key and _DAY.search(row.text_content())}
    if not found:
        raise ChangedPage(answer.address, "a list of laws with their PDFs is expected")
    return found


def _link(row: Any) -> str:
    return str(row.xpath("string(.//a[contains(@href, '/pdf/')]/@href)"))


def _title(row: Any) -> str:
    """Its words before the day of publication; the list writes the first of them in capitals."""
    words, _, _ = " ".join(row.text_content().split()).partition(" DOF ")
    first, _, rest = re.sub(r"^\d+\.?\s+", "", words).partition(" ")
    return f"{first.capitalize()} {rest}"


def _days(row: Any) -> list[str]:
    """The days in the gazette: of publication, and of the last amendment where there is one."""
    return [f"{year}-{month}-{day}" for day, month, year in _DAY.findall(" ".join(row.text_content().split()))]


def _kind(title: str) -> str:
    first = title.partition(" ")[0].casefold()
    return {"código": "code", "reglamento": "regulation"}.get(first, "act")
