"""`palermo crawl`, `sources`, `changes` and `new-source` as a person and a script use them."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from replica_server import ROOT, Replica, SourcePages
from test_cli import DONE, NOT_DONE, SOME_FAILED, document, palermo

import crawlers.running
import library.crawling
from crawlers.manifest import Count, Counts
from crawlers.settings import scrapy_settings
from crawlers.source import Source, source, source_ids
from library.doctor import examine

UK = "uk-legislation"
LAW = "modern-slavery-act-2015"


@pytest.fixture
def replica(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """A replica with the own pages of every source, and the command's way to it."""
    with Replica() as found:
        for source_id in source_ids():
            SourcePages(source(source_id), "own").serve(found)

        def settings(manifest: Any, chosen: Any, *, pause: float | None = None) -> dict[str, Any]:
            return scrapy_settings(manifest, chosen, pause=0) | found.settings()

        monkeypatch.setattr(crawlers.running, "scrapy_settings", settings)
        yield found


def test_a_law_from_the_site_into_the_library(replica: Replica, tmp_path: Path) -> None:
    library = tmp_path / "library"
    first = palermo("crawl", UK, "--law", LAW, "--json", library=library)
    answer = document(first)
    assert (first.returncode, answer["sources"][0]["new"], answer["ingest"]["laws"]) == (DONE, [LAW], 1)
    assert answer["ingest"]["provisions"] >= 3
    assert (library / "deposits" / "gbr" / LAW / "meta.json").is_file()
    second = palermo("crawl", UK, "--law", LAW, "--json", library=library)
    assert (second.returncode, document(second)["sources"][0]["unchanged"], document(second)["ingest"]) == (
        DONE,
        [LAW],
        None,
    )
    hits = document(palermo("search", "hide boats for profit", "--state", "GBR", "--json", library=library))
    assert hits["hits"][0]["number"] == "2"
    found = document(palermo("changes", "--json", library=library))
    assert [(one["kind"], one["state"]) for one in found] == [("new", "GBR")]
    assert "taken in for the first time" in palermo("changes", library=library).stdout
    feed = tmp_path / "changes.xml"
    written = palermo("changes", "--atom", feed, library=library)
    assert (written.returncode, written.stdout) == (DONE, "")
    assert ElementTree.parse(feed).getroot().tag.endswith("feed")


def test_out_only_fetches(replica: Replica, tmp_path: Path) -> None:
    result = palermo("crawl", UK, "--law", LAW, "--out", tmp_path / "out", library=tmp_path / "library")
    assert (result.returncode, result.stdout) == (DONE, "")
    assert f"{UK}: 1 new, 0 changed" in result.stderr
    assert (tmp_path / "out" / "gbr" / LAW / "law.xml").is_file()
    assert not (tmp_path / "library").exists()
    taken = palermo("ingest", tmp_path / "out", "--json", library=tmp_path / "library")
    assert (taken.returncode, document(taken)["laws"], document(taken)["failed"]) == (DONE, 1, [])


def test_some_that_fail_and_all_that_fail(replica: Replica, tmp_path: Path) -> None:
    laws = ("--law", LAW, "--law", "bribery-act-2010")
    some = palermo("crawl", UK, *laws, "--json", "--out", tmp_path / "out")
    assert (some.returncode, document(some)["sources"][0]["new"]) == (SOME_FAILED, [LAW])
    one = palermo("crawl", UK, "--law", "bribery-act-2010", "--out", tmp_path / "other")
    assert one.returncode == NOT_DONE
    assert "failed: uk-legislation: bribery-act-2010: MissingLaw: the site answers 404" in one.stderr


