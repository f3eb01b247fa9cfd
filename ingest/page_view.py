"""Pages of a PDF as pictures with words of it marked: found and drawn in a child process that may fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.pdf.picture import PictureTask, draw
from ingest.pdf.places import Place
from ingest.pdf.quality import Word
from ingest.pdf.quotes import PageBox, boxes_of_quote
from ingest.workers import Failure, run_in_workers
from palermo.errors import ReadError

SECONDS = 30.0
MEMORY_BYTES = 1_000_000_000
MOST_PAGES = 4
"""Pages that are drawn at once; a longer text is marked on its first ones."""


@dataclass(frozen=True, slots=True)
class PageViewTask:
    """What to show: the pages of a PDF on which a quote stands.

    data: the PDF; quote: what to mark, from `place` on; recognised: the words of pages that character recognition
    read; longest: the longer side of a picture, in dots.
    """

    data: bytes
    quote: str
    place: Place
    recognised: Mapping[int, Sequence[Word]]
    longest: int


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a PNG. marks: how many lines are marked on it, 0 where the words were not found."""

    page: int
    png: bytes
    marks: int


@dataclass(frozen=True, slots=True)
class PageView:
    """The pictures in order; further: pages that the quote also stands on, which were not drawn."""

    pictures: tuple[PagePicture, ...]
    further: tuple[int, ...] = ()


def page_view(task: PageViewTask) -> PageView:
    """Find the quote and draw its pages; where it is not found, the page of its place without a mark.

    ReadError where the page cannot be drawn. pdfium is not thread-safe: use `page_view_in_child` where there are
    threads.
    """
    boxes = boxes_of_quote(task.data, task.quote, task.place, task.recognised)
    pages = sorted({box.page for box in boxes}) or [task.place.page]
    pictures = tuple(_picture(task, page, boxes) for page in pages[:MOST_PAGES])
    return PageView(pictures, tuple(pages[MOST_PAGES:]))


def page_view_in_child(task: PageViewTask) -> PageView:
    """The same in a process of its own, with limits of time and memory; ReadError where that comes to nothing."""
    ((_, result),) = run_in_workers(page_view, [task], workers=1, seconds=SECONDS, memory_bytes=MEMORY_BYTES)
    if isinstance(result, Failure):
        raise ReadError(f"page {task.place.page}", result.reason.removeprefix(f"page {task.place.page}: "))
    return result


def _picture(task: PageViewTask, page: int, boxes: Sequence[PageBox]) -> PagePicture:
    here = [box for box in boxes if box.page == page]
    return PagePicture(page, draw(PictureTask(task.data, page, here, task.longest)), len(here))
