"""Deciding on tags in a library: what is kept, what search shows then, what is listed, and which labels come of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from catalogue_samples import a_law, a_version, put
from test_cli import DONE, NOT_DONE, document, palermo

from library import Library, open_library
from library.catching_up import behind_mark
from library.comparing import compare
from library.exporting import provision_lines
from library.ingesting import ingest_into
from library.labels import read_gold
from library.review_labels import write_labels
from library.reviewing import Kept, decide, listed
from library.searching import search
from palermo.errors import UnknownIdError, UsageError
from palermo.model.law import Kind, Law
from palermo.model.review import Decision
from palermo.model.tag import Grade

RIVER, GUIDE = a_law(state="AND", name="river-act"), a_law(name="guide", state="FRA", kind=Kind.DIGEST)
HELD = a_version(RIVER, deposit="and/river-act")
FIRST, SECOND = (provision.id for provision in HELD.provisions[:2])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A law with tags on its provisions 1, 3 and 5, and a digest."""
    with open_library(tmp_path / "library") as opened:
        for law, contents in ((RIVER, HELD), (GUIDE, a_version(GUIDE))):
            put(opened.catalogue, law, contents)
        opened.bring_index_up_to_date()
        yield opened


def said(library: Library, provision: str, target: str, decision: str, **more: Any) -> Kept:
    return decide(library, provision, target, Decision(decision), **{"reviewer": "A. Reader", **more})


def found(library: Library, article: str, law: Law = RIVER) -> list[str]:
    hits = search(library, article=article, states=[law.state]).hits
    return [hit.provision.number for hit in hits]


def test_search_and_comparison_follow_at_once(library: Library) -> None:
    assert found(library, "untoc:5") == ["1", "3", "5"]
    said(library, FIRST, "untoc:5", "rejected")
    assert said(library, SECOND, "untoc:6.1", "added", grade=Grade.TOUCHES).warning == ""
    assert found(library, "untoc:5") == ["3", "5"]
    assert found(library, "untoc:6") == ["2"]
    assert search(library, states=["AND"]).facets["article"] == {"untoc:5": 2, "untoc:6": 1}
    columns = compare(library, ["AND", "FRA"], "untoc:5").columns
    assert [cell.provision.number for cell in columns[0].cells] == ["3", "5"]
    lines = {line["id"]: line["tags"] for line in provision_lines(library)}
    assert [(tag["target"], tag["status"]) for tag in lines[FIRST]] == [
        ("untoc:5", "rejected"), ("untoc:5.1.a.ii", "rejected")
    ]  # fmt: skip
    assert [(tag["method"], tag["score"], tag["status"]) for tag in lines[SECOND]] == [("review", 1.0, "confirmed")]
    library.reindex()
    assert found(library, "untoc:5") == ["3", "5"]


def test_search_follows_in_the_version_of_today(library: Library) -> None:
    newer = a_version(RIVER, "2021", deposit="and/river-act")
    put(library.catalogue, RIVER, newer)
    library.bring_index_up_to_date()
    said(library, FIRST, "untoc:5", "rejected", quote="joins a band")
    assert found(library, "untoc:5") == ["3", "5"]


def test_a_decision_keeps_what_it_was_made_on(library: Library) -> None:
    confirmed = said(library, FIRST, "untoc:5.1.a.ii", "confirmed", note=" read ").review
    assert (confirmed.grade, confirmed.note, confirmed.quote) == (Grade.IMPLEMENTS, "read", HELD.provisions[0].text)
    quoted = said(library, FIRST, "untoc:5.1.a.ii", "rejected", quote="joins  a\nband").review
    assert quoted.quote == "joins a band"


