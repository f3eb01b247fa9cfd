"""Tags: which places of the treaties a provision is linked to, by whom, and on which words."""

from __future__ import annotations

from collections.abc import Sequence

from palermo.model.law import Kind
from palermo.model.provision import Provision
from palermo.model.tag import Grade, Status, Tag
from palermo.treaties.reference import TreatyReference, instrument_ids
from ui.components.html import Html, element, joined
from ui.components.legal_text import language_of
from ui.components.names import instrument_label
from ui.components.places import place_link

GRADES = {Grade.IMPLEMENTS: "implements", Grade.TOUCHES: "touches on"}
_STATUS = {
    Status.MACHINE: "found by machine, not reviewed",
    Status.CONFIRMED: "confirmed by a reviewer",
    Status.REJECTED: "rejected by a reviewer",
}
_METHODS = {
    "digest": "given by the author of the digest",
    "explicit-reference": "the text names the treaty",
}


def tag_summary(tags: Sequence[Tag]) -> Html | None:
    """The places of the treaties on one line, as links to what is held on their articles; None without tags."""
    if not tags:
        return None
    by_instrument: dict[str, list[Tag]] = {}
    for tag in _each_place_once(tags):
        by_instrument.setdefault(instrument_label(tag.target), []).append(tag)
    parts = [
        joined([f"{name}, ", joined([_place(tag) for tag in found], ", ")]) for name, found in by_instrument.items()
    ]
    return element("p", element("span", "Treaties: ", class_="label"), joined(parts, "; "), class_="tags")


def tag_list(provision: Provision, tags: Sequence[Tag], kind: Kind) -> Html:
    """Every tag with its grade, origin and evidence."""
    if not tags:
        words = "No link to an article of the instruments is recorded for this text yet."
        return element("p", words, class_="quiet")
    return element(
        "ul", [_described(provision, tag, kind) for tag in sorted(tags, key=_treaty_order)], class_="tag-list"
    )


def _described(provision: Provision, tag: Tag, kind: Kind) -> Html:
    method = tag.method.split("/")[0]
    origin = _METHODS.get(method, f"method {tag.method}")
    status = "" if kind is Kind.DIGEST and method == "digest" else f"; {_STATUS[tag.status]}"
    # A digest's author speaks of the whole of it: repeating it would say nothing.
    quotes = [e for e in tag.evidence if e.end - e.start < len(provision.text)]
    return element(
        "li",
        element("p", f"This text {GRADES[tag.grade]} ", _place(tag), f", {instrument_label(tag.target)}"),
        element("p", f"{origin}{status}", class_="quiet"),
        [element("blockquote", e.quote, lang=language_of(provision.language), dir="auto") for e in quotes],
    )


def _place(tag: Tag) -> Html:
    return place_link(tag.target, tag.target)


def _each_place_once(tags: Sequence[Tag]) -> list[Tag]:
    """In the order of the treaties: article 5 before article 26."""
    return sorted({tag.target: tag for tag in tags}.values(), key=_treaty_order)


def _treaty_order(tag: Tag) -> tuple[int, int, str]:
    reference = TreatyReference.parse(tag.target)
    return instrument_ids().index(reference.instrument), reference.article, tag.target
