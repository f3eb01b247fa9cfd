"""Plain text of any law: paragraphs out of lines, however the lines were broken."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.document import Block, Document
from ingest.readers.base import Reader
from ingest.source import Source
from ingest.split.grammar import read_mark
from ingest.tidy import join_wrapped, reads_on, tidy

_LIST_ITEM = re.compile(
    r"^(?:[-–—•*·]\s|\(?[a-zA-Z0-9ivxα-ωа-яأ-ي]{1,4}[).]\s|\(\w{1,4}\)|§|\d+[.)°]|[（(][一二三四五六七八九十]+[）)])"
)
_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:/|of|de|von)\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE)


def wrap_width(lines: list[str]) -> int:
    """The column at which a text is wrapped, or 0 where each line is a paragraph.

    Wrapped text has many lines that end near one column; a text of whole paragraphs has lines of any length.
    """
    lengths = sorted(len(line) for line in lines if len(line) > 30)
    if len(lengths) < 20:
        return 0
    widest = lengths[int(len(lengths) * 0.98)]
    near = sum(1 for length in lengths if widest * 0.8 <= length <= widest * 1.02)
    return widest if widest <= 140 and near > len(lengths) * 0.45 else 0


def read_text_blocks(text: str) -> list[Block]:
    """Paragraphs as TEXT blocks, with the line they start at; wrapped lines joined, page numbers left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    width = wrap_width([line.rstrip() for line in lines])
    blocks: list[Block] = []
    paragraph: list[str] = []
    started = 0
    empty_before = True

    def close() -> None:
        nonlocal paragraph
        if paragraph:
            words = tidy(join_wrapped(paragraph))
            if words and not _PAGE_NUMBER.match(words):
                blocks.append(Block(words, place=f"line {started}"))
        paragraph = []

    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if not line:
            # An empty line in the middle of a sentence comes from a converter, not from the law.
            empty_before = True
            if not width:
                close()
            continue
        goes_on = paragraph and width and not (empty_before and not reads_on(paragraph[-1], line))
        if goes_on and len(paragraph[-1]) < width * 0.6 and not reads_on(paragraph[-1], line):
            goes_on = False
        if goes_on and (_LIST_ITEM.match(line) or ((mark := read_mark(line, False)) and not mark.mention)):
            goes_on = False
        if not goes_on:
            close()
            started = number
        paragraph.append(line)
        empty_before = False
    close()
    return rejoin(blocks)


def rejoin(blocks: list[Block]) -> list[Block]:
    """Sentences that a converter cut into paragraphs, made whole, where the document shows that habit."""
    broken = sum(1 for a, b in pairwise(blocks) if a.kind == b.kind and reads_on(a.text, b.text))
    if broken < 5 or broken < len(blocks) * 0.12:
        return blocks
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and last.kind == block.kind and not last.level and not block.level and reads_on(last.text, block.text):
            mark = read_mark(block.text, False)
            if not (mark and not mark.mention) and not _LIST_ITEM.match(block.text):
                last.text = join_wrapped([last.text, block.text])
                continue
        joined.append(block)
    return joined


def _read(source: Source) -> Document:
    return Document("plain-text", blocks=read_text_blocks(source.text))


READER = Reader("plain-text", knows=lambda source: True, read=_read)
