"""The text layers of a long file's pages, read by a few processes side by side and given back in the order of pages.

pdfium knows no threads, so each process opens the file for itself. What comes back is what one process would have read.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pypdfium2

from ingest.pdf.segments import Segment
from ingest.pdf.text import PageText, read_page
from ingest.workers import MEMORY_BYTES, Cause, Failure, run_in_workers

FEWEST_PAGES = 100
"""In a shorter file, starting the processes takes as long as they save."""
_PAGES_AT_ONCE = 16
_MOST = 2
"""More would wait: reading the text layer is about half of the work, and the other half is done in one process."""
_MEMORY = 200_000_000
"""For a process: four times what the longest gazettes at hand took."""
_SHARE_OF_MEMORY = 0.5
"""Of the memory for a deposit: what these processes together may have; the rest is for what is made of the pages."""
_NO_LIMIT_OF_TIME = 1e6
"""In seconds: the limit of the deposit's own process ends these with it."""
_SEGMENT = tuple(field.name for field in fields(Segment))
_PAGE = tuple(field.name for field in fields(PageText) if field.name != "segments")
_values_of_segment, _values_of_page = attrgetter(*_SEGMENT), attrgetter(*_PAGE)
_Packed = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
"""A page's own values and those of its segments, field by field: objects would take three times as long to send."""


@dataclass(frozen=True, slots=True)
class LostPage:
    """A page of which nothing can be read. reason: in words."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages for a process of its own. file: where the PDF lies; first, last: their numbers."""

    file: str
    first: int
    last: int


def pages_of(pdf: Any, data: bytes, processes: int = 1) -> Generator[PageText | LostPage, None, None]:
    """The text layer of each page, or why it has none, in order. Close the iterator to end its processes.

    pdf: the open file, data: its bytes; processes: how many may be at work at the same time. This one is among them: it
    makes what it can of the pages that the others gave. Short files are read in this process alone, and those for which
    there is not enough memory. What ends a process, such as an error in pdfium, costs the one page that it happens on.
    """
    count = len(pdf)
    others = min(processes - 1, _MOST, _room_for())
    if others < 1 or count < FEWEST_PAGES:
        yield from _in_order(pdf, 1, count)
        return
    with _as_file(data) as file, _memory_for(others):
        following = 1
        while following <= count:
            stretch = None
            for stretch, result in _read_by(others, _stretches(file, following, count, _PAGES_AT_ONCE)):
                if isinstance(result, Failure):
                    break
                yield from map(_unpacked, result)
                following = stretch.last + 1
            else:
                return
            if result.cause in (Cause.NOT_STARTED, Cause.BUG):  # a bug happens here again, and is told as one
                yield from _in_order(pdf, following, count)
                return
            yield from _one_by_one(stretch)
            following = stretch.last + 1


def read_stretch(stretch: Stretch) -> list[_Packed | LostPage]:
    """What a process does: the pages of a stretch, packed."""
    return [
        page if isinstance(page, LostPage) else _packed(page)
        for page in _in_order(_opened(stretch.file), stretch.first, stretch.last)
    ]


def _in_order(pdf: Any, first: int, last: int) -> Iterator[PageText | LostPage]:
    for number in range(first, last + 1):
        try:
            page = pdf[number - 1]
            try:
                yield read_page(page, number)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            yield LostPage(number, f"the page cannot be loaded: {error}")


def _one_by_one(stretch: Stretch) -> Iterator[PageText | LostPage]:
    """The pages of a stretch on which a process was lost, each alone, so that only those are lost that must be."""
    for page, result in _read_by(1, _stretches(stretch.file, stretch.first, stretch.last, at_once=1)):
        if isinstance(result, Failure):
            yield LostPage(page.first, f"the page cannot be read: {result.reason}")
        else:
            yield from map(_unpacked, result)


def _read_by(processes: int, stretches: Iterator[Stretch]) -> Iterator[tuple[Stretch, Any]]:
    return run_in_workers(read_stretch, stretches, processes, _NO_LIMIT_OF_TIME, _MEMORY)


def _stretches(file: str, first: int, last: int, at_once: int) -> Iterator[Stretch]:
    for start in range(first, last + 1, at_once):
        yield Stretch(file, start, min(last, start + at_once - 1))


@lru_cache(maxsize=1)
def _opened(file: str) -> Any:
    """The PDF, of whose bytes the processes share one copy in memory."""
    with open(file, "rb") as held:
        data = mmap.mmap(held.fileno(), 0, access=mmap.ACCESS_COPY)
    return pypdfium2.PdfDocument((ctypes.c_char * len(data)).from_buffer(data))


def _packed(page: PageText) -> _Packed:
    return _values_of_page(page), list(zip(*map(_values_of_segment, page.segments), strict=True))


def _unpacked(packed: _Packed | LostPage) -> PageText | LostPage:
    if isinstance(packed, LostPage):
        return packed
    own, columns = packed
    segments = [Segment(*values) for values in zip(*columns, strict=True)]
    return PageText(segments=segments, **dict(zip(_PAGE, own, strict=True)))


@contextlib.contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    """The bytes where other processes can open them. On Linux the file has no name that a kill could leave behind."""
    if sys.platform == "linux":
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.flush()
            yield f"/proc/{os.getpid()}/fd/{file.fileno()}"
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "read.pdf")
        path.write_bytes(data)
        yield str(path)


def _limit_of_memory() -> tuple[int, int] | None:
    """Of this process, now and at the most; None where there is none."""
    try:
        import resource
    except ImportError:
        return None
    now, most = resource.getrlimit(resource.RLIMIT_AS)
    return None if now == resource.RLIM_INFINITY else (now, most)


def _room_for() -> int:
    """How many processes the memory for the deposit allows."""
    limit = _limit_of_memory()
    return int(_SHARE_OF_MEMORY * (limit[0] if limit else MEMORY_BYTES)) // _MEMORY


@contextlib.contextmanager
def _memory_for(processes: int) -> Iterator[None]:
    """Take from the limit of this process what the others may have: it holds for all of them together."""
    limit = _limit_of_memory()
    if limit is None:
        yield
        return
    import resource

    now, most = limit
    resource.setrlimit(resource.RLIMIT_AS, (now - processes * _MEMORY, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (now, most))
