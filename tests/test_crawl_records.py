"""Records: what a database of others lists is kept apart from laws, whole or not at all, with where it came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from replica_server import Crawling, Replica, SourcePages

from crawlers.manifest import Manifest
from crawlers.records import RECORDS, read_records, records_meta
from crawlers.scope import Scope
from crawlers.source import Source, source
from ingest.deposit import find_deposits
from palermo.errors import DataError, UsageError
from palermo.model.record import LawRecord

ID = "unodc-sherloc"
FIRST = "/legislation/irl/harbour_lanterns_act_2006/part_7/section_70/section_70.html"
SECOND = "/legislation/irl/harbour_lanterns_act_2006/part_8/section_80/section_80.html"


def sherloc(**changes: Any) -> Source:
    """The source with a floor that our few pages reach."""
    here = source(ID)
    facts = {**here.manifest.model_dump(), "counts": {"discovered": {"floor": 4, "ceiling": 9}}, **changes}
    return Source(Manifest.model_validate(facts), here.module)


@pytest.fixture
def crawling(tmp_path: Path) -> Iterator[Crawling]:
    with Replica() as replica:
        SourcePages(source(ID), "own").serve(replica)
        yield Crawling(tmp_path, replica)


def serve_many(crawling: Crawling, **changes: Any) -> Source:
    """A list of twelve records; the pages of none are there."""
    here = sherloc(counts={"discovered": {"floor": 1, "ceiling": 99}}, **changes)
    page = json.loads((SourcePages(here, "own").folder / "search-1.json").read_text())
    one = page["results"][0]
    page["results"] = [one | {"uri": f"/legislation/irl/act_{n}/section_1.html"} for n in range(12)]
    crawling.replica.put(here.manifest.lists[0], json.dumps(page | {"found": 12}).encode(), "application/json")
    return here


def kept(crawling: Crawling, state: str | None = None) -> dict[str, LawRecord]:
    return {record.key: record for record in read_records(crawling.top, ID, state)}


def test_facts_and_links_are_kept_with_where_they_came_from(crawling: Crawling) -> None:
    here = sherloc()
    report = crawling.run(here)
    assert (report.records, report.failed, report.failures_of_source, report.is_complete) == (3, [], [], True)
    found = kept(crawling)
    assert {record.state for record in found.values()} == {"IRL", "ROU"}
    assert set(kept(crawling, "ROU")) == {key for key in found if "/rou/" in key}
    first = found[FIRST]
    assert first.in_force == "2006-08-01"
    assert first.articles == ("untoc:5", "untoc:10", "fap:5")
    assert first.is_about("untoc:6"), "its crime type is the offence of that article"
    assert not first.is_about("untoc:20")
    listed = SourcePages(here, "own").pages()[here.manifest.lists[0]]
    assert first.listed_in.address == here.manifest.lists[0]
    assert first.listed_in.sha256 == hashlib.sha256(listed.body).hexdigest()
    assert first.details_from
    assert first.details_from.address == first.address
    meta = records_meta(crawling.top, ID)
    assert (meta["kind"], meta["records"], meta["with_details"], meta["of_no_state"]) == ("records", 3, 2, 1)
    assert meta["licence"] == here.manifest.licence


def test_no_word_of_a_law_is_kept_and_no_law_is_made(crawling: Crawling) -> None:
    crawling.run(sherloc())
    written = b"".join(file.read_bytes() for file in crawling.top.rglob("*.json"))
    assert b"hides a lantern" not in written
    seen = [found for found in find_deposits([crawling.top]) if isinstance(found, Path)]
    assert seen == [], "an ingest of the folder sees no deposit"


def test_pages_of_records_are_read_over_several_crawls(crawling: Crawling) -> None:
    here = sherloc(limits={"pages_of_records": 1, "seconds_between_requests": 5})
    crawling.run(here)
    assert [bool(kept(crawling)[key].details_from) for key in (FIRST, SECOND)] == [True, False]
    crawling.run(here)
    assert all(kept(crawling)[key].details_from for key in (FIRST, SECOND))
    assert kept(crawling)[FIRST].articles, "what the first crawl read is kept"
    crawling.run(here)
    assert [one for one in crawling.replica.asked if "section" in one.path] == []
    crawling.run(sherloc(), Scope(limit=0))


def test_the_page_of_a_record_that_fails_leaves_what_the_list_says(crawling: Crawling) -> None:
    here = sherloc()
    crawling.replica.put(here.manifest.address("record", key=FIRST), b"<html><body>Rebuilt</body></html>")
    report = crawling.run(here)
    assert ([one["failure"] for one in report.failed], report.failures_of_source) == (["ChangedPage"], [])
    assert report.records == 3
    assert kept(crawling)[FIRST].articles == ()
    assert kept(crawling)[SECOND].articles


def test_many_pages_that_fail_end_the_asking(crawling: Crawling) -> None:
    report = crawling.run(serve_many(crawling))
    assert [one["failure"] for one in report.failed] == ["MissingLaw"] * 5
    assert (report.records, report.is_complete) == (12, True)


def test_pages_of_records_that_are_too_many_for_the_manifest(crawling: Crawling) -> None:
    limits = {"pages_of_lists": 1, "pages_of_records": 9, "seconds_between_requests": 5}
    report = crawling.run(serve_many(crawling, limits=limits))
    assert [one["failure"] for one in report.failed] == ["TooManyRequests"] * 5
    assert (report.records, report.is_complete) == (12, True)


@pytest.mark.parametrize("what", ["a list that is missing", "too few records"])
def test_records_are_replaced_whole_or_not_at_all(crawling: Crawling, what: str) -> None:
    here = sherloc()
    crawling.run(here)
    before = kept(crawling)
    if what == "too few records":
        here = sherloc(counts={"discovered": {"floor": 5, "ceiling": 9}})
    else:
        crawling.replica.put(here.manifest.address("list", start="3"), status=404)
    report = crawling.run(here)
    assert "BelowFloor" in {failure["failure"] for failure in report.failures_of_source}
    assert report.records == 0
    assert kept(crawling) == before


def test_records_that_are_damaged_are_named(crawling: Crawling) -> None:
    crawling.run(sherloc())
    file = crawling.top / RECORDS / ID / "irl.json"
    file.write_text(file.read_text()[:50])
    with pytest.raises(DataError, match=r"irl\.json"):
        kept(crawling)
    crawling.run(sherloc())
    assert kept(crawling)[FIRST].details_from, "the next crawl mends them"


@pytest.mark.parametrize("scope", [Scope(starter=True), Scope(words="lanterns"), Scope(laws=("x",))])
def test_a_source_of_records_gives_no_laws(crawling: Crawling, scope: Scope) -> None:
    with pytest.raises(UsageError, match="no laws"):
        crawling.run(sherloc(), scope)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lists": ()}, "has lists, and no laws"),
        ({"laws": [{"id": "an-act", "key": "1", "title": "An Act"}]}, "has lists, and no laws"),
        ({"records": False, "addresses": {"law": "https://sherloc.unodc.org/{key}"}}, "let the floor be 1"),
    ],
)
def test_manifests_of_records(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        sherloc(**changes)
