"""PDF with a text layer. Pages that cannot be read are named in the warnings, for OCR."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pypdfium2

from ingest.document import Block, BlockKind, Document
from ingest.pdf.columns import regions_of
from ingest.pdf.notes import mark_of, part_notes, settle_raised
from ingest.pdf.paragraphs import Layout, Paragraph, Words, layout_of, paragraphs_of
from ingest.pdf.readable import fault_of
from ingest.pdf.rows import Line, lines_of
from ingest.pdf.running_heads import without_running_heads
from ingest.pdf.text import PageText, read_page
from ingest.pdf.units import opens_item, opens_unit
from ingest.readers.base import Reader
from ingest.source import Source
from palermo.errors import ReadError

_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)")
_NO_HEADING = re.compile(r"[.;,:؛،。]$")
_LONGEST_HEADING = 200


def knows(source: Source) -> bool:
    """Whether `%PDF` stands in the first 1024 bytes, as ISO 32000 readers accept it."""
    return b"%PDF-" in source.data[:1024]


def read(source: Source) -> Document:
    """The text of the pages in reading order.

    Blocks are HEADING, TEXT and NOTE with `page 3` as their place and a style such as `12.0-bold-centred`.
    ReadError where the file is protected by a password, cut off or no valid PDF.
    """
    document = Document("pdf")
    pages = _pages(source, document)
    language = str(source.facts.get("language") or "")
    readable = _without_faults(pages, language, document)
    kept = without_running_heads(readable)
    columns: list[list[Line]] = []
    for page, segments in zip(readable, kept, strict=True):
        columns += [lines_of(region, page.number) for region in regions_of(segments, page.width)]
    columns = [lines for lines in columns if lines]
    document.blocks = _blocks(columns)
    return document


READER = Reader("pdf", knows, read)


def _pages(source: Source, document: Document) -> list[PageText]:
    _refuse_cut_off(source)
    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold() or "security" in str(error).casefold():
            raise ReadError(source.name, "the PDF is protected by a password; save a copy without one") from error
        raise ReadError(source.name, f"the PDF is damaged or no PDF: {error}") from error
    try:
        if len(pdf) == 0:
            raise ReadError(source.name, "the PDF has no pages; it is damaged or cut off")
        return [page for page in (_page(pdf, i, document) for i in range(len(pdf))) if page]
    finally:
        pdf.close()


def _refuse_cut_off(source: Source) -> None:
    """Half a law looks like a whole one, so a file that ends too soon is not read at all."""
    data = source.data
    linearized = _LINEARIZED.search(data[:2048])
    end = data.rfind(b"%%EOF")
    if (linearized and int(linearized[1]) > len(data) + 16) or end < 0 or b" obj" in data[end:]:
        raise ReadError(source.name, "the PDF is cut off before its end; fetch it again")


def _page(pdf: Any, index: int, document: Document) -> PageText | None:
    try:
        page = pdf[index]
        try:
            return read_page(page, index + 1)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        document.warn(f"page {index + 1}", f"the page cannot be loaded: {error}")
        return None


def _without_faults(pages: list[PageText], language: str, document: Document) -> list[PageText]:
    """The pages whose text can be used; one warning for each run of pages with the same fault."""
    judged = [(page, fault_of(page, language)) for page in pages]
    for page in pages:
        page.segments = [segment for segment in page.segments if not segment.garbled]
    for fault, run in groupby(judged, key=lambda pair: pair[1]):
        numbers = [page.number for page, _ in run]
        if fault is not None:
            place = f"page {numbers[0]}" if len(numbers) == 1 else f"pages {numbers[0]}-{numbers[-1]}"
            document.warn(place, fault.reason)
    return [page for page, fault in judged if fault is None or not fault.lost]


def _blocks(columns: list[list[Line]]) -> list[Block]:
    if not columns:
        return []
    layout = layout_of(columns)
    words = Words(columns)
    bodies, notes = [], []
    for lines in columns:
        body, foot = part_notes(lines, layout.size)
        bodies.append(body)
        notes += foot
    marks: dict[int, set[str]] = {}
    for line in notes:
        marks.setdefault(line.page, set()).add(mark_of(line.text))
    paragraphs = paragraphs_of([lines for lines in bodies if lines], layout)
    headings = _heading_levels(paragraphs, layout)
    blocks: list[Block] = []
    waiting = _notes(notes, words)
    for index, paragraph in enumerate(paragraphs):
        page = paragraph.lines[0].page
        text = settle_raised(words.join([x.text for x in paragraph.lines]), marks.get(page, set()))
        if not text:
            continue
        level = headings.get(index, 0)
        kind = BlockKind.HEADING if level else BlockKind.TEXT
        blocks.append(Block(text, kind, level, style=_style(paragraph), place=f"page {page}"))
        following = paragraphs[index + 1].lines[0].page if index + 1 < len(paragraphs) else 1 << 30
        # Notes go behind the last paragraph that starts on their page, never into the middle of a sentence.
        while waiting and waiting[0][0] < following:
            blocks.append(waiting.pop(0)[1])
    return blocks + [block for _, block in waiting]


def _notes(lines: list[Line], words: Words) -> list[tuple[int, Block]]:
    """The footnotes with their pages: a new one begins with each mark."""
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or mark_of(line.text) or groups[-1][-1].page != line.page:
            groups.append([])
        groups[-1].append(line)
    return [
        (
            group[0].page,
            Block(
                settle_raised(words.join([line.text for line in group]), set()),
                BlockKind.NOTE,
                style=_style(Paragraph(group)),
                place=f"page {group[0].page}",
            ),
        )
        for group in groups
    ]


def _style(paragraph: Paragraph) -> str:
    size = f"{round(paragraph.size * 2) / 2:.1f}"
    return "-".join([size] + ["bold"] * paragraph.bold + ["centred"] * paragraph.centred)


def _heading_levels(paragraphs: list[Paragraph], layout: Layout) -> dict[int, int]:
    """The level of each paragraph that looks like a heading, by its place in the list; larger type is higher."""
    letters = sum(len(line.text) for p in paragraphs for line in p.lines)
    bold_is_usual = sum(len(line.text) for p in paragraphs if p.bold for line in p.lines) > 0.4 * letters
    looks: dict[int, tuple[float, bool, bool]] = {}
    for index, paragraph in enumerate(paragraphs):
        text = " ".join(line.text for line in paragraph.lines).strip()
        larger = layout.sizes_tell and paragraph.size > 1.14 * layout.size
        clearly = larger or (paragraph.bold and not bold_is_usual)
        if (clearly or paragraph.centred) and _may_be_heading(text, len(paragraph.lines), clearly):
            bold = paragraph.bold and not bold_is_usual
            looks[index] = (-round(paragraph.size), not bold, not paragraph.centred)
    return _ranked(looks)


def _may_be_heading(text: str, lines: int, clearly: bool) -> bool:
    if not text or lines > 4 or len(text) > _LONGEST_HEADING or text[0].islower():
        return False
    if not any(c.isalnum() for c in text) or not (any(c.isalpha() for c in text) or opens_unit(text)):
        return False
    if opens_unit(text):
        return True
    return not _NO_HEADING.search(text) and (clearly or not opens_item(text))


def _ranked(looks: dict[int, tuple[float, bool, bool]]) -> dict[int, int]:
    order: Iterable[tuple[float, bool, bool]] = sorted(set(looks.values()))
    ranks = {look: min(rank, 6) for rank, look in enumerate(order, start=1)}
    return {index: ranks[look] for index, look in looks.items()}
