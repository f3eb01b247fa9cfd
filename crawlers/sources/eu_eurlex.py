"""publications.europa.eu: TO DO, which formats it serves and where they are described."""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law on the page, with what the page says of it."""
    (answer,) = answers
    root = answer.xml
    if root.tag != "law":
        raise ChangedPage(answer.address, f"a law is expected, not <{root.tag}>")
    return Fetched((answer.as_file("law.xml"),), native_title=answer.words("title"), version_date=root.get("date"))
