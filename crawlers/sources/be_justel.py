"""Justel, the consolidated law of Belgium: a PDF a law and language; and a page of HTML, in ISO-8859-1, which the site
forbids to robots and a person may have saved.

The site describes its addresses (https://eur-lex.europa.eu/eli-register/belgium.html), and no shape; what is expected
here is what its recorded pages have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

_KEY = re.compile(r"(?P<type>[a-z]+)/(?P<date>\d{4}/\d{2}/\d{2})/(?P<number>[\dA-Z]{10})")
_DUTCH = {
    "loi": "wet", "decret": "decreet", "ordonnance": "ordonnantie", "arrete": "besluit", "constitution": "grondwet",
}  # fmt: skip
_KINDS = {"arrete": "regulation", "constitution": "constitution"}
_UPDATED = re.compile(r"mise à jour au (\d{2})-(\d{2})-(\d{4})")
_IN_FORCE = re.compile(r"Entrée en vigueur : (\d{1,2})(?:er)? (\w+) (\d{4})$")
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_NOTHING = ("a pas trouvé de réponse", "geen resultaat opgeleverd")


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The text in French, as PDF."""
    return _pdf(_key(law), "F", manifest)


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | list[Request]:
    """First the text in French, then the one in Dutch; both are the law's whole text, as it is consolidated."""
    key = _key(law)
    if answers[0].format is Format.PDF:
        return _as_pdf(answers, key, manifest)
    for answer in answers:
        _check(answer, key["number"])
    if len(answers) == 1:
        dutch = f"{_DUTCH[key['type']]}/{key['date']}/{key['number']}"
        return [Request(manifest.address("html", key=dutch))]
    page = answers[0]
    title = page.words("//p[@class='list-item--title']")
    return Fetched(
        (page.as_file("law.html"), answers[1].as_file("law-nl.html")),
        native_title=title.partition("(NOTE")[0].strip(), language="fr", kind=_KINDS.get(key["type"], "act"),
        year=int(key["date"][:4]), identifier=key["number"], version_date=_date(page, title),
    )  # fmt: skip


def _as_pdf(answers: Sequence[Answer], key: re.Match[str], manifest: Manifest) -> Fetched | list[Request]:
    """The files; what is in them is read later."""
    if len(answers) == 1:
        return [_pdf(key, "N", manifest)]
    if answers[1].format is not Format.PDF:
        raise ChangedPage(answers[1].address, f"the text in Dutch is expected as PDF, not as {answers[1].format}")
    return Fetched(
        (answers[0].as_file("law.pdf"), answers[1].as_file("law-nl.pdf")), language="fr",
        kind=_KINDS.get(key["type"], "act"), year=int(key["date"][:4]), identifier=key["number"],
    )  # fmt: skip


def _pdf(key: re.Match[str], letter: str, manifest: Manifest) -> Request:
    return Request(manifest.address("law", date=key["date"], number=key["number"], letter=letter))


def _key(law: ListedLaw) -> re.Match[str]:
    key = _KEY.fullmatch(law.key)
    if key is None:
        raise ChangedPage(law.key, "the key should be written like loi/1867/06/08/1867060850")
    return key


def _check(answer: Answer, number: str) -> None:
    """ChangedPage where it is not the page of this law, MissingLaw where the site says that there is none."""
    if any(words in answer.text for words in _NOTHING):
        raise MissingLaw(answer.address, "the site knows no law at this address")
    if (found := answer.words("//div[@id='list-title-1']//span[@class='tag']")) != number:
        raise ChangedPage(answer.address, f"it is another law, {found}")
    if not answer.html.xpath("//h2[@id='text']/..//a[starts-with(@name, 'Art.')]"):
        raise ChangedPage(answer.address, "the law has no article")


def _date(page: Answer, title: str) -> str | None:
    """The day up to which the text was brought, as its title says; of one that was never changed, the day on which it
    came into force, if that is one."""
    if found := _UPDATED.search(title):
        return f"{found[3]}-{found[2]}-{found[1]}"
    lines = (" ".join(line.text_content().split()) for line in page.html.xpath("//div[@id='list-title-1']//p"))
    day = next(filter(None, map(_IN_FORCE.match, lines)), None)
    return f"{day[3]}-{_MONTHS.index(day[2]) + 1:02}-{int(day[1]):02}" if day else None
