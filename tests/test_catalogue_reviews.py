"""Reviews: a person's decisions outlive every re-run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from catalogue_samples import a_law, a_version, put
from pydantic import ValidationError

from catalogue.store import Catalogue
from palermo.errors import UnknownIdError, UsageError
from palermo.model.review import Review

pytest_plugins = ["catalogue_backends"]

LAW = a_law()
CONTENTS = a_version(LAW)
PROVISION = CONTENTS.provisions[0]


def a_review(**changes: Any) -> Review:
    fields = {
        "provision": PROVISION.id,
        "target": "untoc:5.1.a.ii",
        "decision": "confirmed",
        "reviewer": "A. Reader",
        "decided_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
        "quote": "joins a band",
    }
    return Review.model_validate({**fields, **changes})


@pytest.fixture
def held(catalogue: Catalogue) -> Catalogue:
    put(catalogue, LAW, CONTENTS)
    return catalogue


def test_reviews_come_back_oldest_first(held: Catalogue) -> None:
    later = a_review(decision="regraded", grade="touches", decided_at="2026-03-02T00:00:00.5+00:00")
    latest = a_review(decision="rejected", note="read again", decided_at="2026-03-02T00:00:01Z")
    first = a_review()
    for review in (latest, first, later, first):
        held.add_review(review)
    assert held.reviews(PROVISION.id) == [first, later, latest]
    assert held.reviews() == [first, later, latest]
    assert held.reviews(CONTENTS.provisions[1].id) == []


def test_reviews_outlive_new_tags_new_contents_and_new_versions(held: Catalogue) -> None:
    review = a_review()
    held.add_review(review)
    held.replace_tags(CONTENTS.version.id, [])
    held.renew(a_version(LAW, provisions=0))
    put(held, LAW, a_version(LAW, "2021"))
    held.withdraw(a_version(LAW, "2021").version.id)
    assert held.reviews(PROVISION.id) == [review]


def test_a_review_stands_on_words_that_are_held(held: Catalogue) -> None:
    with pytest.raises(UnknownIdError):
        held.add_review(a_review(provision="/akn/an/act/none@#art_1"))
    with pytest.raises(UsageError, match="quote"):
        held.add_review(a_review(quote="words that are not there"))
    assert held.reviews() == []


def test_one_moment_is_one_review_in_whatever_zone_it_is_written() -> None:
    east = datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert a_review(decided_at=east).id == a_review().id
    assert a_review(note="other").id != a_review().id


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "added"},
        {"decision": "regraded"},
        {"decision": "rejected", "grade": "touches"},
        {"target": "article five"},
        {"decided_at": datetime(2026, 3, 1)},
        {"reviewer": ""},
    ],
)
def test_a_review_checks_itself(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_review(**change)