def test_the_starter_laws_of_all_sources(replica: Replica, tmp_path: Path) -> None:
    result = palermo("crawl", "--starter", "--out", tmp_path / "out", "--json")
    reports = document(result)["sources"]
    starters = [one for one in map(source, source_ids()) if any(law.starter for law in one.manifest.laws)]
    assert [report["source"] for report in reports] == [one.manifest.id for one in starters]
    assert LAW in next(report for report in reports if report["source"] == UK)["new"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crawl"], "name a source"),
        (["crawl", "xx-nowhere"], "'xx-nowhere' is no source"),
        (["crawl", UK, "--limit", "0"], "--limit"),
        (["crawl", UK, "--law", "lake-act"], "'lake-act' is no law"),
        (["crawl", UK, "--all", "--starter"], "choose one of"),
        (["sources", "weather"], "neither list nor status"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    result = palermo(*arguments, library=tmp_path / "library")
    assert (result.returncode, result.stdout) == (NOT_DONE, "")
    assert result.stderr.startswith("palermo: ")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


def test_sources_are_listed_and_their_state_told(replica: Replica, tmp_path: Path) -> None:
    library = tmp_path / "library"
    listed = document(palermo("sources", "--json", library=library))
    assert [one["source"] for one in listed] == source_ids()
    assert not library.exists(), "looking makes nothing"
    uk = next(one for one in listed if one["source"] == UK)
    assert (uk["state"], uk["last_crawl"], uk["held"]) == ("GBR", None, 0)
    assert uk["laws"] == len(source(UK).manifest.laws)
    assert UK in palermo("sources", library=library).stdout
    assert "never crawled" in palermo("sources", "status", library=library).stdout
    palermo("crawl", UK, "--law", LAW, "--law", "bribery-act-2010", library=library)
    told = next(one for one in document(palermo("sources", "status", "--json", library=library)) if one["source"] == UK)
    assert (told["held"], told["is_below_floor"], told["is_complete"]) == (1, True, True)
    assert [line["law"] for line in told["failures"]["MissingLaw"]] == ["bribery-act-2010"]
    assert told["untried"]
    words = palermo("sources", "status", library=library).stdout
    assert f"{UK}: 1 of {len(source(UK).manifest.laws)} laws held" in words
    assert "MissingLaw: bribery-act-2010, 1 times" in words


def test_help_is_quick_and_scrapy_is_only_loaded_to_crawl(tmp_path: Path) -> None:
    script = (
        "import sys; from cli.main import app; import cli.crawling; "
        "print([m for m in ('lxml', 'yaml') if m in sys.modules]); "
        "from crawlers.standing import standings; from pathlib import Path; list(standings(Path('nowhere'))); "
        "print([m for m in ('scrapy', 'twisted', 'aiohttp', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "[]"]


def test_the_doctor_says_whether_laws_can_be_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {one["name"]: one for one in document(palermo("doctor", "--json", library=tmp_path))}
    assert (found["scrapy"]["found"], found["scrapy"]["needed"]) == (True, False)
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "scrapy" else find(name))
    missing = {one.name: one for one in examine(tmp_path)}["scrapy"]
    assert not missing.found
    assert "palermo[crawlers]" in missing.remedy


def test_records_are_crawled_and_listed(replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = source("unodc-sherloc")
    few = here.manifest.model_copy(update={"counts": Counts(discovered=Count(floor=1, ceiling=9))})
    monkeypatch.setattr(library.crawling, "source", lambda source_id: Source(few, here.module))
    result = palermo("crawl", "unodc-sherloc", library=tmp_path / "library")
    assert (result.returncode, result.stdout) == (DONE, "")
    assert "unodc-sherloc: 3 records of laws, 0 failed" in result.stderr
    listed = document(palermo("sources", "--json", library=tmp_path / "library"))
    assert [one["records"] for one in listed if one["source"] == "unodc-sherloc"] == [3]
    assert "3 records of laws" in palermo("sources", library=tmp_path / "library").stdout


def test_without_scrapy_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "crawlers.running", None)
    result = palermo("crawl", UK, "--out", tmp_path)
    assert result.returncode == NOT_DONE
    assert "palermo[crawlers]" in result.stderr


def test_a_new_source_fails_its_test_until_it_is_complete(tmp_path: Path) -> None:
    (tmp_path / "crawlers" / "sources").mkdir(parents=True)
    (tmp_path / "tests" / "sources").mkdir(parents=True)
    arguments: list[str | Path] = [
        "new-source",
        "and-harbour",
        "--state",
        "AND",
        "--host",
        "laws.harbour.example",
        "--checkout",
        tmp_path,
    ]
    result = palermo(*arguments)
    assert result.returncode == DONE
    written = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    assert written == {
        "crawlers/sources/and_harbour.yaml", "crawlers/sources/and_harbour.py",
        "tests/sources/and_harbour/expected.yaml", "tests/sources/and_harbour/law.xml",
    }  # fmt: skip
    assert begun(tmp_path).manifest.id == "and-harbour"
    assert "reviewed: false" in (tmp_path / "tests/sources/and_harbour/expected.yaml").read_text()
    again = palermo(*arguments)
    assert (again.returncode, "is there already" in again.stderr) == (NOT_DONE, True)


def begun(checkout: Path) -> Source:
    """The source that was begun, read as a crawl would."""
    from types import SimpleNamespace

    from crawlers.manifest import read_manifest

    names: dict[str, Any] = {}
    exec((checkout / "crawlers/sources/and_harbour.py").read_text(), names)
    return Source(read_manifest(checkout / "crawlers/sources/and_harbour.yaml"), SimpleNamespace(**names))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new-source", "Harbour", "--state", "AND", "--host", "a.example"], "is no id"),
        (["new-source", "and-harbour", "--state", "XQX", "--host", "a.example"], "XQX"),
        (["new-source", "and-harbour", "--state", "AND", "--host", "https://a.example/"], "is no host"),
        (["new-source", "and-harbour", "--state", "AND", "--host", "a.example"], "no checkout"),
    ],
)
def test_a_source_that_cannot_be_begun(tmp_path: Path, arguments: list[str], said: str) -> None:
    result = palermo(*arguments, "--checkout", tmp_path)
    assert (result.returncode, said in result.stderr) == (NOT_DONE, True)


def test_one_page_can_be_read_from_the_shell() -> None:
    page = ROOT / "tests" / "sources" / "uk_legislation" / "act.xml"
    command = [sys.executable, "-m", "crawlers", UK, "--law", LAW, str(page)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["version_date"] == "2024-05-01"
    broken = subprocess.run([*command[:-1], __file__], cwd=ROOT, capture_output=True, text=True, check=False)
    assert broken.returncode == 2
    assert broken.stderr.startswith("WrongContentType: ")
