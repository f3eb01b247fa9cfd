"""PDF, from its text layer or by character recognition, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from typing import Any

import pypdfium2

from ingest.pdf import contents
from ingest.pdf.assembly import Assembly, stretches
from ingest.pdf.judging import Judge
from ingest.pdf.quality import Origin, PageQuality, PdfDocument, doubtful_numbers
from ingest.pdf.side_by_side import LostPage, pages_of
from ingest.pdf.text import PageText
from ingest.readers.base import Reader
from ingest.source import Source
from palermo.errors import ReadError
from palermo.settings import Settings

_SHARE_FOR_RECOGNITION = 0.7
"""Of the time for a deposit: the rest is for its other files, splitting and tagging."""
_MOST_PAGES = 10_000
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)")


def knows(source: Source) -> bool:
    """Whether `%PDF` stands in the first 1024 bytes, as ISO 32000 readers accept it."""
    return b"%PDF-" in source.data[:1024]


def read(source: Source) -> PdfDocument:
    """The text of the pages in reading order, with the quality of each page.

    Blocks are HEADING, TEXT and NOTE with `page 3 at 72,141` as their place and a style such as `12.0-bold-centred`,
    empty for running text. Pages without a usable text layer are read by character recognition where tesseract is
    installed; else they are named in the warnings with what to install.
    ReadError where the file is protected by a password, cut off, no valid PDF, or has too many pages.
    """
    document = PdfDocument("pdf")
    language, state = (str(source.facts.get(name) or "") for name in ("language", "state"))
    _refuse_cut_off(source)
    pdf = _opened(source)
    try:
        judge = Judge(source.data, pdf, language, state, _SHARE_FOR_RECOGNITION * Settings().seconds_for_a_deposit)
        assembly = Assembly(language)
        with closing(pages_of(pdf, source.data, source.processes)) as found:
            for pages in stretches(_with_text(found, judge), len(pdf)):
                assembly.add(judge.usable(pages))
        document.blocks = assembly.finish()
        document.pages = sorted(judge.qualities, key=lambda quality: quality.page)
    finally:
        pdf.close()
    _warn(document)
    if assembly.missing:
        document.warn("contents", contents.warning(assembly.missing))
    return document


READER = Reader("pdf", knows, read)


def _opened(source: Source) -> Any:
    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold() or "security" in str(error).casefold():
            raise ReadError(source.name, "the PDF is protected by a password; save a copy without one") from error
        raise ReadError(source.name, f"the PDF is damaged or no PDF: {error}") from error
    if len(pdf) == 0:
        pdf.close()
        raise ReadError(source.name, "the PDF has no pages; it is damaged or cut off")
    if len(pdf) > _MOST_PAGES:
        count = len(pdf)
        pdf.close()
        raise ReadError(source.name, f"the PDF has {count:,} pages; up to {_MOST_PAGES:,} are read: split it")
    return pdf


def _refuse_cut_off(source: Source) -> None:
    """Half a law looks like a whole one, so a file that ends too soon is not read at all."""
    data = source.data
    linearized = _LINEARIZED.search(data[:2048])
    end = data.rfind(b"%%EOF")
    if (linearized and int(linearized[1]) > len(data) + 16) or end < 0 or b" obj" in data[end:]:
        raise ReadError(source.name, "the PDF is cut off before its end; fetch it again")


def _with_text(pages: Iterable[PageText | LostPage], judge: Judge) -> Iterator[PageText]:
    for page in pages:
        if isinstance(page, LostPage):
            judge.give_up(page.number, page.reason)
        else:
            yield page


def _warn(document: PdfDocument) -> None:
    """One warning for each run of pages that have the same fault, or were recognised."""
    wanting = [page for page in document.pages if page.reasons]
    counted = [(page.page - place, page) for place, page in enumerate(wanting)]
    for _, run in groupby(counted, key=lambda entry: (entry[0], entry[1].origin, _fault_alone(entry[1]))):
        pages = [page for _, page in run]
        first, last = pages[0].page, pages[-1].page
        place = f"page {first}" if first == last else f"pages {first}-{last}"
        document.warn(place, _fault_alone(pages[0]) or _recognised(pages))


def _fault_alone(page: PageQuality) -> str:
    return "" if page.origin is Origin.RECOGNISED else "; ".join(page.reasons)


def _recognised(pages: list[PageQuality]) -> str:
    confidence = sum(page.confidence or 0.0 for page in pages) / len(pages)
    doubts = sum(len(page.doubts) for page in pages)
    words = f"read by character recognition, with a confidence of {100 * confidence:.0f} %"
    return f"{words}; {doubtful_numbers(doubts)}: compare with the page" if doubts else words
