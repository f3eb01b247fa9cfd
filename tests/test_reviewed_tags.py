"""Decisions on tags: what they make of the machine's tags, and where they stand after a text changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palermo.analysis.anchoring import AnchoredReview, Passage, Passages, anchored, place_of
from palermo.analysis.reviewed_tags import is_at_or_below, reviewed_tags, to_look_at_again
from palermo.model.review import Review
from palermo.model.tag import Evidence, Tag

OLD, NEW = "/akn/ad/act/rivers/en@2020", "/akn/ad/act/rivers/en@2024"
PLACE = f"{OLD}#sec_2"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_review(decision: str = "confirmed", target: str = "untoc:5", hour: int = 0, **fields: Any) -> Review:
    return Review.model_validate(
        {"provision": PLACE, "target": target, "decision": decision, "reviewer": "A. Reader",
         "decided_at": NOON + timedelta(hours=hour), **fields}
    )  # fmt: skip


def decided(
    decision: str, target: str = "untoc:5", hour: int = 0, stands: bool = True, **fields: Any
) -> AnchoredReview:
    evidence = (Evidence(start=3, end=7, quote="boat"),)
    return AnchoredReview(a_review(decision, target, hour, **fields), PLACE, stands, evidence)


def a_tag(target: str = "untoc:5", grade: str = "implements", method: str = "words/1") -> Tag:
    return Tag.model_validate(
        {"provision": PLACE, "target": target, "grade": grade, "score": 0.4, "method": method,
         "evidence": ({"start": 0, "end": 3, "quote": "Any"},), "elements_found": ("conduct",)}
    )  # fmt: skip


def short(tags: list[Tag]) -> list[str]:
    return [f"{tag.target} {tag.grade} {tag.status} {tag.method}" for tag in tags]


@pytest.mark.parametrize(
    ("decision", "shown"),
    [
        (decided("confirmed"), "untoc:5 implements confirmed words/1"),
        (decided("confirmed", grade="touches"), "untoc:5 touches confirmed words/1"),
        (decided("rejected"), "untoc:5 implements rejected words/1"),
        (decided("regraded", grade="touches"), "untoc:5 touches confirmed words/1"),
        (decided("confirmed", stands=False), "untoc:5 implements machine words/1"),
        (decided("confirmed", "untoc:50"), "untoc:5 implements machine words/1"),
    ],
)
def test_a_decision_on_a_tag_that_the_machine_gives(decision: AnchoredReview, shown: str) -> None:
    tags = reviewed_tags([a_tag()], [decision])
    assert shown in short(tags)
    assert (tags[0].score, tags[0].elements_found, tags[0].evidence[0].quote) == (0.4, ("conduct",), "Any")


@pytest.mark.parametrize(
    ("decision", "shown"),
    [
        (decided("added", grade="touches"), ["untoc:5 touches confirmed review"]),
        (decided("regraded", grade="touches"), ["untoc:5 touches confirmed review"]),
        (decided("confirmed", grade="touches"), ["untoc:5 touches confirmed review"]),
        (decided("confirmed"), ["untoc:5 implements confirmed review"]),
        (decided("rejected"), ["untoc:5 touches rejected review"]),
        (decided("added", grade="touches", stands=False), []),
    ],
)
def test_a_decision_outlives_the_tag(decision: AnchoredReview, shown: list[str]) -> None:
    tags = reviewed_tags([], [decision])
    assert short(tags) == shown
    assert all((tag.score, tag.evidence[0].quote, tag.provision) == (1.0, "boat", PLACE) for tag in tags)


def test_what_was_added_stays_beside_what_the_machine_finds_later() -> None:
    tags = reviewed_tags([a_tag(grade="touches")], [decided("added", grade="implements")])
    assert short(tags) == ["untoc:5 implements confirmed review", "untoc:5 implements confirmed words/1"]


def test_the_latest_decision_counts_whatever_their_order() -> None:
    decisions = [
        decided("rejected", hour=2),
        decided("confirmed", hour=1),
        decided("regraded", hour=0, grade="touches"),
    ]
    assert short(reviewed_tags([a_tag()], decisions)) == ["untoc:5 implements rejected words/1"]
    again = [*decisions, decided("confirmed", hour=3, stands=False)]
    assert short(reviewed_tags([a_tag()], again)) == ["untoc:5 implements rejected words/1"]


def test_a_decision_on_an_article_reaches_downwards_only() -> None:
    machine = [a_tag("untoc:5.1.a.ii"), a_tag("untoc:5.1.b"), a_tag("untoc:6")]

    def grades(*decisions: AnchoredReview) -> list[str]:
        return [f"{tag.grade} {tag.status}" for tag in reviewed_tags(machine, decisions) if tag.method != "review"]

    assert grades(decided("rejected")) == ["implements rejected", "implements rejected", "implements machine"]
    assert grades(decided("confirmed")) == ["implements machine"] * 3
    assert grades(decided("regraded", grade="touches"))[:2] == ["touches machine"] * 2
    own = decided("confirmed", "untoc:5.1.a.ii", hour=-9)
    assert grades(decided("rejected"), own)[:2] == ["implements confirmed", "implements rejected"]
    nearer = decided("confirmed", "untoc:5.1")
    assert grades(decided("rejected"), nearer)[:2] == ["implements machine"] * 2


def test_places_below_a_place() -> None:
    assert is_at_or_below("untoc:5.1#purpose", "untoc:5")
    assert not is_at_or_below("untoc:50.1", "untoc:5")
    assert not is_at_or_below("untoc:5", "untoc:5.1")


def test_changed_words_are_looked_at_again_until_somebody_has() -> None:
    changed = [decided("rejected", hour=0, stands=False), decided("confirmed", hour=1, stands=False)]
    assert to_look_at_again(changed) == changed[1:]
    assert to_look_at_again([*changed, decided("confirmed", "untoc:6", hour=2)]) == changed[1:]
    assert to_look_at_again([*changed, decided("confirmed", hour=2)]) == []


def passages(*held: tuple[str, str, str], version: str = NEW) -> Passages:
    """From eId, number and text."""
    return Passages(Passage(f"{version}#{eid}", number, text) for eid, number, text in held)


ORIGINAL = Passage(PLACE, "2", "Any boat is lit.\n(1) At night.")


@pytest.mark.parametrize(
    ("quote", "held", "expected"),
    [
        ("boat is lit", [("sec_1", "1", "A boat is lit."), ("sec_2", "2", "The boat is lit.")], ("sec_2", True)),
        ("boat is lit", [("sec_1", "1", "A raft."), ("sec_9", "9", "The boat is lit.")], ("sec_9", True)),
        ("boat is lit", [("sec_2", "2", "A raft."), ("sec_9", "9", "The boat is lit.")], ("sec_9", True)),
        ("boat is lit", [("art_2", "2", "A boat\n is lit")], ("art_2", True)),
        ("boat is lit", [("sec_2", "2", "A boat is dark.")], ("sec_2", False)),
        ("boat is lit", [("sec_8", "8", "A boat is lit"), ("sec_9", "9", "A boat is lit")], None),
        ("boat is lit", [("sec_3", "3", "A raft.")], None),
        ("", [("art_2", "2", "Any boat is lit. (1) At night.")], ("art_2", True)),
        ("", [("sec_2", "2", "Any boat is lit.")], ("sec_2", False)),
        ("", [("sec_3", "3", "Any boat is lit.\n(1) At night.")], None),
        # where a number begins again in each part, the same name comes first
        ("boat", [("p2_sec_2", "2", "A boat"), ("sec_2", "2", "A boat")], ("sec_2", True)),
        # names that are only counted do not follow the number
        ("boat", [("sec_2", "3", "A boat"), ("sec_3", "2", "A boat")], ("sec_3", True)),
    ],
)
def test_a_decision_finds_its_provision_again(
    quote: str, held: list[tuple[str, str, str]], expected: tuple[str, bool] | None
) -> None:
    found = anchored(a_review(quote=quote), ORIGINAL, passages(*held))
    assert (found and (found.provision.split("#")[1], found.stands)) == expected
    if found and found.stands and quote:
        text = next(text for eid, _, text in held if found.provision.endswith(f"#{eid}"))
        assert all(evidence.stands_in(text) for evidence in found.evidence)
        assert found.evidence


def test_a_decision_whose_provision_went_away() -> None:
    held = passages(("sec_1", "1", "A raft."), ("sec_2", "2", "Any boat is lit."))
    assert anchored(a_review(quote="boat is lit"), None, held) == AnchoredReview(
        a_review(quote="boat is lit"), f"{NEW}#sec_2", True, (Evidence(start=4, end=15, quote="boat is lit"),)
    )
    renamed = passages(("art_1__sec_2", "2", "A raft."), ("art_2", "2", "A raft."))
    assert anchored(a_review(quote="boat is lit"), None, renamed) == AnchoredReview(
        a_review(quote="boat is lit"), f"{NEW}#art_2", False
    )
    unquoted = anchored(a_review(), None, held)
    assert unquoted is not None
    assert not unquoted.stands, "nobody knows any more which words it stood on"
    same_name = Passage(PLACE, "2", "Other words.")
    assert anchored(a_review(), same_name, Passages([same_name])) == AnchoredReview(a_review(), PLACE, True)


@given(st.text(), st.text())
def test_a_place_holds_the_letters_of_the_quote(before: str, quote: str) -> None:
    found = place_of(quote, Passage(PLACE, "2", f"{before} {quote}\n"))
    if not quote.strip():
        return
    assert found is not None
    assert "".join(found.quote.split()) == "".join(quote.split())
