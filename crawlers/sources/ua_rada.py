"""data.rada.gov.ua: the law of Ukraine as it stands, one page of HTML a law, although its address ends with .xml.

The API is described at https://data.rada.gov.ua/open/main/api/page3; the page's shape is that of recorded answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

# The description of the API asks for this, or for a user agent of that name.
_OPEN_DATA = (("Cookie", "OpenData=1"),)
_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
_ARTICLE = re.compile(r"^\s*Стаття\s+\d", re.MULTILINE)


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The law as it stands."""
    return Request(manifest.address("law", key=law.key), headers=_OPEN_DATA)


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law on the page, with what the head of the page says of it."""
    (answer,) = answers
    number = _meta(answer, "Nreg")
    if number.casefold() != law.key.casefold():
        raise ChangedPage(answer.address, f"it is another law, {number}")
    (article,) = answer.html.xpath("//*[@id='article']")
    if not _ARTICLE.search(article.text_content()):
        raise ChangedPage(answer.address, "the law has no articles")
    adopted = _day(_meta(answer, "Dates"))
    return Fetched(
        (answer.as_file("law.html"),), native_title=answer.words("//h1"), language="uk",
        kind=_kind(_meta(answer, "Types")), year=int(adopted[:4]), identifier=f"№ {_meta(answer, 'Numbers')}",
        version_date=_day(answer.words("//h3")), more={"adopted": adopted, "standing": _meta(answer, "Stan")},
    )  # fmt: skip


def _meta(answer: Answer, name: str) -> str:
    return answer.words(f"//meta[@name='{name}']/@content")


def _kind(types: str) -> str:
    """Of a law's types, such as `Кодекс України, Закон, Кодекс`."""
    names = {name.strip().casefold() for name in types.split(",")}
    if "кодекс" in names:
        return "code"
    return "act" if "закон" in names else "regulation"


def _day(words: str) -> str:
    """The first day in words such as `Текст документа від 02.03.2026:`."""
    found = _DAY.search(words)
    if found is None:
        raise ValueError(f"'{words}' has no day in it")
    return f"{found[3]}-{found[2]}-{found[1]}"
