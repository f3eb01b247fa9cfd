"""Digests of the starter library that belong to an article, whether or not the library that is open holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from palermo.model.digest import Digest, DigestedLaw
from palermo.model.law import Kind
from palermo.starter import read_digests
from palermo.treaties.reference import TreatyReference
from ui.components.address import link, outside
from ui.components.html import Html, element, joined
from ui.components.names import kind_badge
from ui.components.places import place_link
from ui.components.tags import GRADES


class FoundDigest(NamedTuple):
    """A digest with the law that it is of, and the id of its provision where the library holds it."""

    law: DigestedLaw
    digest: Digest
    provision: str | None = None


def digests_on(article_id: str) -> Mapping[str, Sequence[FoundDigest]]:
    """The digests with a place in the article among their targets or touches, by State."""
    return _by_article().get(article_id, {})


def digest_list(found: Sequence[FoundDigest], article_id: str) -> Html:
    """The digests of one State, each with its citation; its words open for the reader who asks."""
    return element("ul", [element("li", _digest(one, article_id)) for one in found], class_="digests plain-list")


@cache
def _by_article() -> dict[str, dict[str, list[FoundDigest]]]:
    found: dict[str, dict[str, list[FoundDigest]]] = {}
    for file in read_digests():
        for law in file.laws:
            for digest in law.digests:
                for article_id in digest.articles:
                    found.setdefault(article_id, {}).setdefault(file.state, []).append(FoundDigest(law, digest))
    return found


def _digest(found: FoundDigest, article_id: str) -> Html:
    law, digest, provision = found
    places = [
        joined([GRADES[grade], " ", place_link(target, article_id)])
        for target, grade in digest.graded
        if TreatyReference.parse(target).article_id == article_id
    ]
    penalty = f"Maximum penalty: {digest.maximum_penalty}" if digest.maximum_penalty else None
    has_other_title = law.native_title and law.native_title != law.title
    native = element("span", f" ({law.native_title})", lang=law.language, dir="auto") if has_other_title else None
    return element(
        "details",
        element(
            "summary", element("span", digest.number, class_="number"), " ", digest.heading, " ",
            kind_badge(Kind.DIGEST), element("span", f" {law.title}", class_="quiet"),
        ),
        element("p", digest.digest),
        element("p", penalty, class_="penalty") if penalty else None,
        element("p", law.title, native, "; ", joined(places, ", "), class_="quiet"),
        element("p", "Official text: ", outside(law.official_url, law.official_url), class_="quiet"),
        element("p", link("This digest on a page of its own", "provision", id=provision)) if provision else None,
    )  # fmt: skip
