"""Every source, by the same tests: its manifest, its functions on pages of our own and on recorded ones, and a whole
crawl of it. A source without pages fails here."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from replica_server import RECORDED, ROOT, Replica, SourcePages, expected

from crawlers.answers import Answer
from crawlers.failures import BotWall, ChangedPage, CrawlFailure, EmptyFile, LoginPage, TruncatedFile
from crawlers.running import run_crawls
from crawlers.scope import Scope
from crawlers.source import source, source_ids
from crawlers.state import CrawlState
from crawlers.values import Fetched, Found, Record, Request
from ingest.reading import ReadingTask, read_deposit
from palermo.tagging.law_text import LawText
from palermo.tagging.tagged_law import TaggedLaw

SOURCES = ROOT / "crawlers" / "sources"
NO_RECORDED = "no recorded pages of official sites: name their folder in PALERMO_RECORDED"
BOT_WALL = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
LOGIN = b'<!DOCTYPE html><html><body><form><input type="password" name="p">Sign in to read</form></body></html>'
# A source's functions are pure: they turn bytes into facts, and reach for nothing.
FORBIDDEN = {"scrapy", "aiohttp", "urllib", "http", "socket", "requests", "os", "pathlib", "subprocess", "shutil",
             "tempfile", "sqlite3", "io", "datetime.now"}  # fmt: skip


def cases(section: str, what: str) -> list[Any]:
    """Each law or list of a section of every source, as a parameter."""
    found = []
    for source_id in source_ids():
        pages = SourcePages(source(source_id), section)
        for entry in getattr(pages, what):
            name = entry.get("law") or entry.get("key") or entry.get("address")
            found.append(pytest.param(pages, entry, id=f"{source_id}: {name}"))
    return found


def need(pages: SourcePages) -> None:
    """Skip where recorded pages are not there."""
    if pages.section == "recorded" and not RECORDED.is_dir():
        pytest.skip(NO_RECORDED)


@pytest.mark.parametrize("source_id", source_ids())
def test_a_source_has_pages_that_a_person_has_looked_at(source_id: str) -> None:
    here = source(source_id)
    says = expected(here)
    assert says, f"tests/sources/{here.manifest.stem}/expected.yaml is not there: record a page (adding-a-source.md)"
    assert says.get("reviewed") is True, "look at what the pages give, then write 'reviewed: true' in expected.yaml"
    own = SourcePages(here, "own")
    if here.manifest.records:
        assert {entry["address"] for entry in own.lists} >= set(here.manifest.lists), "no page of our own is a list"
        return
    assert own.laws, "no page of our own is a law: without one nobody can test the source"
    assert all(entry.get("gives") and entry.get("provisions") for entry in own.laws)
    listed = {entry["law"] for entry in own.laws if "law" in entry}
    assert listed, "one of the pages has to stand for a law that the manifest lists"
    if here.manifest.lists:
        assert here.can_discover, "the manifest has lists, and the functions no discover(answer, manifest)"
        assert {entry["address"] for entry in own.lists} & set(here.manifest.lists), "no page of our own is a list"


def test_manifests_functions_and_pages_belong_together() -> None:
    stems = {file.stem for file in SOURCES.glob("*.yaml")}
    assert stems == {file.stem for file in SOURCES.glob("*.py")} - {"__init__"}
    assert {folder.name for folder in (ROOT / "tests" / "sources").iterdir() if folder.is_dir()} == stems
    assert stems == {source_id.replace("-", "_") for source_id in source_ids()}


def test_no_two_laws_have_one_deposit_or_one_key() -> None:
    laws = [(here.manifest, law) for here in map(source, source_ids()) for law in here.manifest.laws]
    folders = Counter((manifest.state, law.id) for manifest, law in laws)
    assert [folder for folder, number in folders.items() if number > 1] == []


@pytest.mark.parametrize("source_id", source_ids())
def test_functions_reach_for_nothing(source_id: str) -> None:
    tree = ast.parse((SOURCES / f"{source(source_id).manifest.stem}.py").read_text(encoding="utf-8"))
    assert imported(tree) & FORBIDDEN == set()


def test_the_search_for_imports_can_fail() -> None:
    assert imported(ast.parse("import urllib.request\nfrom scrapy.http import Request")) & FORBIDDEN


def imported(tree: ast.AST) -> set[str]:
    """The top packages that a module imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize(("pages", "entry"), [*cases("own", "laws"), *cases("recorded", "laws")])
def test_a_law_is_read_as_expected(pages: SourcePages, entry: dict[str, Any]) -> None:
    need(pages)
    law = pages.law(entry)
    fetched = pages.source.read(pages.answers(law, entry.get("begins_at")), law)
    assert isinstance(fetched, Fetched)
    gives = {**asdict(fetched), **fetched.more, "files": [file.name for file in fetched.files]}
    assert {name: gives[name] for name in entry["gives"]} == entry["gives"]
    assert all(file.content for file in fetched.files)


@pytest.mark.parametrize(("pages", "entry"), [*cases("own", "lists"), *cases("recorded", "lists")])
def test_a_list_is_read_as_expected(pages: SourcePages, entry: dict[str, Any]) -> None:
    need(pages)
    found = pages.source.discover(pages.answer(Request(entry["address"])))
    laws = [one for one in found if not isinstance(one, Request)]
    if "finds" in entry:
        assert [facts_of(law) for law in laws] == entry["finds"]
    else:
        assert len(laws) == entry["count"]
    assert [one.address for one in found if isinstance(one, Request)] == entry["next"]


