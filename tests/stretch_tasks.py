"""What `test_pdf_side_by_side` lets processes do instead of reading pages; importable by them."""

from __future__ import annotations

import os
import resource
import signal
import time
from pathlib import Path

import pypdfium2

from ingest.pdf import side_by_side
from ingest.pdf.side_by_side import Stretch, pages_of
from ingest.pdf.side_by_side import read_stretch as read_well

BAD_PAGE = "PALERMO_TEST_BAD_PAGE"
"""What is to happen and on which page, such as `crash 5`."""


def read_stretch_badly(stretch: Stretch) -> list[object]:
    """The pages, unless one of them is the bad one."""
    verb, page = os.environ[BAD_PAGE].split()
    if stretch.first <= int(page) <= stretch.last:
        if verb == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif verb == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        elif verb == "eat":
            bytearray(1_000_000_000)
        elif verb == "hang":
            time.sleep(60)
        else:
            raise KeyError(verb)
    return list(read_well(stretch))


def memory_while_reading(data: bytes) -> dict[str, list[int]]:
    """The limits of memory of this process and of its children, before, while and after pages are read."""
    side_by_side.FEWEST_PAGES, side_by_side._PAGES_AT_ONCE = 4, 3
    pdf = pypdfium2.PdfDocument(data)
    before = _own_limit()
    pages = pages_of(pdf, data, 3)
    during: list[int] = []
    for _ in pages:  # the second process may be at work a little after the first
        if len(during) < 3:
            during = [_own_limit(), *map(_limit_of, children_of(os.getpid()))]
    return {"before": [before], "during": during, "after": [_own_limit()]}


def read_until_killed(data: bytes) -> int:
    """Read the pages beside each other; hangs where a page does."""
    side_by_side.FEWEST_PAGES, side_by_side._PAGES_AT_ONCE = 4, 3
    side_by_side.read_stretch = read_stretch_badly  # type: ignore[assignment]
    return len(list(pages_of(pypdfium2.PdfDocument(data), data, 3)))


def children_of(process: int) -> set[int]:
    """The processes that a process has started and that still run."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return {int(child) for task in tasks for child in (task / "children").read_text().split()}
    except OSError:
        return set()


def _own_limit() -> int:
    return resource.getrlimit(resource.RLIMIT_AS)[0]


def _limit_of(process: int) -> int:
    lines = Path(f"/proc/{process}/limits").read_text().splitlines()
    (limit,) = (line.split()[3] for line in lines if line.startswith("Max address space"))
    return int(limit)
