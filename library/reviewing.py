"""Reviewing: a person decides what a provision has to do with a place in a treaty, and sees what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from library.catching_up import behind_mark, when_free
from library.opening import Library
from palermo.analysis.anchoring import Passage, place_of
from palermo.analysis.reviewed_tags import deciding, is_at_or_below
from palermo.errors import SearchEngineError, UnknownIdError, UsageError
from palermo.model.law import Law, Version
from palermo.model.provision import Provision
from palermo.model.review import Decision, Review
from palermo.model.tag import Grade, Tag
from palermo.treaties.load import exists

_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision that was kept; `warning` says what did not follow it yet."""

    review: Review
    warning: str = ""


class Standing(StrEnum):
    """What has become of a decision in the version that its law is read in today."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    WORDS_CHANGED = "words changed: look again"
    NOT_FOUND = "not found in the current version"


@dataclass(frozen=True, slots=True)
class Concerned:
    """The provision that a decision concerns today."""

    provision: Provision
    version: Version
    law: Law


@dataclass(frozen=True, slots=True)
class ListedReview:
    """A decision and what it concerns; None where nothing of it is in the current version."""

    review: Review
    standing: Standing
    concerned: Concerned | None


def decide(
    library: Library, provision_id: str, target: str, decision: Decision, *, reviewer: str,
    grade: Grade | None = None, note: str = "", quote: str = "",
) -> Kept:  # fmt: skip
    """Keep a person's decision, and let search follow it.

    grade: given where a link is added or regraded, and only there; quote: the words that the decision stands on, the
    whole text if left out. UnknownIdError where provision or target do not exist; UsageError where the decision makes
    no sense for the provision's tags, or the quote does not stand in its text.
    """
    if not exists(target):
        raise UnknownIdError(f"'{target}' is no article or paragraph: write one such as untoc:5 or untoc:5.1.a.ii")
    provision = library.catalogue.provision(provision_id)
    shown = library.catalogue.tags_of([provision_id])[provision_id]
    words = place_of(quote, Passage(provision.id, provision.number, provision.text))
    if quote.strip() and words is None:
        raise UsageError(f"the quote does not stand in {provision_id}: quote its text as held")
    if not reviewer.strip():
        raise UsageError("a decision needs the name of the person who makes it")
    review = Review(
        provision=provision_id, target=target, decision=decision, grade=_grade(target, decision, grade, shown),
        note=note.strip(), reviewer=reviewer.strip(), decided_at=datetime.now(UTC),
        quote=words.quote if words else provision.text,
    )  # fmt: skip
    library.catalogue.add_review(review)
    return Kept(review, _let_search_follow(library, review))


def listed(library: Library) -> list[ListedReview]:
    """All decisions, the oldest first, with what has become of them."""
    made, decisions = library.catalogue.current_decisions()
    standing: dict[str, tuple[Standing, str]] = {}
    for provision_id, its_decisions in decisions.items():
        decisive = deciding(its_decisions)
        for each in its_decisions:
            last = decisive.get(each.review.target)
            if last is None:
                state = Standing.WORDS_CHANGED
            else:
                state = Standing.STANDS if each.review == last.review else Standing.SUPERSEDED
            standing[each.review.id] = state, provision_id
    held = library.catalogue.provisions_by_ids(list(dict.fromkeys(where for _, where in standing.values())))
    concerned = {each.provision.id: each for each in _concerned(library, held)}
    return [
        ListedReview(review, state, concerned.get(where))
        for review in made
        for state, where in [standing.get(review.id, (Standing.NOT_FOUND, ""))]
    ]


def as_json(reviews: Sequence[ListedReview]) -> list[dict[str, Any]]:
    """The document that `palermo reviews --json` prints. `now` is the provision that the decision concerns today."""
    return [
        {
            **each.review.model_dump(mode="json"), "id": each.review.id, "standing": each.standing.value,
            "words_changed": each.standing is Standing.WORDS_CHANGED,
            "now": each.concerned.provision.id if each.concerned else None,
            "law": each.concerned.law.id if each.concerned else None,
            "law_title": each.concerned.law.title if each.concerned else None,
            "number": each.concerned.provision.number if each.concerned else None,
        }
        for each in reviews
    ]  # fmt: skip


def _concerned(library: Library, provisions: Sequence[Provision]) -> Iterator[Concerned]:
    versions: dict[str, tuple[Version, Law]] = {}
    for provision in provisions:
        if provision.version not in versions:
            version = library.catalogue.version(provision.version)
            versions[provision.version] = version, library.catalogue.law(version.law)
        yield Concerned(provision, *versions[provision.version])


def _grade(target: str, decision: Decision, grade: Grade | None, shown: Sequence[Tag]) -> Grade | None:
    """The grade to keep with the decision; UsageError where the decision makes no sense."""
    if decision in (Decision.CONFIRMED, Decision.REJECTED) and grade is not None:
        raise UsageError(f"a link that is {decision} keeps its grade: to change it, decide 'regraded'")
    if decision in (Decision.ADDED, Decision.REGRADED) and grade is None:
        raise UsageError(f"a link that is {decision} needs a grade: {' or '.join(Grade)}")
    below = [tag for tag in shown if is_at_or_below(tag.target, target)]
    here = [tag for tag in below if tag.target == target]
    if decision is Decision.CONFIRMED:
        if not here:
            raise UsageError(f"there is no link to {target} to be confirmed: decide 'added', with a grade")
        return Grade.IMPLEMENTS if any(tag.grade is Grade.IMPLEMENTS for tag in here) else Grade.TOUCHES
    if decision is not Decision.ADDED and not below:
        raise UsageError(f"there is no link to {target} to be {decision}: to make one, decide 'added', with a grade")
    return grade


def _let_search_follow(library: Library, review: Review) -> str:
    """Bring the index up to date; a warning where it cannot be done now."""
    concerned = library.catalogue.concerned_by(review)
    try:
        when_free(lambda: library.update_in_index(concerned), _WAIT_SECONDS)
    except SearchEngineError as error:
        behind_mark(library.folder).touch()
        return f"the decision is kept, but the filters of the search do not follow it yet: {error}"
    return ""
