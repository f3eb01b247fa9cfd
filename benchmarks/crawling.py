"""Crawling: laws a second from a site on the loopback, asked, checked, read and written as deposits; and memory.

The site runs in a process of its own whose time is not counted. Nothing is taken into a library: `ingest` measures
that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmarks.crawling_site import law_page
from benchmarks.figures import Figure
from benchmarks.workbench import Workbench

_MB = 1_000_000
_TIMES_MORE = 4


def run(bench: Workbench) -> list[Figure]:
    """So many documents as the workbench says, several times; once more where nothing changed; then four times more."""
    with _site(bench.documents) as port:
        crawls = [_crawl(bench, port, f"crawl-{number}", "new", bench.documents) for number in range(bench.rounds)]
        again = _crawl(bench, port, "crawl-0", "unchanged", bench.documents)
    with _site(bench.documents * _TIMES_MORE) as port:
        many = _crawl(bench, port, "crawl-many", "new", bench.documents * _TIMES_MORE)
    size = sum(len(law_page(number)) for number in range(bench.documents))
    memory = median([one["memory"] for one in crawls])
    return [
        Figure("documents", bench.documents, "laws", f"{size / _MB:.1f} MB of XML, four requests at once, no pause"),
        _speed("documents a second, by the clock", crawls, "seconds", bench.documents),
        _speed("documents a second, by processor time", crawls, "processor_seconds", bench.documents),
        _speed("unchanged documents a second, by the clock", [again], "seconds", bench.documents),
        Figure("memory", memory / _MB, "MB", f"{bench.documents} documents"),
        Figure(
            "memory, four times the documents / once", many["memory"] / memory, "times",
            f"{many['memory'] / _MB:.0f} MB for {bench.documents * _TIMES_MORE} documents; 1 is no growth",
        ),
        _speed("four times the documents, by the clock", [many], "seconds", bench.documents * _TIMES_MORE),
    ]  # fmt: skip


def _crawl(bench: Workbench, port: int, folder: str, expected: str, documents: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.crawling_run", str(port), str(bench.scratch / folder)]
    report: dict[str, Any] = json.loads(bench.measure(command).output)
    if report["failed"] or report[expected] != documents:
        failed = report["failed"][:3]
        raise RuntimeError(f"of {documents} documents {report[expected]} are {expected}; failed: {failed}")
    return report


def _speed(name: str, crawls: list[dict[str, Any]], of: str, documents: int) -> Figure:
    speeds = [documents / one[of] for one in crawls]
    note = f"{min(speeds):.0f} to {max(speeds):.0f}" if len(speeds) > 1 else ""
    return Figure(name, median(speeds), "laws/s", note)


@contextmanager
def _site(laws: int) -> Iterator[int]:
    """The invented site, for as long as the block lasts; the port it listens at."""
    command = [sys.executable, "-m", "benchmarks.crawling_site", str(laws)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError("the site cannot be talked to")
        try:
            yield int(server.stdout.readline())
        finally:
            server.stdin.close()
