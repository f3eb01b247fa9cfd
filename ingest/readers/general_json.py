"""JSON of any site: finds where the words of the law are, and hands them on.

The words are one long string (HTML or plain), or the same field of many records: articles or fragments.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ingest.document import Block, BlockKind, Document
from ingest.readers.base import Reader
from ingest.readers.json_source import looks_like_json, parsed
from ingest.readers.numbers import bare_number, has_digit
from ingest.readers.printed_items import split_items
from ingest.readers.source_facts import stated, year_of
from ingest.readers.xml_words import markup_words, tidy
from ingest.source import Source
from palermo.errors import ReadError

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_TOO_LITTLE = 100  # bytes when compressed; less than that is metadata, not a law
_NUMBER_KEY = re.compile(r"^(?:n[ru]m|nro|number|no$|nr|ref$|section|article)", re.IGNORECASE)
_TITLE_KEY = re.compile(r"^(?:tit|head|rubri|nadpis|name$|nombre)", re.IGNORECASE)
_NOTE_KEY = re.compile(r"^(?:not[aei]|footnote|annot)", re.IGNORECASE)
_DEPTH_KEY = re.compile(r"^(?:hloubka|depth|level|nivel)$", re.IGNORECASE)
_HEADING_WORDS = 14


@dataclass
class _Field:
    """The same field in all records of one list, or one string."""

    path: tuple[str, ...]
    values: list[str] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)

    @property
    def size(self) -> int:
        # Compressed, a citation that every record repeats with small changes is next to nothing.
        return len(zlib.compress("\n".join(_TAG.sub("", value) for value in self.values).encode(), 1))


def knows(source: Source) -> bool:
    """Whether the text opens and closes as JSON does."""
    return looks_like_json(source)


def read(source: Source) -> Document:
    """The words as units where records are numbered articles, else as headings and text.

    ReadError where the JSON is broken or holds nothing longer than a title.
    """
    data = parsed(source)
    found = max(_fields(data), key=lambda one: one.size, default=None)
    if found is None or found.size < _TOO_LITTLE:
        raise ReadError(source.name, "the JSON holds no text of a law, only short values")
    document = Document("general-json", facts=_facts(data, found))
    if len(found.values) == 1:
        document.blocks = read_words(found.values[0])
    elif number := _number_key(found):
        document.blocks = _articles(found, number)
    else:
        document.blocks = _fragments(found)
    if not document.blocks:
        raise ReadError(source.name, "the longest text in the JSON has no words in it")
    return document


def read_words(text: str) -> list[Block]:
    """One string as blocks, by the general reader of HTML or of plain text."""
    if len(_TAG.findall(text[:20_000])) >= 2:
        from ingest.readers.general_html import read_html_blocks

        return read_html_blocks(text)
    from ingest.readers.plain_text import read_text_blocks

    return read_text_blocks(text)


def _fields(data: Any) -> list[_Field]:
    """Every string in the document, grouped by its path without the indexes of lists."""
    groups: dict[tuple[str, ...], _Field] = {}
    waiting: list[tuple[tuple[str, ...], Any]] = [((), data)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, list):
            waiting.extend((path, item) for item in reversed(node))
        elif isinstance(node, dict):
            for key, value in reversed(list(node.items())):
                step = "*" if str(key).isdigit() else str(key)  # numbered keys are a list by another name
                if not isinstance(value, str):
                    waiting.append(((*path, step), value))
            for key, value in node.items():
                if isinstance(value, str) and value.strip():
                    one = groups.setdefault((*path, str(key)), _Field((*path, str(key))))
                    one.values.append(value)
                    one.records.append(node)
    return list(groups.values())


def _number_key(found: _Field) -> str:
    """The key under which records carry their number: nearly always there, short, and hardly ever the same."""
    values: dict[str, list[str]] = defaultdict(list)
    for record in found.records:
        for key, value in record.items():
            if _NUMBER_KEY.search(str(key)) and isinstance(value, str | int) and 0 < len(str(value)) < 25:
                values[str(key)].append(str(value).strip())
    wanted = max(3, 0.7 * len(found.records))
    fits = [
        key
        for key, seen in values.items()
        if len(seen) >= wanted and len(set(seen)) >= 0.8 * len(seen) and sum(map(has_digit, seen)) >= 0.7 * len(seen)
    ]
    return fits[0] if fits else ""


def _articles(found: _Field, number_key: str) -> list[Block]:
    blocks: list[Block] = []
    text_key = found.path[-1]
    for place, (record, text) in enumerate(zip(found.records, found.values, strict=True)):
        number = tidy(str(record.get(number_key) or ""))
        label, heading = number, ""
        for key, value in record.items():
            if key in (text_key, number_key) or not isinstance(value, str) or not _TITLE_KEY.search(key):
                continue
            if "<br" in value.casefold() or len(value) > 200:
                blocks.extend(_divisions(value))
            elif number and tidy(value).casefold().endswith(number.casefold()):
                label = tidy(value)
            else:
                heading = markup_words(value)
        where = f"{'.'.join(found.path[:-1])}[{place}]"
        blocks.append(Block(heading, BlockKind.UNIT, label=label, number=bare_number(number), place=where))
        blocks.extend(Block(item, place=where) for part in _opened(text) for item in split_items(part))
        for key, value in record.items():
            if isinstance(value, str) and _NOTE_KEY.search(key) and value.strip():
                blocks.append(Block(markup_words(value), BlockKind.NOTE, place=where))
    return blocks


def _divisions(value: str) -> list[Block]:
    lines = [markup_words(line) for line in re.split(r"<br\s*/?>", value, flags=re.IGNORECASE)]
    divisions = []
    for level, line in enumerate(filter(None, lines), start=1):
        label, _, heading = line.partition(" - ")
        divisions.append(Block(heading, BlockKind.DIVISION, level=level, label=label))
    return divisions


def _opened(text: str) -> list[str]:
    if not _TAG.search(text):
        return [re.sub(r"\r?\n(?=\s*\S)", " ", part) for part in re.split(r"\n\s*\n|\r?\n(?=\s{2,}\S)", text)]
    return [block.text for block in read_words(f"<div>{text}</div>")]


def _fragments(found: _Field) -> list[Block]:
    """Fragments in order: a short one without a full stop is a heading, as deep as its record says."""
    blocks: list[Block] = []
    for place, (record, text) in enumerate(zip(found.records, found.values, strict=True)):
        where = f"{'.'.join(found.path[:-1])}[{place}]"
        if len(found.values) < 20 and len(text) > 2000:
            blocks.extend(read_words(text))
            continue
        if re.search(r"<(?:table|p|ol|ul)\b", text, re.IGNORECASE):
            blocks.extend(read_words(f"<div>{text}</div>"))
            continue
        words = markup_words(text)
        if not words:
            continue
        short = len(words.split()) <= _HEADING_WORDS and words[-1] not in ".;,:"
        lower = words[:1].islower() or words[:1] == "("
        depth = next((str(value) for key, value in record.items() if _DEPTH_KEY.search(key)), "")
        if short and not lower:
            level = max(1, int(depth)) if depth.isdigit() else 1
            blocks.append(Block(words, BlockKind.HEADING, level=level, place=where, style=_kind(record)))
        else:
            blocks.append(Block(words, place=where, style=_kind(record)))
    return blocks


def _kind(record: dict[str, Any]) -> str:
    return next(
        (str(v) for k, v in record.items() if re.match(r"(?:kod)?typ|kind|class", k) and isinstance(v, str)),
        "",
    )


def _facts(data: Any, found: _Field) -> dict[str, str]:
    near = [record for record in (found.records[0], data) if isinstance(record, dict)]

    def value(pattern: str) -> str:
        for record in near:
            for key, one in record.items():
                if re.fullmatch(pattern, str(key), re.IGNORECASE) and isinstance(one, str | int) and str(one).strip():
                    return markup_words(str(one))
        return ""

    alone = len(found.values) == 1 or len(near) > 1
    address = value("url|fonte|official_?url|source_?url")
    return stated(
        native_title=value("nombre_?norma|nome|titel|titolo|title|titulo|title_native") if alone else "",
        year=year_of(value("year|anio_?norma|anno_?provvedimento")),
        official_url=address if address.startswith("http") else "",
    )


READER = Reader(name="general-json", knows=knows, read=read)
