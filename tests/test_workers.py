"""Reader processes: order, limits, crashes, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from worker_tasks import work

from ingest.workers import Failure, run_in_workers

RLIMIT_WORKS = sys.platform == "linux"


def reasons(tasks: list[str], **limits: float) -> list[str]:
    return [r.reason if isinstance(r, Failure) else r for _, r in run_in_workers(work, tasks, **limits)]  # type: ignore[arg-type]


def test_results_come_in_the_order_of_the_items() -> None:
    tasks = ["sleep 0.3", "a", "b", "sleep 0.1", "c"]
    found = list(run_in_workers(work, tasks, workers=2))
    assert [item for item, _ in found] == tasks
    assert [result for _, result in found] == tasks


def test_one_bad_item_of_each_kind_costs_only_itself() -> None:
    tasks = ["a", "crash", "quit", "eat 3000000000", "refuse", "bug key", "unpicklable", "print", "z"]
    found = reasons(tasks, workers=2, memory_bytes=1_500_000_000)
    assert found[0] == "a"
    assert found[-1] == "z"
    assert found[1] == "the reader process ended with signal 11"
    assert found[2] == "the reader process ended with status 3"
    if RLIMIT_WORKS:
        assert found[3] == "needed more than 1.5 GB of memory"
    assert found[4] == "law.pdf: the file is empty"
    assert found[5] == "KeyError: 'key'"
    assert "pickle" in found[6]
    assert found[7] == "print"


def test_an_item_that_hangs_is_ended_and_the_rest_goes_on() -> None:
    began = time.monotonic()
    assert reasons(["sleep 60", "a", "b"], workers=1, seconds=0.5) == ["took longer than 0.5 s", "a", "b"]
    assert time.monotonic() - began < 10


def test_a_worker_is_started_once_and_used_again() -> None:
    assert len(set(reasons(["pid"] * 6, workers=1))) == 1


def test_items_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def items() -> Iterator[str]:
        for number in range(100):
            taken.append(number)
            yield f"item {number}"

    results = run_in_workers(work, items(), workers=2)
    next(results)
    assert len(taken) <= 5
    results.close()  # type: ignore[attr-defined]


def test_closing_the_iterator_ends_the_children_at_once() -> None:
    results = run_in_workers(work, ["pid", "sleep 60", "sleep 60"], workers=2)
    child = int(next(results)[1])  # type: ignore[arg-type]
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with a parent that was killed")
def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys; from worker_tasks import work; from ingest.workers import run_in_workers\n"
        "results = run_in_workers(work, ['pid', 'sleep 60'], workers=1)\n"
        "print(next(results)[1], flush=True); next(results)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return  # dead, and waiting for whoever adopts orphans here to take note
        time.sleep(0.1)
    pytest.fail("the child outlived its parent")


def test_an_interrupt_ends_the_run() -> None:
    def items() -> Iterator[str]:
        yield "sleep 60"
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(run_in_workers(work, items(), workers=2))
    assert time.monotonic() - began < 10


def test_without_workers_the_same_is_done_in_this_process() -> None:
    found = reasons(["pid", "refuse", "bug key"], workers=0)
    assert found == [str(os.getpid()), "law.pdf: the file is empty", "KeyError: 'key'"]


def test_a_function_that_workers_cannot_import_is_refused() -> None:
    with pytest.raises(ValueError, match="give a function of a module"):
        next(run_in_workers(lambda item: item, ["a"], workers=1))
