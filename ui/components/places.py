"""Places in the treaties as links to the page of their article, and prose that names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from palermo.treaties.load import exists
from palermo.treaties.reference import TreatyReference
from ui.components.address import link
from ui.components.html import Html, Part, element, joined
from ui.components.names import instrument_label, place_label

_NAMED = re.compile(r"\b[a-z][a-z0-9]*:[1-9]\d?(?:\.[0-9a-z]{1,5})*\b|`[^`\n]+`")


def place_link(reference: str, beside: str = "", words: Part = None) -> Html:
    """A link to a place; its instrument is named unless it is the one that the place `beside` belongs to.

    words: instead of `article 5(1)(a)(i)`.
    """
    place = TreatyReference.parse(reference)
    if words is None:
        is_beside = bool(beside) and TreatyReference.parse(beside).instrument == place.instrument
        words = place_label(reference) + ("" if is_beside else f", {instrument_label(reference)}")
    return link(words, "browse", at=reference if place.paragraph or place.element else None, article=place.article_id)


def place_links(references: Sequence[str], beside: str = "", between: str = "; ") -> Html:
    """Several of them, one after the other."""
    return joined([place_link(reference, beside) for reference in references], between)


def paragraph_number(reference: str) -> str:
    """As a lawyer writes it without the word before it: `5(1)(a)(i)`."""
    return place_label(reference).removeprefix("article ")


def prose(words: str, beside: str = "") -> Html:
    """Words of ours with the places that they name as links, and what stands in back quotes in quotation marks."""
    parts: list[Part] = []
    end = 0
    for found in _NAMED.finditer(words):
        named = found[0]
        if named.startswith("`"):
            part: Part = element("q", named.strip("`"))
        elif exists(named):
            part = place_link(named, beside)
        else:
            continue
        parts += [words[end : found.start()], part]
        end = found.end()
    return joined([*parts, words[end:]])
