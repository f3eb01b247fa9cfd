"""namiblii.org, on the platform PeachJam of Laws.Africa: a law as Akoma Ntoso in HTML within a page.

Shape: https://github.com/laws-africa/peachjam (templates), https://github.com/laws-africa/indigo (the law itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

# /akn/na/act/2004/29/eng@2023-07-28; an ordinance, a proclamation or a notice has its kind between `act` and the year.
_EXPRESSION = re.compile(r"/akn/[a-z]{2}/(?P<key>act/(?:(?P<kind>[a-z]+)/)?(?P<year>\d{4})/(?P<number>[\w-]+))/"
                         r"(?P<language>[a-z]{3})@(?P<date>\d{4}-\d{2}-\d{2})$")  # fmt: skip
_KINDS = {None: "act", "ord": "ordinance", "p": "proclamation", "gn": "regulation"}
_TITLES = "//td[contains(concat(' ', @class, ' '), ' cell-title ')]//a[@href]"


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The laws in a page of the list, and its next page."""
    links = answer.html.xpath(_TITLES)
    if not links:
        raise ChangedPage(answer.address, "no row of the list names a law")
    for link in links:
        parts = _EXPRESSION.search(link.get("href"))
        if parts:  # bills and other documents may stand among the laws
            kind = _KINDS.get(parts["kind"], "regulation")
            yield Found(parts["key"], _words(link), _cited(parts), int(parts["year"]), kind)
    following = answer.html.xpath("//a[contains(@class, 'page-link') and normalize-space() = 'Next']/@href")
    if following:
        yield Request(str(following[0]))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The page, if it holds the text of the law that was asked for; the address within it says of which day it is."""
    (answer,) = answers
    found = answer.html.xpath("//la-akoma-ntoso[@frbr-expression-uri or @expression-frbr-uri]")
    if not found:
        raise ChangedPage(answer.address, "the page holds no Akoma Ntoso; the law may be there as a PDF alone")
    text = found[0]
    uri = text.get("frbr-expression-uri") or text.get("expression-frbr-uri")
    parts = _EXPRESSION.fullmatch(uri)
    if parts is None or parts["key"] != law.key:
        raise ChangedPage(answer.address, f"it is another law, {uri}")
    if not text.xpath(".//*[contains(concat(' ', @class, ' '), ' akn-section ')]"):
        raise ChangedPage(answer.address, "the law has no sections")
    titles = answer.html.xpath("//h1")
    return Fetched(
        (answer.as_file("law.html"),), title=_words(titles[0]), language=text.get("lang") or parts["language"][:2],
        kind=_KINDS.get(parts["kind"], "regulation"), year=int(parts["year"]), identifier=_cited(parts),
        version_date=parts["date"], official_url=manifest.address("page", key=f"{law.key}/eng@{parts['date']}"),
        more={"expression": uri},
    )  # fmt: skip


def _cited(parts: re.Match[str]) -> str | None:
    """`Act 29 of 2004`; how an ordinance or a notice is cited the address does not say."""
    return f"Act {parts['number']} of {parts['year']}" if parts["kind"] is None else None


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
