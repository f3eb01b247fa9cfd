"""Word documents: DOCX is read; the older DOC is known and refused with advice."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from ingest.document import Block, BlockKind, Document
from ingest.readers.base import Reader
from ingest.readers.package_safety import BROKEN, OLD_WORD, refuse_bombs, refuse_old_word
from ingest.readers.word_numbering import Numbering
from ingest.source import Source
from ingest.tidy import superscript, tidy
from palermo.errors import ReadError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_STYLE = re.compile(r"^heading\s*([1-9])$", re.IGNORECASE)
_LONGEST_HEADING = 250


def knows(source: Source) -> bool:
    """Whether the bytes are a DOCX package or an old Word file."""
    data = source.data
    if data.startswith(b"PK\x03\x04"):
        return b"word/document" in data or source.ending in ("docx", "docm")
    return data.startswith(OLD_WORD)


def read(source: Source) -> Document:
    """The paragraphs, table rows and footnotes in order, with the numbers that Word counts by itself.

    Deletions under change tracking are left out, insertions are kept. ReadError where the file is not DOCX,
    is protected, damaged, or unpacks to more than a law can hold.
    """
    refuse_old_word(source)
    refuse_bombs(source, "Word document")
    try:
        package = docx.Document(io.BytesIO(source.data))
        document = Document("word")
        _Reading(package, document).run(package.element.body)
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        etree.XMLSyntaxError,
        *BROKEN,
    ) as error:
        raise ReadError(source.name, f"the Word document is damaged: {error}") from error
    _take_title(package, document)
    return document


READER = Reader("word", knows, read)


def _take_title(package: Any, document: Document) -> None:
    """The title among the file's properties, where it stands in the text too: many are left from a template."""
    if not any(r.reltype.endswith("/core-properties") for r in package.part.package.rels.values()):
        return
    title = tidy(package.core_properties.title or "")
    opening = " ".join(block.text for block in document.blocks[:20]).casefold()
    if len(title) > 5 and title.casefold() in opening:
        document.facts["title"] = title


class _Reading:
    """One pass over the body, with the numbering and the footnotes of the package."""

    def __init__(self, package: Any, document: Document) -> None:
        self.document = document
        self.numbering = Numbering(_part(package, "numbering"), package.styles.element)
        self.footnotes = _footnotes(_part(package, "footnotes")) | {
            f"end {number}": text for number, text in _footnotes(_part(package, "endnotes")).items()
        }
        self.styles = {style.style_id: style.name or "" for style in package.styles}
        self.levels = _outline_levels(package.styles.element)
        self.count = 0

    def run(self, body: Any) -> None:
        for element in _children(body):
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._table(element)

    def _paragraph(self, paragraph: Any) -> None:
        self.count += 1
        words, notes = self._words(paragraph)
        if not words.strip() and paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            return  # deleted with its end: Word no longer counts it
        label = self.numbering.label_of(paragraph)
        text = tidy(f"{label} {words}" if label else words)
        place = f"paragraph {self.count}"
        if text:
            name = self._style_name(paragraph)
            level = self._heading_level(paragraph, name)
            bold = _is_bold(paragraph)
            if level:
                self.document.blocks.append(Block(text, BlockKind.HEADING, level, style=name, place=place))
            else:
                short_and_bold = bold and len(text) <= _LONGEST_HEADING
                style = "bold" if short_and_bold else name
                self.document.blocks.append(Block(text, style=style, place=place))
        self._add_notes(notes, place)

    def _table(self, table: Any) -> None:
        for row in table.iter(f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue  # a row of a table inside a cell: its words come with that cell
            self.count += 1
            cells, notes = [], []
            for cell in (c for c in _children(row) if c.tag == f"{_W}tc"):
                parts = []
                for paragraph in cell.iter(f"{_W}p"):
                    words, found = self._words(paragraph)
                    label = self.numbering.label_of(paragraph)
                    parts.append(f"{label} {words}" if label else words)
                    notes += found
                cells.append(tidy(" ".join(part for part in parts if part.strip())))
            place = f"paragraph {self.count}"
            text = " | ".join(cells) if any(cells) else ""
            if text:
                self.document.blocks.append(Block(text, style="table", place=place))
            self._add_notes(notes, place)

    def _add_notes(self, notes: list[str], place: str) -> None:
        for number in notes:
            if self.footnotes.get(number):
                self.document.blocks.append(
                    Block(self.footnotes[number], BlockKind.NOTE, style="footnote", place=place)
                )

    def _words(self, paragraph: Any) -> tuple[str, list[str]]:
        """The text of a paragraph, and the footnotes it points to."""
        notes = [
            prefix + element.get(f"{_W}id", "")
            for tag, prefix in (("footnoteReference", ""), ("endnoteReference", "end "))
            for element in paragraph.iter(f"{_W}{tag}")
        ]
        return _text(paragraph), notes

    def _style_name(self, paragraph: Any) -> str:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(style.get(f"{_W}val"), "") if style is not None else ""

    def _heading_level(self, paragraph: Any, name: str) -> int:
        found = _HEADING_STYLE.match(name)
        if found:
            return int(found[1])
        if name.casefold() == "title":
            return 1
        own = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        level = (
            own.get(f"{_W}val")
            if own is not None
            else self.levels.get(style.get(f"{_W}val"))
            if style is not None
            else None
        )
        return int(level) + 1 if level is not None and level.isdigit() and int(level) < 9 else 0


def _children(element: Any) -> Iterator[Any]:
    """Block elements in order, looking through content controls and other wrappers; deletions are not entered."""
    for child in element:
        if child.tag in (
            f"{_W}sdt",
            f"{_W}sdtContent",
            f"{_W}customXml",
            f"{_W}ins",
            f"{_W}moveTo",
            f"{_W}smartTag",
        ):
            yield from _children(child)
        elif isinstance(child.tag, str):
            yield child


_GONE = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "txbxContent"))


