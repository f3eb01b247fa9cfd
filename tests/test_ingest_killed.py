"""An ingest that is killed at any moment and started again ends in the library of an undisturbed run."""

from __future__ import annotations

import io
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from deposit_maker import ENGLISH, FRENCH, forget_concepts, make_deposit, opened
from ingest_child import MOMENTS, MOMENTS_OF_CATCHING_UP, MOMENTS_OF_READING_AGAIN, run_ingest

from library.exporting import write_provisions
from library.searching import search
from palermo.model.concepts_found import ConceptsFound

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed like this there")
LAWS = 8
LONG = "\n".join(f"Section {n}. Lanterns {n}\n{ENGLISH.split('Section 2')[0][20:]}" for n in range(4, 30))


@pytest.fixture(scope="module")
def deposits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laws in one and two languages, and two deposits of the same law."""
    top = tmp_path_factory.mktemp("deposits")
    for number in range(LAWS):
        files: dict[str, bytes | str] = {"law.txt": f"{ENGLISH}\n{LONG}"}
        if number % 3 == 0:
            files["loi.html"] = "<html lang='fr'><body>" + "".join(f"<p>{x}</p>" for x in FRENCH.splitlines() if x)
        make_deposit(top / f"law-{number}", files=files, identifier=f"{number % (LAWS - 1)}/2020")
    return top


@pytest.fixture(scope="module", autouse=True)
def server() -> None:
    """A process without threads that has loaded everything, to fork children from."""
    multiprocessing.set_forkserver_preload(["ingest_child"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(path or os.getcwd() for path in sys.path))
        forkserver.ensure_running()


def start(*arguments: Any, **options: Any) -> BaseProcess:
    """`run_ingest` in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    child = context.Process(target=run_ingest, args=tuple(map(str, arguments)), kwargs=options, daemon=True)
    child.start()
    return child


def run_to_its_end(*arguments: Any, **options: Any) -> None:
    child = start(*arguments, **options)
    child.join(60)
    assert child.exitcode == 0


def contents(library: Path) -> tuple[str, list[tuple[str, list[tuple[str, float, str]]]], list[ConceptsFound]]:
    """The export, what searches find, and the concepts."""
    with opened(library) as found:
        export = io.StringIO()
        write_provisions(found, export)
        answers = []
        for words in ("", "lantern", "lanterne", "putting out", "oil AND harbour"):
            answer = search(found, words, limit=1000)
            hits = sorted((hit.provision.id, round(hit.score, 4), hit.snippet) for hit in answer.hits)
            answers.append((f"{words}: {answer.total} {answer.facets}", hits))
        ids = [row.provision.id for row in found.catalogue.export_rows()]
        concepts = [each for _, each in sorted(found.catalogue.concepts_of(ids).items())]
        return export.getvalue(), answers, concepts


@pytest.fixture(scope="module")
def undisturbed(deposits: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    library = tmp_path_factory.mktemp("undisturbed")
    run_to_its_end(library, deposits)
    found = contents(library)
    assert found[0].count("\n") > 150
    assert len(found[1][1][1]) > 100
    assert len(found[2]) > 100
    return found


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_each_stage(deposits: Path, undisturbed: Any, tmp_path: Path, moment: str) -> None:
    child = start(tmp_path, deposits, moment=moment)
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    run_to_its_end(tmp_path, deposits)
    assert contents(tmp_path) == undisturbed


def test_killed_at_any_moment(deposits: Path, undisturbed: Any, tmp_path: Path) -> None:
    moments = random.Random(11)
    kills = 0
    for _ in range(5):
        child = start(tmp_path, deposits)
        child.join(moments.uniform(0.05, 0.6))
        child.kill()
        child.join(10)
        kills += child.exitcode == -signal.SIGKILL
    assert kills
    run_to_its_end(tmp_path, deposits)
    assert contents(tmp_path) == undisturbed


@pytest.mark.parametrize("moment", MOMENTS_OF_READING_AGAIN)
def test_reading_again_killed_leaves_no_old_entries(
    deposits: Path, undisturbed: Any, tmp_path: Path, moment: str
) -> None:
    """The index cannot tell a renewed version from the old one by its id: a mark in the folder does."""
    run_to_its_end(tmp_path, deposits)
    _make_entries_stale(tmp_path)
    child = start(tmp_path, deposits, again=True, moment=moment)
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    run_to_its_end(tmp_path, deposits)
    assert contents(tmp_path) == undisturbed


@pytest.mark.parametrize("moment", MOMENTS_OF_CATCHING_UP)
def test_catching_up_killed_leaves_no_entries_without_concepts(
    deposits: Path, undisturbed: Any, tmp_path: Path, moment: str
) -> None:
    """What is unchanged is not read again: its concepts are found in the text held."""
    run_to_its_end(tmp_path, deposits)
    _make_entries_stale(tmp_path)
    forget_concepts(tmp_path)
    assert contents(tmp_path)[2] == []
    child = start(tmp_path, deposits, moment=moment)
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    run_to_its_end(tmp_path, deposits)
    assert contents(tmp_path) == undisturbed


def _make_entries_stale(folder: Path) -> None:
    """Index entries as of worse text, or of less that is known of it."""
    with opened(folder) as library:
        for version in library.catalogue.current_versions():
            library.engine.remove_versions([version.id])
            first = library.catalogue.provisions(version.id)[0]
            library.engine.add([_stale(library, version.id, first.id)])
        library.engine.commit()


def _stale(library: Any, version: str, provision: str) -> Any:
    from index.contract import IndexEntry

    law = library.catalogue.law(library.catalogue.version(version).law)
    return IndexEntry(
        id=provision, version=version, law=law.id, law_title=law.title, state="AND", language="en", kind="law",
        number="1", heading="", path=(), text="stale", year=2020, order=0,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with a parent that was killed")
def test_readers_die_with_a_command_that_is_killed(deposits: Path, undisturbed: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from cli.main import run; run()", "ingest", str(deposits)]
    environment = {**os.environ, "PALERMO_LIBRARY": str(tmp_path), "PALERMO_WORKERS": "2"}
    command_run = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    children: set[int] = set()
    deadline = time.monotonic() + 30
    while len(children) < 2 and time.monotonic() < deadline and command_run.poll() is None:
        children |= _children(command_run.pid)
        time.sleep(0.01)
    command_run.kill()
    command_run.wait()
    assert len(children) == 2
    deadline = time.monotonic() + 10
    while alive := {child for child in children if _is_alive(child)}:
        assert time.monotonic() < deadline, f"readers outlived their command: {alive}"
        time.sleep(0.05)
    run_to_its_end(tmp_path, deposits)
    assert contents(tmp_path) == undisturbed


def _children(parent: int) -> set[int]:
    try:
        return {int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()} | {
            int(child)
            for task in Path(f"/proc/{parent}/task").iterdir()
            for child in (task / "children").read_text().split()
        }
    except OSError:
        return set()


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
