"""EUR-Lex, law of the European Union: a search (SPARQL) that names an act's consolidated texts, each as XHTML by CELEX.

Numbers: https://eur-lex.europa.eu/content/tools/TableOfSectors/types_of_documents_in_eurlex.html. Where the texts are
stored (Cellar): https://op.europa.eu/en/web/cellar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

_CELEX = re.compile(r"3(\d{4})([LRFD])(\d{4})")
_KINDS = {"L": "directive", "R": "regulation", "F": "decision", "D": "decision"}
_ALWAYS = "9999-12-31"
_ARROWS = re.compile(r"►\S*\s*|\s*◄")
"""What marks amended words in a consolidated text."""
_TITLES = (
    "//div[@class='eli-main-title']//p[contains(@class, 'doc-ti')]",  # the Official Journal
    "//table//p[@class='title-doc-first' or @class='title-doc-last']",  # a consolidated text
    "//h1/following::strong[1]",  # acts before 2004
    "//p[@class='doc-ti']",
)


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First which consolidated texts there are, then the one of the day; the Official Journal's where there is none."""
    celex, since = _of_the_day(answers[0], law.key)
    if len(answers) == 1:
        headers = (("Accept", "application/xhtml+xml, text/html;q=0.9"), ("Accept-Language", "eng"))
        return Request(manifest.address("text", key=celex), headers)
    answer = answers[1]
    year, type_, number = _parts(law.key, answer.address)
    words = " ".join(" ".join(answer.html.itertext()).split())
    if not re.search(r"\bArticle\s+1\b", words):
        raise ChangedPage(answer.address, "the page has no Article 1")
    named = rf"\b(?:{celex.partition('-')[0]}|{year}/{number}|{number}/{year})\b"
    if not re.search(named, words):
        raise ChangedPage(answer.address, f"it is another act: nothing in it says {year}/{number}")
    return Fetched(
        (answer.as_file("law.html"),), native_title=_title(answer), language="en", kind=_KINDS[type_], year=int(year),
        identifier=law.key, version_date=since, more={"celex": celex},
    )  # fmt: skip


def _of_the_day(answer: Answer, key: str) -> tuple[str, str | None]:
    """The CELEX of the text in force on the day of the answer, and since when it is.

    An answer without a time (a saved page) is of the last day.
    """
    day = answer.fetched_at[:10] or _ALWAYS
    rows = [(row["date"]["value"], row["celex"]["value"]) for row in answer.json["results"]["bindings"]]
    # The search names fragments too, under numbers such as "B".
    texts = [(date, celex) for date, celex in rows if celex.startswith(f"0{key[1:]}-") and date <= day]
    if not texts:
        return key, None
    date, celex = max(texts)
    return celex, date


def _parts(key: str, address: str) -> tuple[str, str, str]:
    """Year, type and number in a CELEX such as 32011L0036."""
    found = _CELEX.fullmatch(key)
    if found is None:
        raise ChangedPage(address, f"'{key}' is no CELEX of an act: it should be written like 32011L0036")
    return found[1], found[2], found[3].lstrip("0")


def _title(answer: Answer) -> str | None:
    """The act's full title, which stands in several paragraphs."""
    for path in _TITLES:
        if found := answer.html.xpath(path):
            return _ARROWS.sub("", " ".join(" ".join("".join(part.itertext()) for part in found).split()))
    return None