def _text(paragraph: Any) -> str:
    """The words of a paragraph as they read with all insertions taken and all deletions left out."""
    parts: list[str] = []
    _collect(paragraph, parts)
    return "".join(parts)


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            parts.append(_raised(child, child.text or ""))
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            parts.append(" ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n" if child.get(f"{_W}type") in (None, "textWrapping") else " ")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag.endswith("}AlternateContent"):
            for choice in child[:1]:  # the same content once more, for older programs, stands behind it
                _collect(choice, parts)
        else:
            _collect(child, parts)


def _raised(text_element: Any, text: str) -> str:
    position = text_element.getparent().find(f"{_W}rPr/{_W}vertAlign")
    return superscript(text) if position is not None and position.get(f"{_W}val") == "superscript" else text


def _is_bold(paragraph: Any) -> bool:
    """Whether every run that has letters is bold by its own setting."""
    seen = False
    for run in paragraph.iter(f"{_W}r"):
        if not any((t.text or "").strip() for t in run.iter(f"{_W}t")):
            continue
        bold = run.find(f"{_W}rPr/{_W}b")
        if bold is None or bold.get(f"{_W}val", "1") in ("0", "false", "off"):
            return False
        seen = True
    return seen


def _outline_levels(styles: Any) -> dict[str, str]:
    """Styles that count as headings by their outline level, whatever their name in the writer's language."""
    return {
        style.get(f"{_W}styleId"): level.get(f"{_W}val")
        for style in styles.iter(f"{_W}style")
        if (level := style.find(f"{_W}pPr/{_W}outlineLvl")) is not None
    }


def _part(package: Any, name: str) -> Any:
    """The root element of a part that the main document refers to, or None."""
    for relation in package.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{name}"):
            return etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    return None


def _footnotes(root: Any) -> dict[str, str]:
    if root is None:
        return {}
    notes = root.iterchildren(f"{_W}footnote", f"{_W}endnote")
    return {
        note.get(f"{_W}id"): tidy(" ".join(_text(p) for p in note.iter(f"{_W}p")))
        for note in notes
        if note.get(f"{_W}type") in (None, "normal")
    }
