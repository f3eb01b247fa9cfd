"""Reviewed tags: what the machine says of a provision, after what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palermo.analysis.anchoring import AnchoredReview
from palermo.model.review import Decision
from palermo.model.tag import Grade, Status, Tag

METHOD = "review"
"""The method of a tag that stands on a person's decision alone."""


def reviewed_tags(machine: Sequence[Tag], decisions: Sequence[AnchoredReview]) -> list[Tag]:
    """The tags of one provision as they are shown, by target and method.

    machine: what the methods found; decisions: the reviews that concern the provision, in any order. Of those whose
    words stand, the latest on a target decides. It outlives the machine's tag: where none is left, the decision
    makes one of its own. A decision whose words changed decides nothing.

    A decision also reaches the machine's tags below its target that have none of their own, but downwards only:
    what a provision has nothing to do with it cannot implement in part, and of what it merely touches it implements
    no part. Who confirms an article has not said which of its paragraphs, so nothing below is confirmed by it.
    """
    decisive = deciding(decisions)
    if not decisive:
        return list(machine)
    shown = [_decided(tag, decisive) for tag in machine]
    given = {tag.target for tag in machine}
    own = [
        _own_tag(each)
        for target, each in decisive.items()
        if target not in given or each.review.decision is Decision.ADDED
    ]
    return sorted(shown + own, key=lambda tag: (tag.target, tag.method))


def deciding(decisions: Sequence[AnchoredReview]) -> dict[str, AnchoredReview]:
    """The decision that counts for each target: the latest one whose words stand."""
    return {each.review.target: each for each in _by_time(decisions) if each.stands}


def to_look_at_again(decisions: Sequence[AnchoredReview]) -> list[AnchoredReview]:
    """The latest decision on each target that was made on other words, unless a decision on the words of today has
    answered it."""
    answered = deciding(decisions)
    latest = {each.review.target: each for each in _by_time(decisions)}
    return [each for target, each in latest.items() if target not in answered]


def is_at_or_below(target: str, place: str) -> bool:
    """Whether a treaty reference is `place` or lies within it."""
    return target == place or target.startswith((f"{place}.", f"{place}#"))


def _by_time(decisions: Sequence[AnchoredReview]) -> list[AnchoredReview]:
    return sorted(decisions, key=lambda each: (each.review.decided_at, each.review.id))


def _decided(tag: Tag, decisive: Mapping[str, AnchoredReview]) -> Tag:
    nearest = max((target for target in decisive if is_at_or_below(tag.target, target)), key=len, default=None)
    if nearest is None:
        return tag
    review = decisive[nearest].review
    if review.decision is Decision.REJECTED:
        return tag.model_copy(update={"status": Status.REJECTED})
    if nearest == tag.target:
        return tag.model_copy(update={"status": Status.CONFIRMED, "grade": review.grade or tag.grade})
    if review.grade is Grade.TOUCHES:
        return tag.model_copy(update={"grade": Grade.TOUCHES})
    return tag


def _own_tag(each: AnchoredReview) -> Tag:
    review = each.review
    is_rejected = review.decision is Decision.REJECTED
    # A rejection claims nothing, so its grade is the lesser one; who confirms a link without a grade means all of it.
    unsaid = Grade.TOUCHES if is_rejected else Grade.IMPLEMENTS
    return Tag(
        provision=each.provision, target=review.target, grade=review.grade or unsaid, score=1.0,
        status=Status.REJECTED if is_rejected else Status.CONFIRMED, method=METHOD, evidence=each.evidence,
    )  # fmt: skip
