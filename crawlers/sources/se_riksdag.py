"""data.riksdagen.se, open data of the Swedish Parliament: a statute as JSON with its consolidated text in HTML.

Described at https://www.riksdagen.se/sv/dokument-och-lagar/riksdagens-oppna-data/dokument/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_NUMBER = re.compile(r"\((\d{4}:[^)]+)\)")
_AMENDS = re.compile(r"\bom (?:ändring i|ändrad lydelse av|upphävande av)\b", re.IGNORECASE)
_PAGE = re.compile(r"[?&]p=(\d+)")
_REGULATIONS = ("förordning", "kungörelse", "tillkännagivande")


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    """The statutes that a list names, without those that only amend or repeal others, and its next page."""
    found = answer.json["dokumentlista"]
    documents = found.get("dokument") or []
    for document in [documents] if isinstance(documents, dict) else documents:
        title = " ".join(document["titel"].split())
        if not _AMENDS.search(title):
            yield Found(
                document["dok_id"].removeprefix("sfs-"), title, _cited(title), int(document["datum"][:4]), _kind(title)
            )
    asked = _PAGE.search(answer.request.address)
    # Beyond the last page that it gives, the site answers with that page again and names a further one.
    if (following := found.get("@nasta_sida")) and int(found["@sida"]) == int(asked[1] if asked else 1):
        yield Request(following.replace("http://", "https://", 1))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The statute, if it has the number that was asked for. MissingLaw where it was repealed by the day of the answer;
    a saved page is of no day."""
    (answer,) = answers
    document = answer.json["dokumentstatus"]["dokument"]
    if document["dok_id"] != f"sfs-{law.key}":
        raise ChangedPage(answer.address, f"it is another statute, {document['dok_id']}")
    words = f"{document.get('html') or ''} {document.get('text') or ''}"
    if "§" not in words:
        raise ChangedPage(answer.address, "the statute has no sections")
    repealed = _fact(words, "Upphävd")
    if repealed and repealed <= answer.fetched_at[:10]:
        raise MissingLaw(answer.address, f"the site says that {law.key} was repealed on {repealed}")
    title = " ".join(document["titel"].split())
    return Fetched(
        (answer.as_file("law.json"),), native_title=title, language="sv", kind=_kind(title),
        year=int(document["datum"][:4]), identifier=_cited(title),
        more={"amended_through": _fact(words, "Ändrad").removeprefix("t.o.m. "), "repealed_from": repealed},
    )  # fmt: skip


def _fact(words: str, name: str) -> str:
    """What stands behind a name at the head of the text, such as `t.o.m. SFS 2026:253` behind `Ändrad`."""
    found = re.search(rf"<b>{name}(?: t\.o\.m\.)?</b>:\s*([^<]+)", words)
    return found[1].strip() if found else ""


def _cited(title: str) -> str | None:
    """The number in the title, as `SFS 1962:700`."""
    number = _NUMBER.search(title)
    return f"SFS {number[1]}" if number else None


def _kind(title: str) -> str:
    first = title.split("(")[0].casefold()
    if first.strip().endswith("balk"):
        return "code"
    return "regulation" if any(word in first for word in _REGULATIONS) else "act"
