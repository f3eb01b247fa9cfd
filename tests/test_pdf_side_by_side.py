"""The pages of a long file read by several processes: as by one, whatever happens to them, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

if sys.platform != "linux":
    pytest.skip("only Linux has these limits, and /proc to see them by", allow_module_level=True)

from deposit_maker import make_deposit
from pdf_maker import Page, pdf_of
from pdf_making import drawn
from pdf_making.laws import invent
from stretch_tasks import BAD_PAGE, children_of, memory_while_reading, read_stretch_badly, read_until_killed

from catalogue.store import Catalogue
from ingest import pipeline
from ingest.pdf import side_by_side
from ingest.pdf.side_by_side import LostPage, pages_of
from ingest.pdf.text import PageText
from ingest.readers.pdf import read
from ingest.reading import ReadingTask
from ingest.source import Source
from ingest.workers import Cause, Failure, run_in_workers
from palermo.tagging.tagger import tag_law

PAGES = 11


@pytest.fixture(autouse=True)
def short_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "FEWEST_PAGES", 4)
    monkeypatch.setattr(side_by_side, "_PAGES_AT_ONCE", 3)


def law(language: str = "en", pages: int = PAGES) -> bytes:
    """Sheets in two columns with running heads, again and again; every fourth has a table with rules."""
    sheets = drawn.with_heads(drawn.Columns(drawn.Setter(language, 9), 2).pour(invent(language, 3, 6, seed=3)))
    table = Page()
    for place in range(4):
        table.rule(60, 100 + 20 * place, 400, 100 + 20 * place).rule(60 + 113 * place, 100, 60 + 113 * place, 160)
        for row in range(3):
            table.put(f"cell {row} {place}", 65 + 113 * place, 114 + 20 * row)
    return pdf_of(*(table if place % 4 == 3 else sheets[place % len(sheets)] for place in range(pages)))


def found_in(data: bytes, processes: int = 3) -> list[PageText | LostPage]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return list(pages_of(pdf, data, processes))
    finally:
        pdf.close()


def never(*_: object) -> None:
    raise AssertionError("a page was read in this process")


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_it_is_what_one_process_reads(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    data = law(language)
    alone = read(Source("law.pdf", data, {"language": language}))
    pages = found_in(data, processes=1)
    monkeypatch.setattr(side_by_side, "read_page", never)
    assert found_in(data) == pages
    beside = read(Source("law.pdf", data, {"language": language}, processes=3))
    assert beside.blocks == alone.blocks
    assert beside.warnings == alone.warnings
    assert beside.quality() == alone.quality()
    assert len(alone.blocks) > PAGES
    assert any(page.rules.grids for page in pages if isinstance(page, PageText))


def test_a_page_that_cannot_be_loaded_is_lost_alone() -> None:
    data = law().replace(b"\n30 0 obj", b"\n30 0 abc")
    found = found_in(data)
    (lost,) = (page for page in found if isinstance(page, LostPage))
    assert "the page cannot be loaded" in lost.reason
    assert [page.number for page in found] == list(range(1, PAGES + 1))
    assert found == found_in(data, processes=1)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("crash", "ended with signal 11"),
        ("killed", "was killed from outside (signal 9), most likely for want of memory"),
        ("eat", "needed more than 200 MB of memory"),
    ],
)
def test_what_ends_a_process_costs_the_page_that_it_happens_on(
    monkeypatch: pytest.MonkeyPatch, what: str, reason: str
) -> None:
    data = law()
    expected = found_in(data, processes=1)
    monkeypatch.setenv(BAD_PAGE, f"{what} 5")
    monkeypatch.setattr(side_by_side, "read_stretch", read_stretch_badly)
    monkeypatch.setattr(side_by_side, "read_page", never)
    found = found_in(data)
    lost = found[4]
    assert isinstance(lost, LostPage)
    assert reason in lost.reason
    assert [page for page in found if page is not lost] == [page for page in expected if page.number != 5]
    document = read(Source("law.pdf", data, {"language": "en"}, processes=2))
    assert document.unread_pages == [5]
    assert any(reason in warning.message for warning in document.warnings)


def test_what_is_wrong_with_the_program_shows_in_this_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data = law()
    expected = found_in(data, processes=1)
    monkeypatch.setenv(BAD_PAGE, "bug 5")
    monkeypatch.setattr(side_by_side, "read_stretch", read_stretch_badly)
    assert found_in(data) == expected, "here, the pages can be read"
    monkeypatch.setattr(side_by_side, "read_page", never)
    with pytest.raises(AssertionError, match="was read in this process"):
        found_in(data)


def test_where_no_process_can_start_the_pages_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    data = law()
    expected = found_in(data, processes=1)
    monkeypatch.setattr(side_by_side, "_MEMORY", 16_000_000)
    others = children_of(os.getpid())
    assert found_in(data) == expected
    assert children_of(os.getpid()) <= others


def test_short_files_are_read_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "run_in_workers", never)
    monkeypatch.setattr(side_by_side, "FEWEST_PAGES", PAGES + 1)
    assert len(found_in(law())) == PAGES


def test_few_stretches_are_on_their_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    stretches: Callable[..., Any] = side_by_side._stretches

    def counted(*arguments: Any) -> Any:
        for stretch in stretches(*arguments):
            asked.append(stretch.first)
            yield stretch

    monkeypatch.setattr(side_by_side, "_stretches", counted)
    data = law(pages=60)
    others = children_of(os.getpid())
    pages = pages_of(pypdfium2.PdfDocument(data), data, 3)
    next(pages)
    assert len(asked) <= 5
    pages.close()
    assert children_of(os.getpid()) <= others


def test_the_limit_of_memory_holds_for_all_processes_together() -> None:
    limit = 1_000_000_000
    ((_, found),) = run_in_workers(memory_while_reading, [law(pages=60)], workers=1, memory_bytes=limit)
    assert not isinstance(found, Failure), found
    assert found["before"] == found["after"] == [limit]
    assert len(found["during"]) == 3
    assert sum(found["during"]) == limit


def test_the_limit_of_time_ends_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BAD_PAGE, "hang 5")
    results = run_in_workers(read_until_killed, [law()], workers=1, seconds=4)
    found: list[Any] = []
    below: set[int] = set()
    for _, result in _watched(results, below):
        found.append(result)
    assert isinstance(found[0], Failure)
    assert found[0].cause is Cause.TIME
    assert below
    _all_end(below)


def test_they_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "law.pdf").write_bytes(law())
    script = (
        "from stretch_tasks import read_until_killed; from ingest.workers import run_in_workers\n"
        f"data = open({str(tmp_path / 'law.pdf')!r}, 'rb').read()\n"
        "next(run_in_workers(read_until_killed, [data], workers=1))"
    )
    environment = {**os.environ, BAD_PAGE: "hang 5", "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment) as parent:
        deadline = time.monotonic() + 30
        below: set[int] = set()
        while len(below) < 2 and time.monotonic() < deadline:
            below = {each for child in children_of(parent.pid) for each in children_of(child)}
            time.sleep(0.05)
        parent.kill()
    assert len(below) == 2
    _all_end(below)


def test_processes_are_for_pages_where_deposits_leave_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[int]] = []

    def noted(_: object, tasks: list[ReadingTask], workers: int, **__: object) -> list[Any]:
        given.append([workers, *(task.processes for task in tasks)])
        return []

    monkeypatch.setattr(pipeline, "run_in_workers", noted)
    for count in range(3):
        make_deposit(tmp_path / "d" / f"law-{count}")
    one = [tmp_path / "d" / "law-0"]
    with Catalogue.open(tmp_path / "catalogue") as catalogue:
        for processors, workers in ((8, 8), (4, 8), (1, 2), (8, 2), (8, 0)):
            monkeypatch.setattr(os, "cpu_count", lambda processors=processors: processors)
            pipeline.ingest(one, catalogue, tag_law, workers=workers)
        pipeline.ingest([tmp_path / "d"], catalogue, tag_law, workers=8)
        pipeline.ingest([tmp_path / "d"], catalogue, tag_law, workers=2)
    assert given == [[1, 8], [1, 4], [1, 1], [1, 2], [0, 0], [3, 2, 2, 2], [2, 1, 1, 1]]


def _watched(results: Any, below: set[int]) -> Any:
    """The results; meanwhile the processes below those that this one starts now are noted."""
    import threading

    others = children_of(os.getpid())
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            below.update(each for child in children_of(os.getpid()) - others for each in children_of(child))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield from results
    finally:
        over.set()
        watcher.join()


def _all_end(processes: set[int]) -> None:
    deadline = time.monotonic() + 10
    while alive := {each for each in processes if _is_alive(each)}:
        assert time.monotonic() < deadline, f"they outlived their parent: {alive}"
        time.sleep(0.05)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
