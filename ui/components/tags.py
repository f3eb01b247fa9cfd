"""Tags: which places of the treaties a provision is linked to, by whom, and on which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from library.text_quality import doubtful_evidence
from palermo.analysis.anchoring import AnchoredReview
from palermo.analysis.reviewed_tags import METHOD as REVIEW
from palermo.analysis.reviewed_tags import deciding, is_at_or_below
from palermo.model.law import Kind
from palermo.model.provision import Provision
from palermo.model.tag import Grade, Status, Tag
from palermo.tagging.parameters import METHOD
from palermo.tagging.tagger import needs_review
from palermo.treaties.reference import TreatyReference, instrument_ids
from ui.components.html import Html, element, joined
from ui.components.legal_text import language_of
from ui.components.names import instrument_label, place_label
from ui.components.places import place_link
from ui.components.reviews import decided_by

GRADES = {Grade.IMPLEMENTS: "implements", Grade.TOUCHES: "touches on"}
_METHODS = {
    "digest": "given by the author of the digest",
    "explicit-reference": "the text names the treaty",
    "requirement-signals": "its words and its place in the law speak of it",
    "review": "it stands on a person’s decision",
}


def tag_summary(tags: Sequence[Tag]) -> Html | None:
    """The places of the treaties on one line, as links to what is held on their articles; None without tags that
    count."""
    tags = [tag for tag in tags if tag.counts]
    if not tags:
        return None
    by_instrument: dict[str, list[Tag]] = {}
    for tag in _each_place_once(tags):
        by_instrument.setdefault(instrument_label(tag.target), []).append(tag)
    parts = [
        joined([f"{name}, ", joined([_place(tag) for tag in found], ", ")]) for name, found in by_instrument.items()
    ]
    return element("p", element("span", "Treaties: ", class_="label"), joined(parts, "; "), class_="tags")


def tag_list(provision: Provision, tags: Sequence[Tag], kind: Kind, decisions: Sequence[AnchoredReview]) -> Html:
    """Every tag with its grade, origin, status, elements and evidence."""
    if not tags:
        words = "No link to an article of the instruments is recorded for this text yet."
        return element("p", words, class_="quiet")
    decisive = deciding(decisions)
    described = [_described(provision, tag, kind, decisive) for tag in sorted(tags, key=_in_treaties)]
    return element("ul", described, class_="tag-list")


def _described(provision: Provision, tag: Tag, kind: Kind, decisive: Mapping[str, AnchoredReview]) -> Html:
    method = tag.method.split("/")[0]
    origin = _METHODS.get(method, f"method {tag.method}")
    # A digest's author speaks of the whole of it: repeating it would say nothing.
    quotes = [e for e in tag.evidence if e.end - e.start < len(provision.text)]
    is_authors = kind is Kind.DIGEST and method == "digest" and tag.status is Status.MACHINE
    verb = GRADES[tag.grade] if tag.counts else "has no link to" if method == REVIEW else "was linked to"
    return element(
        "li",
        element("p", f"This text {verb} ", _place(tag), f", {instrument_label(tag.target)}"),
        element("p", origin if is_authors else f"{origin}; {_status(tag, decisive)}", class_="quiet"),
        _elements("Elements found: ", tag, tag.elements_found),
        _elements("Elements without words for them here: ", tag, tag.elements_missing),
        [element("blockquote", e.quote, lang=language_of(provision.language), dir="auto") for e in quotes],
        _doubts(provision, tag),
        class_=f"tag tag-{tag.status.value}",
    )


def _doubts(provision: Provision, tag: Tag) -> Html | None:
    """Says that a link stands on words that may be misread; None where it does not."""
    words = doubtful_evidence(provision, tag)
    return element("p", f"Stands on doubtful words: {', '.join(words)}.", class_="quiet") if words else None


def _status(tag: Tag, decisive: Mapping[str, AnchoredReview]) -> str:
    """Who stands behind a tag, and how sure the machine is."""
    above = [each.review for target, each in decisive.items() if is_at_or_below(tag.target, target)]
    by = max(above, key=lambda review: len(review.target), default=None)
    whole = f"the whole of {place_label(by.target)}" if by and by.target != tag.target else ""
    if by and tag.status is not Status.MACHINE:
        return f"{tag.status.value} by {decided_by(by)}" + (f", with {whole}" if whole else "")
    if by and by.grade is Grade.TOUCHES:
        return f"found by machine; no more than touched on, as decided for {whole} by {decided_by(by)}"
    return f"found by machine, {'to be reviewed' if needs_review(tag) else 'not reviewed'}; {_score(tag)}"


def _score(tag: Tag) -> str:
    score = f"score {tag.score:.2f}"
    if tag.method != METHOD:
        return score
    if tag.grade is Grade.TOUCHES:
        return f"{score}, too low to say that it implements the article"
    return f"{score}: of 100 such links about {round(tag.score * 100)} are right"


def _elements(words: str, tag: Tag, names: Sequence[str]) -> Html | None:
    if not names:
        return None
    links = [place_link(f"{tag.target}#{name}", words=name.replace("-", " ")) for name in names]
    return element("p", element("span", words, class_="label"), joined(links, ", "), class_="quiet")


def _place(tag: Tag) -> Html:
    return place_link(tag.target, tag.target)


def _each_place_once(tags: Sequence[Tag]) -> list[Tag]:
    return sorted({tag.target: tag for tag in tags}.values(), key=_in_treaties)


def _in_treaties(tag: Tag) -> tuple[int, int, str]:
    return treaty_order(tag.target)


def treaty_order(target: str) -> tuple[int, int, str]:
    """Sorts references in the order of the treaties: article 5 before article 26."""
    reference = TreatyReference.parse(target)
    return instrument_ids().index(reference.instrument), reference.article, target
