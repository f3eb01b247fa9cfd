"""Last stage: lines become blocks, in the order of reading, each with its place; headings get their levels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.document import IN_THE_MARGIN, Block, BlockKind
from ingest.pdf.columns import Kind, Region, regions_of
from ingest.pdf.contents import is_entry, missing, without_leaders
from ingest.pdf.joining import Words
from ingest.pdf.margins import margin_notes, with_margin_notes
from ingest.pdf.notes import Footnote, marks_in, part_notes, settle_raised
from ingest.pdf.paragraphs import Layout, Paragraph, are_ragged, layout_of, paragraphs_of
from ingest.pdf.places import Place
from ingest.pdf.rows import Line, LineKind, lines_of
from ingest.pdf.running_heads import without_running_heads
from ingest.pdf.segments import Segment
from ingest.pdf.sides import Sides
from ingest.pdf.tables import table_lines, text_of
from ingest.pdf.text import PageText
from ingest.pdf.units import opens_item, opens_unit

_NO_HEADING = re.compile(r"[.;,:؛،。]$")
_LONGEST_HEADING = 200
_MOST_LINES_OF_A_HEADING = 4
_LOWEST_LEVEL = 6
_Look = tuple[float, bool, bool]
"""Size, not bold, not centred: sorted, the most prominent comes first."""


@dataclass(slots=True)
class _Stream:
    """What is read in one go: the whole document, or one language of two that stand side by side."""

    language: str
    columns: list[list[Line]] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    looks: dict[int, _Look] = field(default_factory=dict)
    """The looks of those blocks that may be headings, by their place in `blocks`."""
    entries: set[int] = field(default_factory=set)
    """The places of the blocks that are entries of a table of contents."""
    unfinished: Paragraph | None = None
    """The last paragraph, which may go on overleaf."""
    unfinished_notes: list[Footnote] = field(default_factory=list)


class Assembly:
    """Takes the pages of a document, a stretch at a time, and gives its blocks."""

    def __init__(self, language: str = "") -> None:
        self._sides = Sides(language)
        self._streams: dict[str, _Stream] = {"": _Stream("")}
        self._words = Words()
        self._gutters: set[int] = set()
        self._layout = Layout(0, 0)
        self.missing: list[str] = []
        """What tables of contents name and the text does not hold; known once all is read."""
        self._frames: dict[int, PageText] = {}

    def add(self, pages: list[PageText]) -> None:
        """The next pages, so many together that running heads can be told."""
        self._frames = {page.number: page for page in pages} | {
            line.page: self._frames[line.page]
            for stream in self._streams.values()
            if stream.unfinished
            for line in stream.unfinished.lines[:1]
        }
        for page, segments in zip(pages, without_running_heads(pages), strict=True):
            self._take_page(page, segments)
        columns = [lines for stream in self._streams.values() for lines in stream.columns]
        layout = self._layout = layout_of(columns)
        self._words.learn([line.text for lines in columns for line in lines], are_ragged(columns))
        for stream in self._streams.values():
            self._take_lines(stream, layout)

    def finish(self) -> list[Block]:
        """All blocks; the main language first, where there are two."""
        for stream in self._streams.values():
            last = [stream.unfinished] if stream.unfinished else []
            self._put(stream, last, stream.unfinished_notes, self._layout, goes_on=False)
        found: list[Block] = []
        for stream in self._streams.values():
            self.missing += missing(stream.blocks, stream.entries)
            _give_levels(stream)
            found += stream.blocks
        return found

    def _take_page(self, page: PageText, segments: list[Segment]) -> None:
        regions = regions_of(segments, page.width, page.rules, self._gutters)
        languages = self._languages(regions)
        notes = [note for region in regions if region.kind is Kind.MARGIN for note in margin_notes(region, page.number)]
        body = [region for region in regions if region.kind is not Kind.MARGIN]
        columns = [
            table_lines(region, page.number, page.rules) if region.kind is Kind.TABLE else lines_of(region, page.number)
            for region in body
        ]
        if notes and columns:
            columns = _with_notes(columns, notes)
        for region, lines in zip(body, columns, strict=True):
            language = languages.get((region.zone, region.beside), "")
            key = "" if language == self._sides.main else language
            stream = self._streams.setdefault(key, _Stream(language))
            if language:
                stream.language = language
            if lines:
                stream.columns.append(lines)

    def _languages(self, regions: list[Region]) -> dict[tuple[int, int], str]:
        """The language of each side of each zone that holds two."""
        found = {}
        for zone in {region.zone for region in regions if region.beside}:
            parts = [region for region in regions if region.zone == zone and region.beside]
            for side, language in self._sides.languages(parts).items():
                found[zone, side] = language
        return found

    def _take_lines(self, stream: _Stream, layout: Layout) -> None:
        """Paragraphs of the lines held so far; the last one waits for what comes next."""
        bodies = []
        footnotes = stream.unfinished_notes
        for lines in stream.columns:
            body, foot = part_notes(lines, layout, footnotes)
            footnotes += foot
            if body:
                bodies.append(body)
        paragraphs = paragraphs_of(bodies, layout, stream.unfinished)
        goes_on = bool(paragraphs) and paragraphs[-1].kind is LineKind.TEXT
        stream.columns, stream.unfinished = [], paragraphs[-1] if goes_on else None
        stream.unfinished_notes = self._put(stream, paragraphs, footnotes, layout, goes_on)

    def _put(
        self, stream: _Stream, paragraphs: list[Paragraph], footnotes: list[Footnote], layout: Layout, goes_on: bool
    ) -> list[Footnote]:
        """Make blocks of the paragraphs, each followed by the footnotes that it refers to.

        goes_on: whether the last paragraph may go on overleaf; it and its footnotes, which are given back, wait.
        """
        looks = _looks(paragraphs, layout)
        behind = _behind(paragraphs, footnotes)
        marks: dict[int, set[str]] = {}
        for note in footnotes:
            marks.setdefault(note.page, set()).add(note.mark)
        for index, paragraph in enumerate(paragraphs[:-1] if goes_on else paragraphs):
            known = set().union(*(marks.get(line.page, set()) for line in paragraph.lines))
            text = settle_raised(self._text(paragraph), known)
            if is_entry(text) or (paragraph.kind is LineKind.ROW and paragraph.lines[0].is_entry):
                stream.entries.add(len(stream.blocks))
                text = without_leaders(text)
            if text:
                if index in looks:
                    stream.looks[len(stream.blocks)] = looks[index]
                stream.blocks.append(self._block(stream, paragraph, text, layout))
            self._put_notes(stream, behind.get(index, ()))
        if not paragraphs:
            self._put_notes(stream, footnotes)
        return behind.get(len(paragraphs) - 1, []) if goes_on else []

    def _text(self, paragraph: Paragraph) -> str:
        if paragraph.kind is LineKind.ROW:
            return text_of(paragraph.lines[0], self._words)
        return self._words.join([line.text for line in paragraph.lines])

    def _put_notes(self, stream: _Stream, notes: Iterable[Footnote]) -> None:
        for note in notes:
            words = settle_raised(self._words.join([line.text for line in note.lines]), set())
            place = self._place(note.lines[0])
            stream.blocks.append(Block(words, BlockKind.NOTE, style="footnote", place=place, language=stream.language))

    def _block(self, stream: _Stream, paragraph: Paragraph, text: str, layout: Layout) -> Block:
        place = self._place(paragraph.lines[0])
        if paragraph.kind is LineKind.ROW:
            return Block(text, style="table", place=place, language=stream.language)
        if paragraph.kind is LineKind.TITLE:
            level, language = _LOWEST_LEVEL, stream.language
            return Block(text, BlockKind.HEADING, level, style=IN_THE_MARGIN, place=place, language=language)
        kind = BlockKind.NOTE if paragraph.kind is LineKind.NOTE else BlockKind.TEXT
        return Block(text, kind, style=_style(paragraph, layout), place=place, language=stream.language)

    def _place(self, line: Line) -> str:
        frame = self._frames[line.page].frame
        left, top, *_ = frame.as_shown(line.left, line.right, line.down - line.size, line.down)
        return str(Place(line.page, round(left), round(top)))


def _with_notes(columns: list[list[Line]], notes: list[Line]) -> list[list[Line]]:
    """Each note of the margin goes to the column whose line it stands beside."""
    homes: list[list[Line]] = [[] for _ in columns]
    for note in notes:
        distances = [
            min((abs(line.down - note.down) for line in lines if line.kind is LineKind.TEXT), default=1e9)
            for lines in columns
        ]
        homes[distances.index(min(distances))].append(note)
    return [with_margin_notes(lines, home) if home else lines for lines, home in zip(columns, homes, strict=True)]


def _behind(paragraphs: list[Paragraph], footnotes: list[Footnote]) -> dict[int, list[Footnote]]:
    """Which footnotes go behind which paragraph: the one with their mark, else the last that begins on their page."""
    found: dict[int, list[Footnote]] = {}
    marked: dict[tuple[int, str], int] = {}
    starts: dict[int, int] = {}
    for index, paragraph in enumerate(paragraphs):
        starts[paragraph.lines[0].page] = index
        for line in paragraph.lines:
            for mark in marks_in(line.text):
                marked.setdefault((line.page, mark), index)
    for note in footnotes:
        home = marked.get((note.page, note.mark))
        if home is None:
            earlier = [index for page, index in starts.items() if page <= note.page]
            home = max(earlier, default=max(len(paragraphs) - 1, 0))
        found.setdefault(home, []).append(note)
    return found


def _style(paragraph: Paragraph, layout: Layout) -> str:
    """What sets a paragraph apart from running text; empty where nothing does."""
    size = round(paragraph.size * 2) / 2
    parts = [f"{size:.1f}"] if layout.sizes_tell and abs(size - layout.size) >= 0.5 else []
    return "-".join(parts + ["bold"] * paragraph.bold + ["centred"] * paragraph.centred)


def _looks(paragraphs: list[Paragraph], layout: Layout) -> dict[int, _Look]:
    """The look of each paragraph that may be a heading, by its place in the list."""
    texts = [paragraph for paragraph in paragraphs if paragraph.kind is LineKind.TEXT]
    letters = sum(len(line.text) for p in texts for line in p.lines)
    bold_is_usual = sum(len(line.text) for p in texts if p.bold for line in p.lines) > 0.4 * letters
    looks: dict[int, _Look] = {}
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is not LineKind.TEXT:
            continue
        if len(paragraph.lines) > _MOST_LINES_OF_A_HEADING:
            continue
        larger = layout.sizes_tell and paragraph.size > 1.14 * layout.size > 0
        clearly = larger or (paragraph.bold and not bold_is_usual)
        if (clearly or paragraph.centred) and _may_be_heading(paragraph, clearly):
            bold = paragraph.bold and not bold_is_usual
            looks[index] = (-round(paragraph.size), not bold, not paragraph.centred)
    return looks


def _may_be_heading(paragraph: Paragraph, clearly: bool) -> bool:
    text = " ".join(line.text for line in paragraph.lines).strip()
    if not text or len(text) > _LONGEST_HEADING or text[0].islower():
        return False
    if not any(c.isalnum() for c in text) or not (any(c.isalpha() for c in text) or opens_unit(text)):
        return False
    if opens_unit(text):
        return True
    return not _NO_HEADING.search(text) and (clearly or not opens_item(text))


def _give_levels(stream: _Stream) -> None:
    """Make headings of the blocks that look like some; larger type is higher."""
    order: Iterable[_Look] = sorted(set(stream.looks.values()))
    ranks = {look: min(rank, _LOWEST_LEVEL) for rank, look in enumerate(order, start=1)}
    for place, look in stream.looks.items():
        block = stream.blocks[place]
        block.kind, block.level = BlockKind.HEADING, ranks[look]


def stretches(pages: Iterator[PageText], count: int, most: int = 64) -> Iterator[list[PageText]]:
    """The pages in stretches of about equal length, so that the last one too shows its running heads."""
    parts = max(1, round(count / most))
    size = -(-count // parts)
    held: list[PageText] = []
    for page in pages:
        held.append(page)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held
