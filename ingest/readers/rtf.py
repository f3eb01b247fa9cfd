"""RTF: paragraphs, table rows and footnotes, in any code page, as word processors and statute books write it."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from ingest.document import Block, BlockKind, Document
from ingest.readers.base import Reader
from ingest.readers.rtf_groups import (
    BOLD,
    CELL,
    LEVEL,
    LINE,
    LOWERED,
    NOTE,
    NOTE_HERE,
    RAISED,
    ROW,
    TITLE,
    prepare,
)
from ingest.source import Source
from ingest.tidy import superscript, tidy
from palermo.errors import ReadError

_RAISED_WORDS = re.compile(f"{RAISED}([^{LOWERED}]*){LOWERED}")
_LEVEL = re.compile(f"{LEVEL}([1-9])")
_MARKS = re.compile(f"[{LINE}-{LEVEL}]")
_LONGEST_HEADING = 250
_REPLACED = "\ufffd"


def knows(source: Source) -> bool:
    """Whether the bytes begin as RTF does, whatever the file's ending: many a `.doc` is RTF."""
    return source.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"{\\rtf")


def read(source: Source) -> Document:
    """The paragraphs, table rows and footnotes in order, with the numbers that were printed before them.

    Deleted and hidden words, headers, footers, comments and pictures are left out. ReadError where the file is cut
    off, damaged, nested too deeply, or holds more text than a law can have.
    """
    prepared = prepare(source.data, source.name)
    try:
        words = rtf_to_text(prepared.rtf, encoding=prepared.encoding, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError, TypeError) as error:
        raise ReadError(source.name, f"the RTF is damaged: {error}") from error
    # Letters beyond the first 65,536 are written in RTF as two halves.
    words = words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    document = Document("rtf")
    for remark in prepared.remarks:
        document.warn("", remark)
    _add_blocks(words, document)
    broken = words.count(_REPLACED)
    if broken:
        document.warn("", f"{broken} letters do not fit the code page {prepared.encoding}; compare the words")
    return document


READER = Reader("rtf", knows, read)


def _add_blocks(words: str, document: Document) -> None:
    body: list[str] = []
    notes: list[str] = []
    title = ""
    for paragraph in words.split("\n"):
        if NOTE in paragraph:
            notes.append(_tidied(paragraph))
        elif TITLE in paragraph:
            title = _tidied(paragraph)
        else:
            body.append(paragraph)
    following = iter(notes)
    count = 0
    for paragraph in body:
        count += any(paragraph)
        place = f"paragraph {count}"
        block = _block(paragraph, place)
        if block.text:
            document.blocks.append(block)
        for _ in range(paragraph.count(NOTE_HERE)):
            if note := next(following, ""):
                document.blocks.append(Block(note, BlockKind.NOTE, style="footnote", place=place))
    _take_title(title, document)


def _block(paragraph: str, place: str) -> Block:
    if CELL in paragraph or ROW in paragraph:
        cells = [_tidied(cell) for cell in paragraph.split(CELL)]
        if not cells[-1]:  # a cell's mark stands at its end
            cells.pop()
        return Block(" | ".join(cells) if any(cells) else "", style="table", place=place)
    text = _tidied(paragraph)
    if level := _LEVEL.search(paragraph):
        return Block(text, BlockKind.HEADING, int(level[1]), style=f"level {level[1]}", place=place)
    is_bold = BOLD in paragraph and len(text) <= _LONGEST_HEADING
    return Block(text, style="bold" if is_bold else "", place=place)


def _tidied(words: str) -> str:
    words = _RAISED_WORDS.sub(lambda found: superscript(_MARKS.sub("", found[1])), _LEVEL.sub("", words))
    return tidy(_MARKS.sub("", words.replace(LINE, "\n")))


def _take_title(title: str, document: Document) -> None:
    """The title among the file's properties, where it stands in the text too: many are left from a template."""
    opening = " ".join(block.text for block in document.blocks[:20]).casefold()
    if len(title) > 5 and title.casefold() in opening:
        document.facts["title"] = title