@pytest.mark.parametrize(
    ("provision", "target", "decision", "more", "words"),
    [
        (FIRST, "untoc:99", "rejected", {}, "no article"),
        (f"{FIRST}0", "untoc:5", "rejected", {}, "no provision"),
        (FIRST, "untoc:5.1.a.ii", "rejected", {"quote": "a lantern"}, "quote does not stand"),
        (FIRST, "untoc:5.1.a.ii", "rejected", {"reviewer": " "}, "name of the person"),
        (FIRST, "untoc:5.1.a.ii", "rejected", {"grade": Grade.TOUCHES}, "keeps its grade"),
        (FIRST, "untoc:5.1.a.ii", "regraded", {}, "needs a grade: implements or touches"),
        (FIRST, "untoc:5", "confirmed", {}, "no link to untoc:5 to be confirmed"),
        (FIRST, "untoc:6", "rejected", {}, "no link to untoc:6 to be rejected"),
        (SECOND, "untoc:6", "regraded", {"grade": Grade.TOUCHES}, "no link"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    library: Library, provision: str, target: str, decision: str, more: dict[str, Any], words: str
) -> None:
    with pytest.raises((UsageError, UnknownIdError), match=words):
        said(library, provision, target, decision, **more)
    assert listed(library) == []


def test_a_decision_is_kept_while_another_process_writes_to_the_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.reviewing._WAIT_SECONDS", 0.1)
    with open_library(library.folder) as other:
        other.engine.remove_versions(["none"])
        warning = said(library, FIRST, "untoc:5", "rejected").warning
    assert "do not follow it yet" in warning
    assert library.catalogue.reviews(FIRST)
    assert found(library, "untoc:5") == ["1", "3", "5"]
    ingest_into(library, [])
    assert found(library, "untoc:5") == ["3", "5"]
    assert not behind_mark(library.folder).exists()


def test_what_becomes_of_decisions(library: Library) -> None:
    said(library, FIRST, "untoc:5", "rejected", quote="joins a band")
    said(library, FIRST, "untoc:5.1.a.ii", "confirmed")
    said(library, FIRST, "untoc:5.1.a.ii", "rejected")
    said(library, HELD.provisions[4].id, "untoc:6", "added", grade=Grade.TOUCHES)
    states = [each.standing.value for each in listed(library)]
    assert states == ["stands", "superseded", "stands", "stands"]
    put(library.catalogue, RIVER, a_version(RIVER, "2021", provisions=3))
    states = [each.standing.value for each in listed(library)]
    again = "words changed: look again"
    assert states == ["stands", again, again, "not found in the current version"]


def test_labels_are_what_people_decided(library: Library, tmp_path: Path) -> None:
    said(library, FIRST, "untoc:5.1.a.ii", "confirmed", note="the offence itself")
    said(library, FIRST, "tip:5", "added", grade=Grade.TOUCHES)
    said(library, FIRST, "tip:5", "added", grade=Grade.TOUCHES, note="in part")
    said(library, HELD.provisions[2].id, "untoc:5", "rejected")
    said(library, SECOND, "untoc:5", "added", grade=Grade.IMPLEMENTS)
    said(library, f"{a_version(GUIDE).version.id}#art_0", "untoc:5.1.a.ii", "confirmed")
    out = tmp_path / "labels"
    for _ in range(2):  # a second export replaces the first
        written = write_labels(library, out)
    assert (written.laws, written.labels) == (1, 3)
    assert [reason.rsplit(": ", 1)[1] for reason in written.left_out] == ["a digest is no text of a law"]
    assert [json.loads(line) for line in (out / "and/river-act/gold.jsonl").read_text().splitlines()] == [
        {"provision": "1", "tags": ["untoc:5"], "why": "the offence itself", "grade": "core"},
        {"provision": "1", "tags": ["tip:5"], "why": "in part", "grade": "related"},
        {"provision": "2", "tags": ["untoc:5"], "why": "", "grade": "core"},
    ]
    (gold,) = read_gold(out)
    assert (gold.deposit, gold.state, gold.language) == ("and/river-act", "AND", "en")
    assert (gold.counts("1"), gold.counts("3")) == (True, False)


def test_labels_from_elsewhere_are_left_alone(library: Library, tmp_path: Path) -> None:
    said(library, FIRST, "untoc:5.1.a.ii", "confirmed")
    theirs = tmp_path / "gold" / "and" / "river-act" / "gold.jsonl"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("{}")
    with pytest.raises(UsageError, match="something else"):
        write_labels(library, tmp_path / "gold")
    assert theirs.read_text() == "{}"


def test_the_commands(library: Library, tmp_path: Path) -> None:
    folder = library.folder
    done = palermo("review", FIRST, "untoc:5", "--decision", "rejected", "--reviewer", "Ada", library=folder)
    assert (done.returncode, done.stdout, done.stderr) == (DONE, "", f"untoc:5 on {FIRST}: rejected by Ada\n")
    added = ("review", SECOND, "tip:5", "--decision", "added", "--grade", "implements", "--note", "whole")
    assert palermo(*added, library=folder, PALERMO_REVIEWER="Bo").returncode == DONE
    first, second = document(palermo("reviews", "--json", library=folder))
    assert (first["decision"], first["standing"], first["words_changed"], first["now"]) == (
        "rejected", "stands", False, FIRST
    )  # fmt: skip
    assert (second["reviewer"], second["note"], second["grade"], second["number"]) == ("Bo", "whole", "implements", "2")
    assert "Bo: tip:5 added (implements); stands" in palermo("reviews", library=folder).stdout
    exported = palermo("export", "labels", "--out", tmp_path / "labels", library=folder)
    assert (exported.returncode, exported.stdout) == (DONE, "")
    assert "1 labels for 1 laws" in exported.stderr
    login = palermo(*added, library=folder, LOGNAME="cy")
    assert "added by cy" in login.stderr
    for wrong in (["--decision", "liked"], ["--decision", "added", "--grade", "much"], ["--decision", "added"]):
        refused = palermo("review", SECOND, "tip:5", *wrong, library=folder)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (NOT_DONE, "", 1)
