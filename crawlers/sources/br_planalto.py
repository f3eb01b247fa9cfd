"""planalto.gov.br, the law pages of the Presidency of Brazil: a law as a page of HTML, made by hand over decades.

Most pages keep wordings that no longer apply, struck out, beside the present one; some laws have a second page
("compilado") without them. The site describes no shape; what is expected here is what pages in public use have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched

_NAME = re.compile(
    r"\b(lei complementar|decreto[- ]lei|lei|decreto)\s+n\s*[.ºo°]*\s*(\d[\d.]*),?\s+de\s+(\d{1,2})\s*[ºo°]?\s+de\s+"
    r"([a-zç]+)\s+de\s+(\d{4})", re.IGNORECASE
)  # fmt: skip
_KINDS = {
    "lei": "Lei", "lei complementar": "Lei Complementar", "decreto lei": "Decreto-Lei", "decreto": "Decreto",
}  # fmt: skip
_ARTICLE = re.compile(r"\bart\.?\s*1\s*[ºo°]?", re.IGNORECASE)
_BEGINNING = 3000
"""Characters within which a page names its law; further on it names others."""


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law on the page, if it is the one that was asked for and has articles.

    The page does not say from which day its text applies, so `version_date` stays open.
    """
    (answer,) = answers
    words = " ".join(answer.html.text_content().split())
    name = _NAME.search(words[:_BEGINNING])
    if name is None or not _ARTICLE.search(words, name.end()):
        raise ChangedPage(answer.address, "a law with its number, date and articles is expected")
    kind, number, day, month, year = name.groups()
    kind = _KINDS[kind.casefold().replace("-", " ")]
    grouped = f"{int(number.replace('.', '')):,}".replace(",", ".")
    cited = f"{kind} {grouped}/{year}"
    if law.identifier and law.identifier != cited:
        raise ChangedPage(answer.address, f"it is another law: {cited}")
    return Fetched(
        (answer.as_file("law.html"),), language="pt", kind="regulation" if kind == "Decreto" else "act", year=int(year),
        native_title=f"{kind} nº {grouped}, de {day} de {month.casefold()} de {year}",
        identifier=cited, official_url=answer.address,
    )  # fmt: skip
