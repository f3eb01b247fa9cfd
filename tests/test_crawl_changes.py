"""What changed in a law, provision by provision; and what becomes of tags and reviews when it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import sleep
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replica_server import ARTICLES, HOST, Crawling, Replica, invented_source, law_page, serve_laws

from crawlers.atom import Entry, feed
from crawlers.changes import Change, ChangeKind, as_feed
from crawlers.differences import Difference, Kind, differences, in_words, passages
from crawlers.source import Source
from library import Library, open_library
from library.crawling import Crawled, changes, crawl_into, scope_of
from library.reviewing import Standing, decide, listed
from palermo.errors import UsageError
from palermo.model.provision import Provision
from palermo.model.review import Decision
from palermo.model.tag import Grade, Status
from palermo.settings import Settings

LONG = "Whoever hides a boat for profit in the harbour of another is punished with a fine"


def provisions(version: str, texts: dict[str, str]) -> list[Provision]:
    """Sections by number with their words, in one invented version."""
    return [
        Provision(
            id=f"/akn/ad/act/2020/x/en@{version}#sec_{number}", version=f"/akn/ad/act/2020/x/en@{version}", order=place,
            eid=f"sec_{number}", number=number, text=text, language="en", language_method="declared",
            language_confidence=1.0, source_file="law.xml",
        )
        for place, (number, text) in enumerate(texts.items())
    ]  # fmt: skip


def between(old: dict[str, str], new: dict[str, str]) -> list[Difference]:
    return differences(provisions("2020", old), provisions("2024", new))


def kinds(found: list[Difference]) -> list[tuple[str, str]]:
    return [(one.kind.value, one.provision.number) for one in found]


def test_added_removed_and_changed() -> None:
    found = between({"1": "Boats.", "2": f"{LONG}.", "3": "Oil."}, {"1": "Boats.", "2": f"{LONG} of 90.", "4": "Rope."})
    assert kinds(found) == [("changed", "2"), ("removed", "3"), ("added", "4")]
    (change,) = found[0].passages
    assert (change.old, change.new, change.before) == ("fine.", "fine of 90.", "is punished with a")
    assert in_words(found[0]) == "2: “fine.” became “fine of 90.”"


def test_a_provision_put_in_between_renumbers_the_rest() -> None:
    old = {"1": f"{LONG}, one.", "2": f"{LONG}, two.", "3": f"{LONG}, three."}
    new = {"1": old["1"], "2": "Something else altogether.", "3": old["2"], "4": old["3"]}
    assert kinds(between(old, new)) == [("added", "2"), ("renumbered", "3"), ("renumbered", "4")]
    assert in_words(between(old, new)[1]) == "3: was 2"


def test_white_space_is_no_difference() -> None:
    assert between({"1": "Boats  are\nseized."}, {"1": "Boats are seized."}) == []


def test_short_words_that_many_provisions_have_pair_nothing() -> None:
    assert kinds(between({"1": "(repealed)", "2": f"{LONG}."}, {"1": f"{LONG}, at night.", "2": "(repealed)"})) == [
        ("changed", "1"), ("changed", "2")
    ]  # fmt: skip


def test_words_that_only_went_or_only_came() -> None:
    (gone,) = passages("a boat or a raft is seized", "a boat is seized")
    assert (gone.old, gone.new) == ("or a raft", "")
    (come,) = passages("a boat is seized", "a boat or a raft is seized")
    assert (come.old, come.new, come.before, come.after) == ("", "or a raft", "a boat", "is seized")


def test_very_long_texts_are_compared_by_lines() -> None:
    lines = [f"line {number} of the schedule of fees" for number in range(2000)]
    (one,) = passages("\n".join(lines), "\n".join([*lines[:7], "another", *lines[8:]]))
    assert (one.old, one.new) == ("line 7 of the schedule of fees", "another")


words = st.lists(st.sampled_from("boat lantern oil rope pier fine judge".split()), min_size=1, max_size=14).map(
    " ".join
)
texts = st.dictionaries(st.integers(1, 12).map(str), words, max_size=9)


@settings(max_examples=60)
@given(texts, texts)
def test_differences_account_for_every_provision(old: dict[str, str], new: dict[str, str]) -> None:
    found = between(old, new)
    assert between(new, new) == []
    assert len([one for one in found if one.kind is Kind.ADDED]) - len(
        [one for one in found if one.kind is Kind.REMOVED]
    ) == len(new) - len(old)
    told = [one.old.id for one in found if one.old] + [one.new.id for one in found if one.new]
    assert len(told) == len(set(told))
    same = {one.new.number for one in found if one.new}
    assert all(number in same for number in new if old.get(number) != new[number])


def test_a_feed_is_sound_and_its_ids_stay() -> None:
    entry = Entry("changed x", "T & <T>\x00", "2024-01-01T00:00:00+00:00", "a\x0bb", "https://x/?a=1&b=2", "changed")
    first = feed([entry], title="Changes", moment="2024-01-02T00:00:00+00:00")
    root = ElementTree.fromstring(first)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert root.findtext("a:entry/a:title", "", names) == "T & <T>"
    assert root.findtext("a:updated", "", names) == "2024-01-01T00:00:00+00:00"
    again = feed([entry], title="Changes", moment="2025-01-01T00:00:00+00:00")
    assert first == again
    assert ElementTree.fromstring(feed([], title="Changes", moment="2024-01-02T00:00:00+00:00")).findtext(
        "a:updated", "", names
    )


@pytest.fixture
def crawling(tmp_path: Path) -> Iterator[Crawling]:
    with Replica() as replica:
        yield Crawling(tmp_path, replica)


def crawl(crawling: Crawling, library: Library, here: Source) -> Crawled:
    """Crawl the invented source into a library, as the command does."""
    return crawl_into(
        library, [here], scope_of(), settings=Settings(workers=0), pause=0, more_settings=crawling.replica.settings()
    )


OFFENCE = (
    "Whoever takes part in a band in order to smuggle boats, as article 5 of the United Nations Convention against "
    "Transnational Organized Crime has it, is punished with prison."
)
AMENDED = {
    "1": ARTICLES["1"],
    "2": OFFENCE.replace("prison.", "prison for ten years."),
    "3": ARTICLES["3"],
    "4": "The judge may sell them.",
}


def test_an_amended_law_from_the_site_to_the_reviews(crawling: Crawling, monkeypatch: pytest.MonkeyPatch) -> None:
    here = invented_source(["lantern-act", "lake-act", "pier-act"])
    monkeypatch.setattr("crawlers.standing.source_ids", lambda: [here.manifest.id])
    monkeypatch.setattr("crawlers.standing.source", lambda _: here)
    serve_laws(crawling.replica, here)
    address = f"https://{HOST}/law/lantern-act"
    crawling.replica.put(address, law_page("Lantern Act", articles={**ARTICLES, "2": OFFENCE}), "text/xml")
    with open_library(crawling.top.parent / "library") as library:
        first = crawl(crawling, library, here)
        assert first.ingest is not None
        assert (first.ingest.laws, first.ingest.failed, first.has_failed) == (3, [], False)
        law = next(law for law in library.catalogue.laws() if law.title == "Lantern Act")
        (old,) = library.catalogue.versions(law.id)
        before = {one.number: one.id for one in library.catalogue.provisions(old.id)}
        for number in ("1", "2"):
            decide(library, before[number], "untoc:5", Decision.ADDED, grade=Grade.IMPLEMENTS, reviewer="A. Keeper")

        assert crawl(crawling, library, here).ingest is None
        assert [change.kind for change in changes(library)] == [ChangeKind.NEW] * 3

        sleep(1.1)  # fetched_at counts seconds
        crawling.replica.put(address, law_page("Lantern Act", "2024-05-01", AMENDED), "text/xml")
        crawling.replica.put(f"https://{HOST}/law/lake-act", b"gone", "text/plain", status=410)
        there = f"https://{HOST}/new/pier-act"
        crawling.replica.put(there, law_page("Pier Act"), "text/xml")
        crawling.replica.put(f"https://{HOST}/law/pier-act", status=308, location=there)
        second = crawl(crawling, library, here)
        assert second.ingest is not None
        assert second.ingest.versions == 1

        (change,) = (one for one in changes(library) if one.kind is ChangeKind.CHANGED)
        assert change.old_version == old.id
        assert kinds(list(change.differences)) == [("changed", "2"), ("added", "4")]
        assert change.differences[0].passages[0].new == "prison for ten years."
        assert change.summary == "1 provision added, 1 provision changed"
        kinds_found = {one.kind: one.title for one in changes(library)}
        assert kinds_found[ChangeKind.WITHDRAWN] == "Lake Act"
        assert kinds_found[ChangeKind.MOVED] == "Pier Act"
        assert "“prison.” became “prison for ten years.”" in as_feed(changes(library))
        assert [one.kind for one in changes(library, change.moment)].count(ChangeKind.NEW) == 0
        assert changes(library, "2999-01-01") == []

        now = {one.number: one.id for one in library.catalogue.provisions(change.version)}
        tags = library.catalogue.tags_of(now.values())
        assert [(tag.target, tag.status) for tag in tags[now["1"]]] == [("untoc:5", Status.CONFIRMED)]
        assert all(tag.status is Status.MACHINE for tag in tags[now["2"]]), "the decision was on other words"
        assert [one.standing for one in listed(library)] == [Standing.STANDS, Standing.WORDS_CHANGED]
        assert "untoc:5" in {tag.article for tag in tags[now["2"]]}, "the machine tags the new words anew"
        assert library.catalogue.source_bytes(old.sources[0].sha256) == law_page(
            "Lantern Act", articles={**ARTICLES, "2": OFFENCE}
        )
        assert len(library.catalogue.laws()) == 3, "nothing is deleted"


def test_what_was_fetched_and_not_taken_in_is_taken_in_later(
    crawling: Crawling, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with open_library(crawling.top.parent / "library") as library:
        with monkeypatch.context() as patch:
            patch.setattr("library.crawling.ingest_into", killed)
            with pytest.raises(KeyboardInterrupt):
                crawl(crawling, library, here)
        assert library.is_empty()
        second = crawl(crawling, library, here)
        assert (second.reports[0].unchanged, second.reports[0].new) == (["lantern-act"], [])
        assert second.ingest is not None
        assert second.ingest.laws == 1
        assert crawl(crawling, library, here).ingest is None


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "31.1.2026"])
def test_a_day_that_is_none(tmp_path: Path, since: str) -> None:
    with open_library(tmp_path) as library, pytest.raises(UsageError, match="write it like"):
        changes(library, since)


def test_a_change_says_what_it_is() -> None:
    change = Change(ChangeKind.CHANGED, "2024-01-01T00:00:00+00:00", "x", "Lantern Act", "AND")
    assert change.summary == "no provision changed"
    assert change.in_words() == "2024-01-01 AND: Lantern Act: changed, no provision changed"
