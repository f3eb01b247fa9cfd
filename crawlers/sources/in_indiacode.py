"""indiacode.nic.in: Acts of the Parliament of India, on DSpace. A page has facts of an Act and a link to its PDF.

The site describes no shape; what is expected here is what public crawlers read from its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.formats import Format
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_HANDLE = re.compile(r"/handle/123456789/(\d+)(?:[?/]|$)")
_PDF = "//meta[@name='citation_pdf_url']/@content | //a/@href"


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The Acts in a page of the list by short title, and its next page."""
    rows = answer.html.xpath("//tr[td[@headers='t1'] and td[@headers='t4']]")
    if not rows:
        raise ChangedPage(answer.address, "no row of the list names an Act")
    for row in rows:
        day, number, title = (_words(row.xpath(f"string(td[@headers='t{column}'])")) for column in (1, 2, 3))
        key = _HANDLE.search(row.xpath("td[@headers='t4']//a/@href")[0])
        if key is None:
            raise ChangedPage(answer.address, f"no address of an Act stands beside {title!r}")
        year = int(_day(day)[:4])
        yield Found(key[1], title, f"Act {int(number)} of {year}", year, "act")
    following = answer.html.xpath("//a[.//img[contains(@src, 'nextPage')]]/@href")
    if following:
        yield Request(str(following[0]))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """From the page of an Act to its PDF in English."""
    page = answers[0]
    facts = _facts(page)
    if len(answers) == 1:
        return Request(_pdf(page, law.key))
    pdf = answers[1]
    if pdf.format is not Format.PDF:
        raise ChangedPage(pdf.address, f"a PDF is expected, not {pdf.format.value}")
    enacted = _day(facts["Enactment Date"])
    return Fetched(
        (pdf.as_file("law.pdf"),), title=facts["Short Title"], language="en", kind="act", year=int(enacted[:4]),
        identifier=f"Act {int(facts['Act Number'])} of {enacted[:4]}", official_url=page.request.address,
        more={"enacted": enacted},
    )  # fmt: skip


def _facts(page: Answer) -> dict[str, str]:
    """The table of facts on the page, by their labels."""
    facts = {}
    for row in page.html.xpath("//table[contains(@class, 'itemDisplayTable')]//tr[td[2]]"):
        label, value = (_words("".join(cell.itertext())) for cell in row.xpath("td")[:2])
        facts[label.rstrip(": ")] = value
    missing = [label for label in ("Act Number", "Enactment Date", "Short Title") if not facts.get(label)]
    if missing:
        raise ChangedPage(page.address, f"the page of the Act does not say its {missing[0]}")
    return facts


def _pdf(page: Answer, key: str) -> str:
    """The address of the Act's own PDF in English: rules have other addresses, the Hindi text a name with H."""
    own = re.compile(rf"/bitstream/123456789/{re.escape(key)}/\d+/(?!H\d)[^/?]+\.pdf$", re.IGNORECASE)
    for address in map(str, page.html.xpath(_PDF)):
        if found := own.search(address):
            return f"https://www.indiacode.nic.in{found[0]}"  # some links lack the www, and some the whole host
    raise ChangedPage(page.address, "the page of the Act has no link to its PDF")


def _day(words: str) -> str:
    """`17-Jan-2003` as 2003-01-17."""
    return datetime.strptime(words, "%d-%b-%Y").date().isoformat()


def _words(text: str) -> str:
    return " ".join(text.split())
