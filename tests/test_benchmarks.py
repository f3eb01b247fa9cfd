"""Each benchmark runs on a few invented laws and gives finite figures."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from itertools import groupby, islice
from pathlib import Path

import pytest
from pdf_maker import Page, pdf_of

from benchmarks import accuracy, ingest, search_engines
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.figures import Figure, percentile
from benchmarks.floor import files_below, has_markdown_it, parse
from benchmarks.invented import invent
from benchmarks.many_provisions import many_provisions, provisions_of
from benchmarks.processes import Measured, measure
from benchmarks.questions import hostile
from benchmarks.staging import stage
from benchmarks.workbench import Workbench
from index.contract import IndexEntry
from library import open_library
from library.ingesting import ingest_into
from palermo.errors import UsageError
from palermo.settings import Settings

pytest_plugins = ["elasticsearch_server"]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Six invented laws and the library of them, made in this process: starting others takes its time."""
    bench = stage(tmp_path_factory.mktemp("bench"), None, 6, rounds=1, copies=1)
    bench.samples = 12
    bench.provisions = 90
    bench.documents = 12
    with open_library(bench.library) as library:
        report = ingest_into(library, [bench.deposits], settings=Settings(workers=0))
    assert (report.laws, report.failed) == (6, [])
    return bench


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name not in ("ingest", "search-engines")])
def test_a_benchmark_gives_finite_figures(bench: Workbench, name: str) -> None:
    figures = BENCHMARKS[name](bench)
    assert figures
    assert all(math.isfinite(figure.value) and figure.value > 0 for figure in figures)


@pytest.fixture(scope="module")
def originals(bench: Workbench) -> list[IndexEntry]:
    """The provisions of the six laws."""
    return provisions_of(bench.library)