def facts_of(found: Found | Record) -> dict[str, Any]:
    """What a list says of a law, without what it does not say."""
    facts = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(found).items()}
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


NO_LAW = pytest.mark.parametrize(
    ("body", "headers", "failures"),
    [
        (b"", {}, (EmptyFile,)),
        (b" \r\n", {}, (EmptyFile,)),
        ("half", {}, (TruncatedFile, ChangedPage)),
        (BOT_WALL, {"content-type": "text/html"}, (BotWall,)),
        (LOGIN, {"content-type": "text/html"}, (LoginPage,)),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", {"content-type": "image/png"}, (CrawlFailure,)),
        (b"<!DOCTYPE html><html><body><p>The site was rebuilt.</p></body></html>", {}, (CrawlFailure,)),
        (b"<?xml version='1.0'?><other><thing>What is this?</thing></other>", {}, (CrawlFailure,)),
        (b'{"other": "thing"}', {}, (CrawlFailure,)),
    ],
    ids=["empty", "blank", "half", "bot wall", "login", "picture", "other page", "other xml", "other json"],
)


@pytest.mark.parametrize(("pages", "entry"), cases("own", "laws"))
@NO_LAW
def test_what_is_no_law_is_named(
    pages: SourcePages, entry: dict[str, Any], body: bytes | str, headers: dict[str, str],
    failures: tuple[type[CrawlFailure], ...],
) -> None:  # fmt: skip
    law = pages.law(entry)
    for place, sound in enumerate(answers := pages.answers(law, entry.get("begins_at"))):
        served = sound.body[: len(sound.body) * 6 // 10] if isinstance(body, str) else body
        bad = Answer(sound.request, sound.address, served, headers=headers or dict(sound.headers),
                     encoding=sound.encoding)  # fmt: skip
        with pytest.raises(failures) as caught:
            pages.source.read([*answers[:place], bad], law)
        assert type(caught.value) is not CrawlFailure
        assert caught.value.reason


@pytest.mark.parametrize(
    ("pages", "entry"), [case for case in cases("own", "lists") if case.values[0].source.manifest.records]
)
@NO_LAW
def test_what_is_no_record_is_named(
    pages: SourcePages, entry: dict[str, Any], body: bytes | str, headers: dict[str, str],
    failures: tuple[type[CrawlFailure], ...],
) -> None:  # fmt: skip
    sound = pages.answer(Request(entry["address"]))
    served = sound.body[: len(sound.body) * 6 // 10] if isinstance(body, str) else body
    bad = Answer(sound.request, sound.address, served, headers=headers or dict(sound.headers))
    with pytest.raises(failures) as caught:
        pages.source.discover(bad)
    assert type(caught.value) is not CrawlFailure


@pytest.mark.parametrize("source_id", [each for each in source_ids() if not source(each).manifest.records])
def test_a_crawl_gives_deposits_and_a_second_one_changes_nothing(source_id: str, tmp_path: Path) -> None:
    here = source(source_id)
    pages = SourcePages(here, "own")
    scope = Scope(laws=tuple(entry["law"] for entry in pages.laws if "law" in entry))
    top = tmp_path / "deposits"
    with Replica() as replica, CrawlState(tmp_path / "crawl") as state:
        pages.serve(replica)

        def crawl() -> Any:
            replica.forget()
            return run_crawls([here], scope, state, top, pause=0, more_settings=replica.settings())[0]

        first = crawl()
        assert (first.failed, first.failures_of_source, first.is_complete) == ([], [], True)
        assert set(first.new) == set(scope.laws)
        assert not any(one.conditional for one in replica.asked)
        written = {file: file.stat().st_mtime_ns for file in top.rglob("*")}
        second = crawl()
        assert set(second.unchanged) == set(scope.laws)
        assert (second.new, second.changed, second.failed) == ([], [], [])
        assert {file: file.stat().st_mtime_ns for file in top.rglob("*")} == written
        assert all(one.conditional and one.status == 304 for one in replica.asked)
    for entry in pages.laws:
        if "law" in entry:
            assert set(entry["provisions"]) <= numbers_in(top / here.manifest.state.lower() / entry["law"])


@pytest.mark.parametrize(
    ("pages", "entry"), [case for case in cases("recorded", "laws") if case.values[1].get("provisions")]
)
def test_a_recorded_law_has_its_provisions(pages: SourcePages, entry: dict[str, Any], tmp_path: Path) -> None:
    need(pages)
    law = pages.law(entry)
    fetched = pages.source.read(pages.answers(law, entry.get("begins_at")), law)
    assert isinstance(fetched, Fetched)
    for file in fetched.files:
        (tmp_path / file.name).write_bytes(file.content)
    assert set(entry["provisions"]) <= numbers_in(tmp_path / fetched.files[0].name)


def numbers_in(deposit: Path) -> set[str]:
    """The numbers of the provisions that are read from a deposit, in all its languages."""
    read = read_deposit(ReadingTask(deposit, untagged))
    return {draft.number for rendering in read.renderings for draft in rendering.file.drafts}


def untagged(law: LawText) -> TaggedLaw:
    """No tags: they are not what is tested here."""
    nothing = len(law.provisions)
    return TaggedLaw([()] * nothing, [None] * nothing, "none/1")
