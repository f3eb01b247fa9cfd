"""Flat JSON: `{"provisions": [{"provision_ref", "section", "chapter", "title", "content"}]}`."""

from __future__ import annotations

import re
from typing import Any

from ingest.document import Block, BlockKind, Document
from ingest.readers.base import Reader
from ingest.readers.json_source import looks_like_json, parsed
from ingest.readers.printed_items import split_items
from ingest.readers.repetitions import without_repetitions
from ingest.readers.source_facts import language_code, stated, year_of
from ingest.readers.xml_words import tidy
from ingest.source import Source
from palermo.errors import ReadError

_FOOTNOTE = re.compile(r"\s*\[Footnotes?\]\s*", re.IGNORECASE)
_MARKED = re.compile(r"(?<![\w.])\d{1,2}\[([^\[\]]*)\]")
_MARK_LEFT_OPEN = re.compile(r"(?<![\w.])\d{1,2}\[(?=[^\[\]]*$)")
_OMITTED = re.compile(r"(?<!\w)(?:\d{1,2}\s?)?\*(?:\s?\*){2,}")


def knows(source: Source) -> bool:
    """Whether the document is one object with a list of `provisions` that carry a `provision_ref`."""
    text = source.text
    return looks_like_json(source) and '"provisions"' in text and '"provision_ref"' in text and '"content"' in text


def read(source: Source) -> Document:
    """The provisions as units; ReadError where the JSON is broken or lists no provision."""
    data = parsed(source)
    provisions = data.get("provisions") if isinstance(data, dict) else None
    if not isinstance(provisions, list) or not provisions:
        raise ReadError(source.name, "the JSON has no list of provisions")
    document = Document("provisions-json", facts=_facts(data))
    held: list[tuple[str, dict[str, Any]]] = []
    for count, provision in enumerate(provisions):
        if isinstance(provision, dict):
            held.append((f"provisions[{count}]", provision))
        else:
            document.warn(f"provisions[{count}]", "is not an object; left out")
    parts = [_FOOTNOTE.split(str(provision.get("content") or "")) for _, provision in held]
    texts = without_repetitions([_without_marks(text) for text, *_ in parts])
    chapter = ""
    for (place, provision), text, (_, *notes) in zip(held, texts, parts, strict=True):
        above = tidy(str(provision.get("chapter") or ""))
        if above != chapter:
            chapter = above
            if chapter:
                document.blocks.append(Block("", BlockKind.DIVISION, level=1, label=chapter))
        unit = _unit(provision, place)
        document.blocks.append(unit)
        words = _without_opening(text, unit)
        document.blocks.extend(Block(item, place=place) for item in split_items(words))
        document.blocks.extend(Block(tidy(note), BlockKind.NOTE, place=place) for note in notes if note.strip())
    return document


def _unit(provision: dict[str, Any], place: str) -> Block:
    reference = tidy(str(provision.get("provision_ref") or provision.get("section") or ""))
    number = re.sub(r"^s(?=\d)", "", reference)
    heading = tidy(str(provision.get("title") or "")).rstrip(".")
    return Block(heading, BlockKind.UNIT, label=number, number=number, place=place)


def _without_opening(text: str, unit: Block) -> str:
    """The words without `26. Secret contraventions.-` before them, where number and heading stand there again."""
    if not unit.text or not text.lstrip().startswith(unit.number):
        return text
    again = re.match(
        rf"\s*{re.escape(unit.number)}\s*\.\s*{re.escape(unit.text)}\s*\.?\s*[-–—―]*\s*", text, re.IGNORECASE
    )
    return text[again.end() :] if again and again.end() < len(text) else text


def _without_marks(text: str) -> str:
    """Words without the marks of amendment around them: `1[and other missiles,]` reads `and other missiles,`."""
    if "[" in text:
        before = ""
        while before != text:  # marks stand inside marks
            before, text = text, _MARKED.sub(r"\1", text)
        text = _MARK_LEFT_OPEN.sub("", text)
    return _OMITTED.sub(" ", text) if "*" in text else text


def _facts(data: dict[str, Any]) -> dict[str, str]:
    def value(*names: str) -> str:
        return next(
            (tidy(str(data[name])) for name in names if isinstance(data.get(name), str | int) and data[name]),
            "",
        )

    title = value("title")
    return stated(
        native_title=title,
        title=value("title_en"),
        language=language_code(value("language")),
        identifier=value("act_number", "id"),
        year=value("year") or year_of(value("issued_date")) or year_of(title),
        official_url=value("url"),
    )


READER = Reader(name="provisions-json", knows=knows, read=read)