def test_search_engines_are_compared_at_every_size(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PALERMO_ELASTICSEARCH_URL", raising=False)
    for name, value in {"_SIZES": (45,), "_CHANGES": 1, "_MANY": 100}.items():
        monkeypatch.setattr(search_engines, name, value)
    figures = {figure.name: figure for figure in search_engines.run(bench)}
    assert {"90: indexing / bare tantivy", "90: a phrase, p99", "90: browse an article / bare tantivy"} <= set(figures)
    assert {"from 45 to 90: indexing", "from 45 to 90: one word"} <= set(figures)
    assert "hostile: many different words" in figures
    assert figures["opening the index"].value < figures["opening and the first answer"].value
    assert "found on average 0 " not in figures["90: one word / bare tantivy"].note
    assert "PALERMO_ELASTICSEARCH_URL names none" in capsys.readouterr().err


def test_a_cluster_is_compared_with_its_bare_client(
    bench: Workbench, elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALERMO_ELASTICSEARCH_URL", elasticsearch_url)
    monkeypatch.setenv("PALERMO_ELASTICSEARCH_TIMEOUT", "30")
    figures = {figure.name: figure for figure in search_engines.of_a_cluster(bench, provisions_of(bench.library))}
    assert figures["Elasticsearch, 90: indexing / the bare client"].value > 0
    browsed = figures["Elasticsearch, 90: browse an article / the bare client"].note
    found, theirs = browsed.rpartition("found on average ")[2].split(" and ")
    assert found == theirs != "0"


def test_many_provisions_are_the_same_every_time(originals: list[IndexEntry]) -> None:
    many = list(many_provisions(originals, 200))
    assert many == list(many_provisions(originals, 200))
    assert len({entry.id for entry in many}) == 200
    assert sorted(many[: len(originals)], key=lambda e: e.id) == sorted(originals, key=lambda e: e.id)


def test_a_copy_is_another_law_with_some_other_words(originals: list[IndexEntry]) -> None:
    by_place = {(entry.law, entry.order): entry for entry in originals}
    copies = list(islice(many_provisions(originals, 2 * len(originals)), len(originals), None))
    words = changed = 0
    for copy in copies:
        original = by_place[copy.law.removesuffix("-1"), copy.order]
        assert (copy.language, copy.targets, copy.text_concepts) == (
            original.language, original.targets, original.text_concepts,
        )  # fmt: skip
        assert copy.state != original.state
        assert copy.year != original.year
        assert copy.version.startswith(copy.law)
        before, after = original.text.split(" "), copy.text.split(" ")
        assert len(before) == len(after)
        words += len(before)
        changed += sum(a != b for a, b in zip(before, after, strict=True))
    assert 0.02 < changed / words < 0.08


def test_many_provisions_need_some() -> None:
    with pytest.raises(ValueError, match="no provisions"):
        next(many_provisions([], 5))


def test_laws_are_added_whole(originals: list[IndexEntry]) -> None:
    blocks = list(search_engines.blocks(many_provisions(originals, 150), (40, 150)))
    assert sum(map(len, blocks)) == 150
    assert len(blocks[0]) >= 40
    versions = [version for block in blocks for version, _ in groupby(block, key=lambda entry: entry.version)]
    assert len(versions) == len(set(versions))


def test_malice_is_as_large_as_it_says() -> None:
    asked = hostile([f"word{n}" for n in range(120)], 100)
    assert len(asked["many different words"].split()) == 100
    assert asked["many brackets"].count("(") == asked["many brackets"].count(")") == 100


def test_accuracy_is_measured_against_the_labels(bench: Workbench) -> None:
    assert {figure.name: figure.value for figure in accuracy.run(bench)}["all languages"] == 1


def test_ingest_is_compared_with_its_floor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PALERMO_WORKERS", "1")
    assert main(["ingest", "--laws", "2", "--rounds", "1", "--copies", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    figures = {figure["name"]: figure for figure in document["benchmarks"]["ingest"]}
    assert all(math.isfinite(figure["value"]) for figure in figures.values())
    assert figures["laws"]["value"] == 2
    assert figures["laws"]["note"].endswith(", 0 failed")
    assert figures["ingest / floor"]["value"] > 1
    assert figures["memory, once: all processes"]["value"] >= figures["memory, once: largest process"]["value"] > 10


def test_growth_is_told_from_the_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = stage(tmp_path, None, 2, rounds=1, copies=3)
    bench.library.mkdir()

    def pretended(laws: int, memory: int) -> Measured:
        return Measured(1.0, 1.0, memory, memory, json.dumps({"laws": laws}))

    monkeypatch.setattr(Workbench, "palermo", lambda *_: pretended(6, 300))
    figures = {figure.name: figure for figure in ingest.with_copies(bench, [pretended(2, 200)])}
    assert figures["memory with copies / once"].value == 1.5
    assert figures["memory with copies / once"].note.startswith("6 laws against 2")
    assert bench.library.is_dir(), "the library without copies is kept for the other benchmarks"


def test_the_list_names_every_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(BENCHMARKS)


def test_tables_are_printed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["splitting", "--laws", "2"]) == 0
    assert "provisions a second" in capsys.readouterr().out


def test_a_folder_without_labels_has_no_accuracy(bench: Workbench, tmp_path: Path) -> None:
    unlabelled = Workbench(tmp_path, "nothing")
    unlabelled.deposits.mkdir(parents=True)
    unlabelled.library.symlink_to(bench.library)
    with pytest.raises(UsageError, match="no labels"):
        accuracy.run(unlabelled)


def test_figures_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="no measurement"):
        Figure("speed", math.nan, "laws/s")


@pytest.mark.parametrize(
    ("values", "half", "nearly_all"), [([3.0], 3.0, 3.0), ([4, 1, 3, 2], 2, 4), (range(1, 101), 50, 99)]
)
def test_percentiles(values: Sequence[float], half: float, nearly_all: float) -> None:
    assert percentile(values, 0.5) == half
    assert percentile(values, 0.99) == nearly_all


def test_the_floor_parses_every_invented_format(tmp_path: Path) -> None:
    invent(tmp_path, laws=6, sizes=(4,))
    files = files_below(tmp_path)
    assert {file.suffix for file in files} == {".md", ".xml", ".html", ".json", ".txt", ".pdf"}
    for file in files:
        assert parse(file) > 0
    if has_markdown_it():
        markdown = next(file for file in files if file.suffix == ".md")
        assert parse(markdown, markdown_it=True) != parse(markdown)


def test_invented_laws_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        invent(tmp_path / name, laws=4, sizes=(4,))
    first = {file.relative_to(tmp_path / "one"): file.read_bytes() for file in (tmp_path / "one").rglob("*.*")}
    assert first == {f.relative_to(tmp_path / "two"): f.read_bytes() for f in (tmp_path / "two").rglob("*.*")}


def test_a_pdf_of_pictures_is_left_out(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, b"too little to split")
    (folder / "atl" / "boats" / "law.pdf").write_bytes(pdf_of(Page(picture=True)))
    bench = stage(tmp_path / "scratch", folder, None, rounds=1, copies=1)
    assert [file.name for file in bench.files] == ["law.txt"]


def test_a_pdf_is_read_where_nothing_better_gives_provisions(tmp_path: Path) -> None:
    pdf = pdf_of(
        Page().put("Article 1. Boats", 60, 60).put("Boats float on the water, and nobody hides them. " * 2, 60, 90)
    )
    folder = a_folder(tmp_path, b"about the law")
    (folder / "atl" / "boats" / "law.pdf").write_bytes(pdf)
    assert len(stage(tmp_path / "poor", folder, None, rounds=1, copies=1).files) == 2
    better = a_folder(tmp_path / "better", b"Article 1. Boats\n\nBoats float.\n\nArticle 2. Oars\n\nOars are long.\n")
    (better / "atl" / "boats" / "law.pdf").write_bytes(pdf)
    assert len(stage(tmp_path / "rich", better, None, rounds=1, copies=1).files) == 1


def test_copies_have_other_identities(tmp_path: Path) -> None:
    bench = stage(tmp_path, None, 2, rounds=1, copies=3)
    bench.add_copies()
    facts = [json.loads(meta.read_text(encoding="utf-8")) for meta in bench.all_copies.rglob("meta.json")]
    assert len({(each["state"], each["identifier"]) for each in facts}) == len(facts) == 6


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="status 7: out of boats"):
        measure([sys.executable, "-c", "import sys; sys.stderr.write('out of boats'); sys.exit(7)"])


def test_memory_of_children_is_counted() -> None:
    child = "import time; held = bytearray(b'x' * 80_000_000); time.sleep(0.5)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert measure([sys.executable, "-c", program]).together > 80_000_000


def a_folder(folder: Path, text: bytes) -> Path:
    """A folder with one deposit that holds one text file."""
    home = folder / "laws" / "atl" / "boats"
    home.mkdir(parents=True)
    (home / "law.txt").write_bytes(text)
    (home / "meta.json").write_text(
        json.dumps({"state": "AND", "title": "Boats Act", "language": "en"}), encoding="utf-8"
    )
    return folder / "laws"
