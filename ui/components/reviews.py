"""Reviews: what people decided on the links of a text, with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from palermo.analysis.anchoring import AnchoredReview
from palermo.analysis.reviewed_tags import to_look_at_again
from palermo.model.provision import Provision
from palermo.model.review import Decision, Review
from palermo.model.tag import Grade
from ui.components.address import link
from ui.components.html import Html, Part, element
from ui.components.notices import notice
from ui.components.places import place_link

_GRADED = {Grade.IMPLEMENTS: "implements it", Grade.TOUCHES: "touches on it"}
_DECIDED = {
    Decision.CONFIRMED: "confirmed",
    Decision.REJECTED: "rejected",
    Decision.ADDED: "added",
    Decision.REGRADED: "regraded",
}


def decided_by(review: Review) -> str:
    """Who decided, and on which day."""
    day = review.decided_at
    return f"{review.reviewer} on {day.day} {day:%B %Y}"


def changed_words(provision: Provision, decisions: Sequence[AnchoredReview]) -> Html | None:
    """Asks to look again at what was decided on other words; None where there is nothing of the kind."""
    flagged = to_look_at_again(decisions)
    if not flagged:
        return None
    items = [element("li", _decision(each, provision)) for each in flagged]
    words = "Decided on words that this text does not have. It changes nothing here until somebody decides anew."
    return notice("Words changed: look again", element("p", words), element("ul", items))


def decision_list(provision: Provision, decisions: Sequence[AnchoredReview]) -> Html | None:
    """All decisions that concern a text, the latest first; None where there are none."""
    if not decisions:
        return None
    latest = sorted(decisions, key=lambda each: (each.review.decided_at, each.review.id), reverse=True)
    items = [element("li", _decision(each, provision)) for each in latest]
    return element("section", element("h2", "Decisions"), element("ul", items, class_="tag-list"))


def _decision(each: AnchoredReview, provision: Provision) -> list[Part]:
    review = each.review
    grade = f", {_GRADED[review.grade]}" if review.grade else ""
    elsewhere: Part = None
    if review.provision != provision.id:
        elsewhere = element("p", link("Decided on another version", "provision", id=review.provision), class_="quiet")
    return [
        element("p", place_link(review.target), f": {_DECIDED[review.decision]}{grade}"),
        element("p", decided_by(review), class_="quiet"),
        element("p", review.note, dir="auto") if review.note else None,
        elsewhere,
    ]
