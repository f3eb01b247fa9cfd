"""UNODC's published model laws and legislative guides: one PDF each, in English.

The files are named on https://www.unodc.org/unodc/en/legal-tools/model-treaties-and-laws.html.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The publication, always as a model: it is the law of no State."""
    (answer,) = answers
    if answer.format is not Format.PDF:
        raise ChangedPage(answer.address, f"a publication is expected as PDF, not as {answer.format}")
    return Fetched((answer.as_file("model-law.pdf"),), language="en", kind="model", official_url=answer.address)
