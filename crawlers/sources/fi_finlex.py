"""Finlex, the law of Finland: an interface gives the consolidated text of a law in Akoma Ntoso 3.0.

Shapes: https://www.finlex.fi/en/open-data, "Integration quick guide" and the example of a document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

_NAMES = {"akn": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
_IDENTIFICATION = "akn:act/akn:meta/akn:identification"
_AMENDED = re.compile(r"/ajantasa/(\d{4}-\d{2}-\d{2})/")
_GONE = (404, 410)


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """First the law in Finnish, then the same in Swedish where there is that."""
    finnish = answers[0]
    if _language(finnish, law) is None:
        raise MissingLaw(finnish.address, f"the interface has no consolidated text of {law.key}")
    if len(answers) == 1:
        return Request(manifest.address("swedish", key=law.key), optional=True)
    swedish = answers[1]
    files = [finnish.as_file("law.xml")]
    if swedish.status not in _GONE and _language(swedish, law) == "swe":
        files.append(swedish.as_file("law-sv.xml"))
    return Fetched(tuple(files), language="fi", **_facts(finnish))


def _language(answer: Answer, law: ListedLaw) -> str | None:
    """The language of the law in an answer; None where it is an empty list, which the interface gives for none."""
    root = answer.xml
    if root.tag == "AknXmlList" and root.find("Results/*") is None:
        return None
    identification = root.find(_IDENTIFICATION, _NAMES)
    work = identification.find("akn:FRBRWork/akn:FRBRuri", _NAMES).get("value")
    if not work.endswith(f"/{law.key}"):
        raise ChangedPage(answer.address, f"it is another law, {work}")
    if root.find("akn:act/akn:body//akn:section", _NAMES) is None:
        raise ChangedPage(answer.address, "the law has no section")
    return str(identification.find("akn:FRBRExpression/akn:FRBRlanguage", _NAMES).get("language"))


def _facts(answer: Answer) -> dict[str, Any]:
    """What the metadata and the title page say of the law.

    They have two days: on which the text was consolidated, and, in the ELI of the expression, that of the act which
    changed it last. The second says more of the text.
    """
    expression = answer.xml.find(f"{_IDENTIFICATION}/akn:FRBRExpression", _NAMES)
    amended = _AMENDED.search(expression.find("akn:FRBRalias[@name='eli']", _NAMES).get("value"))
    issued = answer.xml.find(f"{_IDENTIFICATION}/akn:FRBRWork/akn:FRBRdate[@name='dateIssued']", _NAMES)
    title = answer.words("akn:act/akn:preface//akn:docTitle", _NAMES)
    return {
        "native_title": title, "kind": _kind(title), "year": int(issued.get("date")[:4]),
        "identifier": answer.words("akn:act/akn:preface//akn:docNumber", _NAMES),
        "version_date": amended[1] if amended else None,
    }  # fmt: skip


def _kind(title: str) -> str:
    if title == "Suomen perustuslaki":
        return "constitution"
    return "regulation" if re.search(r"asetus\b", title) else "act"
