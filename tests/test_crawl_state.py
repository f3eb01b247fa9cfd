"""Crawls one after another: what is asked again and what is not, changed, withdrawn and moved laws, floors, an
interruption, lists, archives of many laws, laws of many files."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from replica_server import ARTICLES, HOST, Crawling, Replica, invented_source, law_page, list_page, serve_laws

import crawlers.state
from crawlers.answers import Answer
from crawlers.archives import zip_members
from crawlers.crawl import Crawl
from crawlers.failures import MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.scope import Scope
from crawlers.source import Source
from crawlers.state import STATE_FILE, CrawlState, Status
from crawlers.values import Fetched, File, Request
from palermo.errors import CatalogueError, UsageError

LISTS: dict[str, Any] = {"lists": [f"https://{HOST}/list"], "counts": {"listed": {"floor": 1, "ceiling": 9},
                                                        "discovered": {"floor": 2, "ceiling": 4}}}  # fmt: skip


@pytest.fixture
def crawling(tmp_path: Path) -> Iterator[Crawling]:
    with Replica() as replica:
        yield Crawling(tmp_path, replica)


def test_unchanged_laws_cost_one_conditional_request_each(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    assert crawling.run(here).new == ["lantern-act", "lake-act", "pier-act"]
    again = crawling.run(here)
    assert sorted(again.unchanged) == ["lake-act", "lantern-act", "pier-act"]
    assert [(one.status, one.conditional) for one in crawling.replica.asked] == [(304, True)] * 3
    assert again.requests == 3


def test_without_validators_the_bytes_decide(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here, validators=False)
    crawling.run(here)
    before = crawling.meta("lake-act")
    again = crawling.run(here)
    assert (len(again.unchanged), again.changed) == (3, [])
    assert crawling.meta("lake-act") == before
    assert [one.conditional for one in crawling.replica.asked] == [False] * 3


def test_new_validators_of_the_same_bytes_are_kept(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here, validators=False)
    crawling.run(here)
    serve_laws(crawling.replica, here)
    assert crawling.run(here).unchanged == ["lantern-act"]
    crawling.run(here)
    assert [one.status for one in crawling.replica.asked] == [304]


def test_noise_is_no_change(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], noise=["<made>.*?</made>"])
    page = law_page().decode()
    address = f"https://{HOST}/law/lantern-act"
    crawling.replica.put(address, page.replace("<title>", "<made>1</made><title>").encode(), "text/xml")
    crawling.run(here)
    crawling.replica.put(address, page.replace("<title>", "<made>2</made><title>").encode(), "text/xml")
    assert crawling.run(here).unchanged == ["lantern-act"]
    crawling.replica.put(address, page.replace("<title>", "<made>2</made><title>New ").encode(), "text/xml")
    assert crawling.run(here).changed == ["lantern-act"]


def test_a_changed_law_replaces_its_deposit_whole(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    crawling.run(here)
    first = crawling.meta("lake-act")
    crawling.replica.put(f"https://{HOST}/law/lake-act", law_page("Lake Act", "2024-01-01"), "application/xml")
    report = crawling.run(here)
    assert (report.changed, len(report.unchanged)) == (["lake-act"], 2)
    now = crawling.meta("lake-act")
    assert (first["version_date"], now["version_date"]) == ("2020-06-01", "2024-01-01")
    assert now["sha256"] != first["sha256"]
    assert (crawling.top / "and" / "lake-act" / "law.xml").read_bytes() == law_page("Lake Act", "2024-01-01")
    assert sorted(path.name for path in (crawling.top / "and").iterdir()) == ["lake-act", "lantern-act", "pier-act"]
    state = crawling.laws(here)["lake-act"]
    assert state.first_fetched < state.last_changed


def test_a_deposit_that_is_gone_is_fetched_again(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    crawling.run(here)
    (crawling.top / "and" / "lantern-act" / "meta.json").unlink()
    crawling.run(here)
    assert [one.conditional for one in crawling.replica.asked] == [False]
    assert crawling.meta("lantern-act")["title"] == "Lantern Act"


def test_what_the_manifest_says_anew_is_fetched_anew(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    crawling.run(here)
    assert crawling.run(invented_source(["lantern-act"], version=2)).changed == ["lantern-act"]
    assert crawling.meta("lantern-act")["crawl"]["source_version"] == 2


def test_a_law_that_is_gone_is_flagged_and_kept(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    crawling.run(here)
    crawling.replica.put(f"https://{HOST}/law/lake-act", b"gone", "text/html", status=410)
    report = crawling.run(here)
    assert (report.withdrawn, report.failed, report.failures_of_source) == (["lake-act"], [], [])
    state = crawling.laws(here)["lake-act"]
    assert (state.status, state.failure) == (Status.WITHDRAWN, "")
    assert crawling.meta("lake-act")["title"] == "Lake Act"
    later = crawling.run(here)
    assert (later.withdrawn, crawling.laws(here)["lake-act"].status_since) == ([], state.status_since)
    serve_laws(crawling.replica, here)
    assert "lake-act" in crawling.run(here).unchanged
    assert crawling.laws(here)["lake-act"].status is Status.HELD


def test_a_law_that_its_page_says_is_gone(crawling: Crawling) -> None:
    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
        if answers[0].xml.tag == "gone":
            raise MissingLaw(answers[0].address, "the page says that the law was repealed")
        return Fetched((answers[0].as_file("law.xml"),))

    here = invented_source(functions={"parse": parse})
    serve_laws(crawling.replica, here)
    crawling.run(here)
    crawling.replica.put(f"https://{HOST}/law/lake-act", b"<gone/>", "application/xml")
    assert crawling.run(here).withdrawn == ["lake-act"]


def test_a_moved_law_is_fetched_and_flagged(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    crawling.run(here)
    there = f"https://{HOST}/new/lake-act"
    crawling.replica.put(there, law_page("Lake Act"), "application/xml")
    crawling.replica.put(f"https://{HOST}/law/lake-act", status=301, location=there)
    report = crawling.run(here)
    assert (report.moved, report.failed) == (["lake-act"], [])
    state = crawling.laws(here)["lake-act"]
    assert (state.status, state.moved_to) == (Status.MOVED, there)
    assert crawling.run(here).moved == []
    serve_laws(crawling.replica, here)
    crawling.run(here)
    assert crawling.laws(here)["lake-act"].status is Status.HELD


@pytest.mark.parametrize("status", [302, 307])
def test_a_passing_redirect_is_no_move(crawling: Crawling, status: int) -> None:
    here = invented_source(["lantern-act"])
    there = f"https://{HOST}/today/lantern-act"
    crawling.replica.put(there, law_page(), "application/xml")
    crawling.replica.put(f"https://{HOST}/law/lantern-act", status=status, location=there)
    assert crawling.run(here).moved == []
    meta = crawling.meta("lantern-act")
    assert meta["source_url"] == there
    assert meta["crawl"]["requests"][0]["redirects"] == [f"https://{HOST}/law/lantern-act"]


def test_a_crawl_that_loses_too_much_keeps_what_was_held(crawling: Crawling) -> None:
    here = invented_source()  # the floor allows one of three to be missing
    serve_laws(crawling.replica, here)
    crawling.run(here)
    for law in ("lake-act", "pier-act"):
        crawling.replica.put(f"https://{HOST}/law/{law}", b"not here", "text/plain", status=404)
    report = crawling.run(here)
    assert report.withdrawn == []
    assert {failure["failure"] for failure in report.failed} == {"MissingLaw"}
    assert [failure["failure"] for failure in report.failures_of_source] == ["BelowFloor"]
    assert {law.status for law in crawling.laws(here).values()} == {Status.HELD}
    assert crawling.meta("pier-act")["title"] == "Pier Act"


def test_a_crawl_of_a_few_laws_that_are_all_gone_is_not_believed(crawling: Crawling) -> None:
    here = invented_source(counts={"listed": {"floor": 1, "ceiling": 9}})
    serve_laws(crawling.replica, here)
    crawling.run(here)
    crawling.replica.pages.clear()
    report = crawling.run(here, Scope(laws=("lake-act", "pier-act")))
    assert (report.withdrawn, [one["failure"] for one in report.failures_of_source]) == ([], ["BelowFloor"])


def test_an_interrupted_crawl_goes_on_where_it_was(crawling: Crawling, monkeypatch: pytest.MonkeyPatch) -> None:
    here = invented_source([f"law-{number}" for number in range(6)])
    serve_laws(crawling.replica, here)
    interrupt_after(1, monkeypatch)
    report = crawling.run(here)
    assert 1 <= len(report.new) <= 3  # those under way came to their end
    assert not report.is_complete
    monkeypatch.undo()
    rest = crawling.run(here)
    assert (len(report.new) + len(rest.new), rest.unchanged, rest.is_complete) == (6, [], True)
    assert len(crawling.replica.asked) == len(rest.new)
    assert len(crawling.run(here).unchanged) == 6


def test_an_old_interruption_is_forgotten(crawling: Crawling, monkeypatch: pytest.MonkeyPatch) -> None:
    here = invented_source([f"law-{number}" for number in range(6)])
    serve_laws(crawling.replica, here)
    interrupt_after(1, monkeypatch)
    crawling.run(here)
    monkeypatch.undo()
    monkeypatch.setattr(crawlers.state, "_CONTINUED_FOR", timedelta(0))
    crawling.run(here)
    assert len(crawling.replica.asked) == 6


def interrupt_after(number: int, patch: pytest.MonkeyPatch) -> None:
    """Stop the crawl, as Ctrl-C does, once it has kept so many laws."""
    kept = CrawlState.put

    def keep(self: CrawlState, *arguments: Any) -> None:
        kept(self, *arguments)
        if number == len(self.laws("aa-invented")):
            # What asyncio does on Ctrl-C (asyncio.Runner).
            (main,) = (task for task in asyncio.all_tasks() if task.get_coro().__qualname__ == "_run")  # type: ignore[union-attr]
            main.cancel()

    patch.setattr(CrawlState, "put", keep)


def test_a_killed_write_leaves_the_old_deposit(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    crawling.run(here)
    folder = crawling.top / "and"
    (folder / "lantern-act").rename(folder / ".old-lantern-act-0123abcd")
    (folder / ".new-lantern-act-0123abcd").mkdir()
    (folder / ".new-lake-act-89abcdef").mkdir()  # of a crawl that is at work
    for left in (".old-lantern-act-0123abcd", ".new-lantern-act-0123abcd"):
        os.utime(folder / left, (0, 0))
    report = crawling.run(here)
    assert report.unchanged == ["lantern-act"]
    assert sorted(path.name for path in folder.iterdir()) == [".new-lake-act-89abcdef", "lantern-act"]


def test_a_crawl_that_never_began_says_nothing_of_its_source(crawling: Crawling) -> None:
    with CrawlState(crawling.state_folder) as state:
        report = Crawl(invented_source(), Scope(), state, crawling.top).finish()
    assert (report.is_complete, report.failures_of_source) == (False, [])


def test_a_limit_is_kept(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    assert crawling.run(here, Scope(limit=2)).new == ["lantern-act", "lake-act"]
    assert len(crawling.replica.asked) == 2


def test_the_starter_laws_only(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    assert crawling.run(here, Scope(starter=True)).new == ["lantern-act"]


def test_all_laws_of_the_lists(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], **LISTS)
    serve_laws(crawling.replica, here)
    second = f"https://{HOST}/list?page=2"
    first = list_page({"lantern-act": "Lantern", "x/1": "Öl & Seil"}, second)
    crawling.replica.put(f"https://{HOST}/list", first, "text/xml")
    crawling.replica.put(second, list_page({"x/2": "بحر"}, ""), "text/xml")
    for key in ("x/1", "x/2"):
        crawling.replica.put(f"https://{HOST}/law/{key}", law_page(key), "text/xml")
    report = crawling.run(here, Scope(everything=True))
    assert (report.discovered, len(report.new), report.failures_of_source) == (3, 3, [])
    folders = {path.name for path in (crawling.top / "and").iterdir()}
    assert "lantern-act" in folders
    assert any(folder.startswith("ol-seil-") for folder in folders)
    assert all(folder.isascii() for folder in folders)
    again = crawling.run(here, Scope(everything=True))
    assert len(again.unchanged) == 3
    assert sum(one.status == 304 for one in crawling.replica.asked) == 3


def test_laws_with_words_in_their_title(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], **LISTS)
    serve_laws(crawling.replica, here)
    crawling.replica.put(f"https://{HOST}/list", list_page({"x/1": "Oil Act", "x/2": "Rope act on OIL"}), "text/xml")
    crawling.replica.put(f"https://{HOST}/law/x/2", law_page("Rope"), "text/xml")
    report = crawling.run(here, Scope(words="oil rope"))
    assert (len(report.new), report.new[0][:4]) == (1, "rope")
    assert crawling.run(here, Scope(words="lantern")).new == ["lantern-act"]


def test_the_sites_own_search_is_used_where_it_has_one(crawling: Crawling) -> None:
    addresses = {"law": f"https://{HOST}/law/{{key}}", "find": f"https://{HOST}/find?q={{words}}"}
    here = invented_source(["lantern-act"], addresses=addresses)
    crawling.replica.put(f"https://{HOST}/find?q=a%20%26%20b", list_page({"x/1": "Found by its words"}), "text/xml")
    crawling.replica.put(f"https://{HOST}/law/x/1", law_page("X"), "text/xml")
    assert len(crawling.run(here, Scope(words="a & b")).new) == 1


def test_lists_with_too_few_or_too_many_laws(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], **LISTS)
    serve_laws(crawling.replica, here)
    crawling.replica.put(f"https://{HOST}/list", list_page({"x/1": "One"}), "text/xml")
    few = crawling.run(here, Scope(everything=True))
    assert "BelowFloor" in {failure["failure"] for failure in few.failures_of_source}
    crawling.replica.put(f"https://{HOST}/list", list_page({f"y/{n}": f"Law {n}" for n in range(9)}), "text/xml")
    many = crawling.run(here, Scope(everything=True))
    assert "AboveCeiling" in {failure["failure"] for failure in many.failures_of_source}
    assert all("/y/" not in one.path for one in crawling.replica.asked)


def test_a_list_without_an_end(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], **LISTS, limits={"pages_of_lists": 3})
    serve_laws(crawling.replica, here)
    for page in range(9):
        address = f"https://{HOST}/list" + (f"?{page}" if page else "")
        crawling.replica.put(address, list_page({"x/1": "One"}, f"https://{HOST}/list?{page + 1}"), "text/xml")
    crawling.replica.put(f"https://{HOST}/law/x/1", law_page("X"), "text/xml")
    report = crawling.run(here, Scope(everything=True))
    assert "TooManyRequests" in {failure["failure"] for failure in report.failures_of_source}
    assert len([one for one in crawling.replica.asked if "list" in one.path]) == 3


@pytest.mark.parametrize(
    ("scope", "said"),
    [(Scope(everything=True), "no lists"), (Scope(laws=("sea-act",)), "sea-act"), (Scope(words="whale"), "no search")],
)
def test_scopes_that_make_no_sense(crawling: Crawling, scope: Scope, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        crawling.run(invented_source(), scope)


def archive_source() -> Source:
    """Laws that all come in one archive."""

    def listed(law: ListedLaw, manifest: Manifest) -> Request:
        return Request(f"https://{HOST}/all.zip")

    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
        members = zip_members(answers[0].body, answers[0].address, (".xml",))
        return Fetched((File("law.xml", members[f"{law.key}.xml"], answers[0].address),))

    return invented_source(functions={"listed": listed, "parse": parse}, formats=["zip"])


def archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for name, content in members.items():
            opened.writestr(f"{name.replace('_', '-')}.xml", content)
    return packed.getvalue()


def test_an_archive_of_many_laws_is_fetched_once(crawling: Crawling) -> None:
    here = archive_source()
    laws = {"lantern_act": law_page("A"), "lake_act": law_page("B"), "pier_act": law_page("C")}
    crawling.replica.put(f"https://{HOST}/all.zip", archive(**laws), "application/zip")
    assert len(crawling.run(here).new) == 3
    assert len(crawling.replica.asked) == 1
    assert len(crawling.run(here).unchanged) == 3
    assert [one.status for one in crawling.replica.asked] == [304]
    laws["lake_act"] = law_page("B, amended")
    crawling.replica.put(f"https://{HOST}/all.zip", archive(**laws), "application/zip")
    report = crawling.run(here)
    assert (report.changed, sorted(report.unchanged)) == (["lake-act"], ["lantern-act", "pier-act"])
    del laws["lake_act"]
    crawling.replica.put(f"https://{HOST}/all.zip", archive(**laws), "application/zip")
    assert [one["failure"] for one in crawling.run(here).failed] == ["ChangedPage"]


def test_an_archive_that_a_page_names_is_fetched_once_for_all_its_laws(crawling: Crawling) -> None:
    def listed(law: ListedLaw, manifest: Manifest) -> Request:
        return Request(f"https://{HOST}/archives")

    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
        if len(answers) == 1:
            return Request(f"https://{HOST}/{'one' if law.key.startswith('l') else 'other'}.zip", unchanging=True)
        members = zip_members(answers[1].body, answers[1].address, (".xml",))
        return Fetched((File("law.xml", members[f"{law.key}.xml"], answers[1].address),))

    here = invented_source(functions={"listed": listed, "parse": parse}, formats=["zip", "text"])
    crawling.replica.put(f"https://{HOST}/archives", b"one other", "text/plain")
    one = archive(lantern_act=law_page("A"), lake_act=law_page("B"))
    crawling.replica.put(f"https://{HOST}/one.zip", one, "application/zip")
    crawling.replica.put(f"https://{HOST}/other.zip", archive(pier_act=law_page("C")), "application/zip")
    assert sorted(crawling.run(here).new) == ["lake-act", "lantern-act", "pier-act"]
    assert sorted(asked.path for asked in crawling.replica.asked) == ["/archives", "/one.zip", "/other.zip"]
    assert (crawling.top / "and" / "lake-act" / "law.xml").read_bytes() == law_page("B")
    assert len(crawling.run(here).unchanged) == 3
    assert [asked.path for asked in crawling.replica.asked] == ["/archives"]
    crawling.replica.put(f"https://{HOST}/archives", b"one other, again", "text/plain")
    crawling.replica.put(f"https://{HOST}/one.zip", archive(lake_act=law_page("B, amended")), "application/zip")
    report = crawling.run(here)
    assert (report.changed, report.unchanged) == (["lake-act"], ["pier-act"])
    assert [(one["law"], one["failure"]) for one in report.failed] == [("lantern-act", "ChangedPage")]


def in_parts(*, unchanging: bool = False, optional: bool = False) -> Callable[..., Any]:
    """A `parse` for laws whose first page only names their files."""

    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | list[Request]:
        if len(answers) == 1:
            return [Request(f"https://{HOST}/{name}", unchanging=unchanging, optional=optional)
                    for name in answers[0].text.split()]  # fmt: skip
        files = [one for one in answers[1:] if one.status == 200]
        return Fetched(tuple(one.as_file(f"law-{place}.xml") for place, one in enumerate(files)))

    return parse


def test_a_law_of_several_files(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], functions={"parse": in_parts()}, formats=["xml", "text"])
    put = crawling.replica.put
    put(f"https://{HOST}/law/lantern-act", b"one.xml two.xml", "text/plain")
    put(f"https://{HOST}/one.xml", law_page("One"), "text/xml")
    put(f"https://{HOST}/two.xml", law_page("Two"), "text/xml")
    assert crawling.run(here).new == ["lantern-act"]
    assert crawling.meta("lantern-act")["files"] == ["law-0.xml", "law-1.xml"]
    assert crawling.run(here).unchanged == ["lantern-act"]
    assert [one.status for one in crawling.replica.asked] == [304] * 3
    put(f"https://{HOST}/two.xml", law_page("Two, amended"), "text/xml")
    assert crawling.run(here).changed == ["lantern-act"]
    assert [one.conditional for one in crawling.replica.asked] == [True, True, True, False, False, False]
    assert (crawling.top / "and" / "lantern-act" / "law-1.xml").read_bytes() == law_page("Two, amended")


def test_what_never_changes_is_asked_for_once(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], functions={"parse": in_parts(unchanging=True)}, formats=["xml", "text"])
    crawling.replica.put(f"https://{HOST}/law/lantern-act", b"2020.xml", "text/plain", validators=False)
    crawling.replica.put(f"https://{HOST}/2020.xml", law_page("As of 2020"), "text/xml")
    crawling.run(here)
    assert crawling.run(here).unchanged == ["lantern-act"]
    assert [one.path for one in crawling.replica.asked] == ["/law/lantern-act"]
    crawling.replica.put(f"https://{HOST}/law/lantern-act", b"2024.xml", "text/plain")
    crawling.replica.put(f"https://{HOST}/2024.xml", law_page("As of 2024"), "text/xml")
    assert crawling.run(here).changed == ["lantern-act"]


def test_a_file_that_need_not_be_there(crawling: Crawling) -> None:
    functions = {"parse": in_parts(optional=True)}
    here = invented_source(["lantern-act"], functions=functions, formats=["xml", "text"])
    crawling.replica.put(f"https://{HOST}/law/lantern-act", b"one.xml french.xml", "text/plain")
    crawling.replica.put(f"https://{HOST}/one.xml", law_page("One"), "text/xml")
    assert crawling.run(here).failed == []
    assert crawling.meta("lantern-act")["files"] == ["law-0.xml"]
    assert invented_parse_of_missing(crawling) == "MissingLaw"


def invented_parse_of_missing(crawling: Crawling) -> str:
    """The failure of the same law where the file has to be there."""
    here = invented_source(["lantern-act"], functions={"parse": in_parts()}, formats=["xml", "text"], version=2)
    crawling.run(here)
    return crawling.laws(here)["lantern-act"].failure


def test_a_law_that_asks_without_an_end(crawling: Crawling) -> None:
    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Request:
        return Request(f"https://{HOST}/law/lantern-act?{len(answers)}")

    here = invented_source(["lantern-act"], functions={"parse": parse}, limits={"requests_for_a_law": 4})
    serve_laws(crawling.replica, here)
    for page in range(9):
        crawling.replica.put(f"https://{HOST}/law/lantern-act?{page}", law_page(), "text/xml")
    assert [one["failure"] for one in crawling.run(here).failed] == ["TooManyRequests"]
    assert len(crawling.replica.asked) == 4


def test_a_request_with_a_body(crawling: Crawling) -> None:
    def listed(law: ListedLaw, manifest: Manifest) -> Request:
        return Request(f"https://{HOST}/api", (("Content-Type", "application/json"),), json.dumps({"id": law.key}))

    here = invented_source(["lantern-act"], functions={"listed": listed})
    crawling.replica.put(f"https://{HOST}/api", law_page(), "text/xml")
    assert crawling.run(here).new == ["lantern-act"]
    assert [(one.method, one.body) for one in crawling.replica.asked] == [("POST", b'{"id": "lantern-act"}')]
    assert crawling.meta("lantern-act")["crawl"]["requests"][0]["body"] == '{"id": "lantern-act"}'
    crawling.run(here)
    assert [one.status for one in crawling.replica.asked] == [304]


def test_two_crawls_of_one_source_at_once_are_refused(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    with CrawlState(crawling.state_folder) as other:
        other.hold(here.manifest.id)
        with pytest.raises(UsageError, match="another process"):
            crawling.run(here)
    assert crawling.run(here).new == ["lantern-act"]


def test_progress_counts_every_law(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    steps: list[tuple[int, int, str]] = []
    crawling.run(here, progress=lambda *step: steps.append(step))
    assert [step[:2] for step in steps] == [(1, 3), (2, 3), (3, 3)]
    assert steps[0][2].startswith("aa-invented: ")


def test_a_state_of_a_newer_palermo_is_refused(tmp_path: Path) -> None:
    CrawlState(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(CatalogueError, match="newer"):
        CrawlState(tmp_path)


def test_articles_of_the_invented_law_are_three() -> None:
    assert law_page().count(b"<article>") == len(ARTICLES) == 3
