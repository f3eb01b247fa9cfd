"""Reviews: a person's decisions outlive every re-run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from catalogue_samples import a_law, a_tag, a_version, numbers, put
from pydantic import ValidationError
from sqlalchemy import event

from catalogue.contents import VersionContents
from catalogue.store import Catalogue
from palermo.errors import UnknownIdError, UsageError
from palermo.model.provision import Provision
from palermo.model.review import Review
from palermo.model.tag import Grade

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


def statuses(catalogue: Catalogue, *provisions: Provision) -> list[str]:
    found = catalogue.tags_of([each.id for each in provisions])
    return [f"{tag.grade} {tag.status} {tag.method}" for each in provisions for tag in found[each.id]]


def exported(catalogue: Catalogue) -> list[str]:
    return [f"{tag.provision} {tag.status}" for row in catalogue.export_rows() for tag in row.tags]


def test_decisions_are_read_with_the_tags(held: Catalogue) -> None:
    first, second, third, *_ = CONTENTS.provisions
    held.add_review(a_review(decision="rejected"))
    held.add_review(a_review(provision=second.id, decision="added", grade="touches"))
    held.add_review(a_review(provision=third.id, decision="regraded", grade="touches"))
    assert statuses(held, first, second, third) == [
        "implements rejected words/1", "touches confirmed review", "touches confirmed words/1"
    ]  # fmt: skip
    assert numbers(held.tagged("untoc:5")) == ["1", "2", "4"]
    assert numbers(held.tagged("untoc:5.1", grade=Grade.IMPLEMENTS)) == ["4"]
    assert len(held.tagged("untoc:5.1.a.ii", ["AND"], Grade.TOUCHES)) == 2
    assert held.tagged("untoc:5", ["BEL"]) == []
    assert held.tagged("untoc:6") == []
    assert exported(held)[:3] == [f"{first.id} rejected", f"{second.id} confirmed", f"{third.id} confirmed"]
    for tag in held.tags_of([second.id])[second.id]:
        assert all(evidence.stands_in(second.text) for evidence in tag.evidence)
        assert tag.evidence


def test_decisions_stand_after_tagging_again(held: Catalogue) -> None:
    held.add_review(a_review(grade="implements"))
    held.replace_tags(CONTENTS.version.id, [])
    assert statuses(held, PROVISION) == ["implements confirmed review"]
    held.replace_tags(CONTENTS.version.id, [a_tag(PROVISION, "untoc:5.1.a.ii", grade="touches")])
    assert statuses(held, PROVISION) == ["implements confirmed words/1"]


def test_decisions_are_found_again_in_a_new_version(held: Catalogue) -> None:
    second = CONTENTS.provisions[1]
    held.add_review(a_review(decision="rejected"))  # its words are in every provision: the number decides
    later = datetime(2026, 3, 2, tzinfo=UTC)
    held.add_review(
        a_review(provision=second.id, decision="added", grade="touches", quote=second.text, decided_at=later)
    )
    newer = a_version(LAW, "2021")
    put(held, LAW, newer)
    assert statuses(held, newer.provisions[0], newer.provisions[1]) == ["implements rejected words/1"]
    assert statuses(held, PROVISION, second) == ["implements rejected words/1", "touches confirmed review"]
    assert numbers(held.tagged("untoc:5")) == ["2", "4"]
    (flagged,) = held.decisions_on([newer.provisions[1].id])[newer.provisions[1].id]
    assert (flagged.stands, flagged.review.provision) == (False, second.id)
    made, current = held.current_decisions()
    assert [review.provision for review in made] == [PROVISION.id, second.id]
    assert set(current) == {newer.provisions[0].id, newer.provisions[1].id}
    assert held.concerned_by(made[0]) == [newer.provisions[0].id]


def test_decisions_are_found_again_after_a_new_split(held: Catalogue) -> None:
    held.add_review(a_review(provision=CONTENTS.provisions[2].id, decision="rejected", quote="(2) 2020"))
    split = [
        each.model_copy(update={"id": f"{CONTENTS.version.id}#sec_{each.order + 7}", "eid": f"sec_{each.order + 7}"})
        for each in CONTENTS.provisions
    ]
    held.renew(VersionContents(CONTENTS.version, split, [a_tag(split[2], "untoc:5.1.a.ii")]))
    assert statuses(held, *split) == ["implements rejected words/1"]
    assert held.tagged("untoc:5") == []


def test_decisions_keep_to_their_law_and_language(held: Catalogue) -> None:
    held.add_review(a_review(decision="rejected"))
    other = a_law("river-acts")
    put(held, other, a_version(other))
    put(held, LAW, a_version(LAW, language="fr"))
    assert [tag.provision for tag in held.tagged("untoc:5") if tag.provision.endswith("art_0")] == [
        f"{LAW.id}/fr@2020#art_0", f"{other.id}/en@2020#art_0"
    ]  # fmt: skip


def test_a_library_without_decisions_is_asked_once(held: Catalogue) -> None:
    asked: list[str] = []
    event.listen(
        held._database.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: asked.append(statement)
    )
    held.tags_of([each.id for each in CONTENTS.provisions])
    assert len([statement for statement in asked if "FROM reviews" in statement]) == 1
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 2
