"""The Government Gazette of Greece: issues of its first series (laws and presidential decrees) as PDF.

The addresses are made by the rule of the search page at https://search.et.gr; no description of it is published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

_KEY = re.compile(r"(\d{4})/([1-9]\d{0,4})")


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """Where the issue of a law is, its key being year and number of the issue."""
    year, number = _issue(law.key)
    return Request(manifest.address("law", year=year, number=number.zfill(5)))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The issue. What is in it is read later: a PDF shows no more of itself here."""
    (answer,) = answers
    if answer.format is not Format.PDF:
        raise ChangedPage(answer.address, f"an issue is expected as PDF, not as {answer.format}")
    year, number = _issue(law.key)
    return Fetched(
        (answer.as_file("law.pdf"),), language="el", year=int(year), more={"gazette": f"ΦΕΚ Α {number}/{year}"}
    )


def _issue(key: str) -> tuple[str, str]:
    """Year and number in a key such as `2019/95`."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ChangedPage(key, "the key should be written like 2019/95")
    return found[1], found[2]
