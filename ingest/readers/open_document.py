"""OpenDocument texts: `.odt` packages and flat `.fodt` files, as LibreOffice and others write them (ISO/IEC 26300)."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from lxml import etree

from ingest.document import Block, BlockKind, Document
from ingest.readers.base import Reader
from ingest.readers.open_document_numbering import Counters, Numbering
from ingest.readers.package_safety import BROKEN, refuse_bombs
from ingest.source import Source
from ingest.tidy import superscript, tidy
from palermo.errors import ReadError

if TYPE_CHECKING:
    import odfdo
    from odfdo import Element

_TEXT_TYPE = b"application/vnd.oasis.opendocument.text"
_OFFICE = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_ENDINGS = ("odt", "ott", "odm")
_LONGEST_HEADING = 250
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_DEEPEST_STYLE = 12
# Wrappers without words of their own; what is behind a change mark is text as it reads with all changes taken.
_WRAPPERS = frozenset(
    "text:section text:numbered-paragraph text:list-header text:index-body text:alphabetical-index "
    "text:illustration-index text:table-index text:user-index text:bibliography table:table-header-rows "
    "table:table-rows table:table-row-group".split()
) | {""}
_NO_WORDS = frozenset(
    "text:tracked-changes text:note office:annotation office:annotation-end text:ruby-text text:hidden-text "
    "text:table-of-content draw:frame draw:custom-shape draw:rect draw:line draw:g draw:a draw:control "
    "office:forms".split()
)


def knows(source: Source) -> bool:
    """Whether the bytes are a package or a flat file of OpenDocument text."""
    data = source.data
    if data.startswith(b"PK\x03\x04"):
        return _TEXT_TYPE in data[:200] or (source.ending in _ENDINGS and b"word/document" not in data)
    return b"<office:document" in data[:6000] and _OFFICE in data[:6000]


def read(source: Source) -> Document:
    """Headings with their level, paragraphs, list items with the numbers before them, table rows and footnotes.

    Deletions under change tracking, hidden words, comments, headers, footers and tables of contents are left out.
    ReadError where the file is protected, damaged, no text, or unpacks to more than a law can hold.
    """
    opened = _opened(source)
    document = Document("open-document")
    try:
        roots = [opened.styles.root] if "styles.xml" in opened.parts else []
        roots.append(opened.content.root)
        _Reading(document, Numbering(roots), _styles(roots)).run(opened.body)
        _take_title(opened, document)
    except (etree.XMLSyntaxError, KeyError, TypeError, AttributeError, *BROKEN) as error:
        _refuse_damaged(source, error)
    return document


READER = Reader("open-document", knows, read)


def _refuse_damaged(source: Source, error: Exception) -> NoReturn:
    raise ReadError(source.name, f"the OpenDocument text is damaged: {error}") from error


def _opened(source: Source) -> odfdo.Document:
    """The file in the library's hands, after it was looked at."""
    import odfdo  # takes a second, and few deposits need it
    from odfdo.security import SecurityError

    if source.data.startswith(b"PK"):
        refuse_bombs(source, "OpenDocument text")
        _refuse_protected(source)
        data = source.data
    else:
        data = etree.tostring(source.xml_root, xml_declaration=True, encoding="UTF-8")
    try:
        opened = odfdo.Document(io.BytesIO(data))
        kind = opened.get_type()
    except SecurityError as error:
        raise ReadError(source.name, f"the OpenDocument text was not opened, for safety: {error}") from error
    except (etree.XMLSyntaxError, KeyError, TypeError, AttributeError, *BROKEN) as error:
        _refuse_damaged(source, error)
    if not kind.startswith("text"):
        raise ReadError(source.name, f"the file is a {kind} and no text; save the law as a text document")
    return opened


def _refuse_protected(source: Source) -> None:
    """A protected package says so in its manifest (ODF 1.3 part 2, 3.4); newer ones hold one sealed part."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            names = package.namelist()
            manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except BROKEN as error:
        _refuse_damaged(source, error)
    if "encrypted-package" in names or b"encryption-data" in manifest:
        raise ReadError(source.name, "the document is protected by a password; save a copy without one")


@dataclass(slots=True)
class _Style:
    name: str
    parent: str
    is_bold: bool | None
    is_raised: bool
    is_hidden: bool


@dataclass(slots=True)
class _Words:
    """What is gathered from one paragraph."""

    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    number: str = ""
    has_words: bool = False
    is_bold: bool = True

    def add(self, words: str, is_bold: bool) -> None:
        self.parts.append(words)
        if words.strip():
            self.has_words = True
            self.is_bold = self.is_bold and is_bold


class _Reading:
    """One pass over the body, with the styles and the numbering of the document."""

    def __init__(self, document: Document, numbering: Numbering, styles: dict[tuple[str, str], _Style]) -> None:
        self.document = document
        self.numbering = numbering
        self.styles = styles
        self.count = 0

    def run(self, container: Element) -> None:
        for element in container.get_elements("*"):
            self._element(element)

    def _element(self, element: Element) -> None:
        tag = _tag(element)
        if tag in ("text:p", "text:h"):
            self._paragraph(element, "")
        elif tag == "text:list":
            self._list(element)
        elif tag == "table:table":
            self._rows(element)
        elif tag in _WRAPPERS and element.get_attribute_string("text:display") != "none":
            self.run(element)

    def _list(self, element: Element) -> None:
        for paragraph, label in self._items(element, "", 1, None):
            if _tag(paragraph) in ("text:p", "text:h"):
                self._paragraph(paragraph, label, in_list=True)
            else:
                self._element(paragraph)

    def _items(self, element: Element, style: str, at: int, counters: Counters | None) -> list[tuple[Element, str]]:
        """The paragraphs of a list and of the lists within it, the first of each item with its number."""
        style = element.get_attribute_string("text:style-name") or style
        if counters is None:
            counters = self.numbering.counters_of(element, style)
        found: list[tuple[Element, str]] = []
        for item in element.get_elements("text:list-item|text:list-header"):
            is_first = item.tag == "text:list-item"
            for child in item.get_elements("*"):
                tag = _tag(child)
                if tag == "text:list":
                    found += self._items(child, style, at + 1, counters)
                    continue
                label = ""
                if is_first and tag in ("text:p", "text:h"):
                    printed = item.get_element("text:number")
                    label = self.numbering.item_label(item, style, at, counters)
                    label = printed.text if printed is not None else label
                    is_first = False
                found.append((child, label))
        return found

    def _paragraph(self, paragraph: Element, label: str, in_list: bool = False) -> None:
        self.count += 1
        level = self._level(paragraph)
        if _tag(paragraph) == "text:h" and not in_list:
            label = self.numbering.heading_label(paragraph, level)
        words = self._words(paragraph)
        label = words.number or label
        text = tidy(f"{label} {''.join(words.parts)}" if label else "".join(words.parts))
        place = f"paragraph {self.count}"
        name = self._shown_name(paragraph)
        if text and level:
            self.document.blocks.append(Block(text, BlockKind.HEADING, level, style=name, place=place))
        elif text:
            is_bold = words.has_words and words.is_bold and len(text) <= _LONGEST_HEADING
            self.document.blocks.append(Block(text, style="bold" if is_bold else name, place=place))
        self._add_notes(words.notes, place)

    def _level(self, paragraph: Element) -> int:
        """The heading's level, 1 for the document's title, 0 for what is no heading."""
        if _tag(paragraph) == "text:h":
            return max(1, min(paragraph.get_attribute_integer("text:outline-level") or 1, 9))
        return 1 if "Title" in self._chain("paragraph", paragraph) else 0

    def _rows(self, table: Element) -> None:
        """Each row is a block; a table inside a cell comes with the words of that cell."""
        for element in table.get_elements("*"):
            tag = _tag(element)
            if tag in _WRAPPERS:
                self._rows(element)
            elif tag == "table:table-row":
                self._row(element)

    def _row(self, row: Element) -> None:
        self.count += 1
        place = f"paragraph {self.count}"
        cells: list[str] = []
        notes: list[str] = []
        for cell in row.get_elements("table:table-cell"):
            inner = _Reading(Document(""), self.numbering, self.styles)
            inner.run(cell)
            kept = inner.document.blocks
            cells.append(" ".join(block.text for block in kept if block.kind is not BlockKind.NOTE).replace("\n", " "))
            notes += [block.text for block in kept if block.kind is BlockKind.NOTE]
        if any(cells):
            self.document.blocks.append(Block(" | ".join(cells), style="table", place=place))
        self._add_notes(notes, place)

    def _add_notes(self, notes: list[str], place: str) -> None:
        self.document.blocks += [Block(note, BlockKind.NOTE, style="footnote", place=place) for note in notes if note]

    def _words(self, paragraph: Element) -> _Words:
        """The text of a paragraph as it reads with all changes taken, and its notes."""
        words = _Words()
        self._collect(paragraph, words, self._is_bold("paragraph", paragraph, False), False)
        return words

    def _collect(self, element: Element, words: _Words, is_bold: bool, is_raised: bool) -> None:
        for child in element.xpath("*|text()"):
            if isinstance(child, str):
                plain = _WHITE_SPACE.sub(" ", child)  # line ends in a flat file are no ends of lines
                words.add(superscript(plain) if is_raised else plain, is_bold)
                continue
            tag = _tag(child)
            if tag in ("text:s", "text:tab"):
                words.parts.append(" ")
            elif tag == "text:line-break":
                words.parts.append("\n")
            elif tag == "text:number":  # what the writer's program counted, where it says so
                words.number = child.text
            elif tag == "text:note":
                words.notes.append(self._note(child))
            elif tag == "text:span":
                if not self._is_hidden(child):
                    raised = is_raised or self._is_raised(child)
                    self._collect(child, words, self._is_bold("text", child, is_bold), raised)
            elif tag not in _NO_WORDS:
                self._collect(child, words, is_bold, is_raised)

    def _note(self, note: Element) -> str:
        paragraphs = note.get_elements("text:note-body//text:p")
        return tidy(" ".join("".join(self._words(paragraph).parts) for paragraph in paragraphs))

    def _chain(self, family: str, element: Element) -> dict[str, _Style]:
        """The styles of an element, its own first, then those it is based on."""
        found: dict[str, _Style] = {}
        name = element.get_attribute_string("text:style-name") or ""
        while (style := self.styles.get((family, name))) and name not in found and len(found) < _DEEPEST_STYLE:
            found[name] = style
            name = style.parent
        return found

    def _is_bold(self, family: str, element: Element, inherited: bool) -> bool:
        own = (style.is_bold for style in self._chain(family, element).values())
        return next((is_bold for is_bold in own if is_bold is not None), inherited)

    def _is_raised(self, span: Element) -> bool:
        return any(style.is_raised for style in self._chain("text", span).values())

    def _is_hidden(self, span: Element) -> bool:
        return any(style.is_hidden for style in self._chain("text", span).values())

    def _shown_name(self, paragraph: Element) -> str:
        """The name that a writer sees: of an automatic style, that of the style it is based on."""
        chain = [style.name for style in self._chain("paragraph", paragraph).values() if style.name]
        return chain[0] if chain and chain[0] != "Standard" else ""


def _take_title(opened: odfdo.Document, document: Document) -> None:
    """The title among the file's properties, where it stands in the text too: many are left from a template."""
    if "meta.xml" not in opened.parts:
        return
    title = tidy(opened.meta.title or "")
    opening = " ".join(block.text for block in document.blocks[:20]).casefold()
    if len(title) > 5 and title.casefold() in opening:
        document.facts["title"] = title


def _styles(roots: list[Element]) -> dict[tuple[str, str], _Style]:
    """Paragraph and text styles by family and name; automatic ones, which nobody named, have no name to show."""
    styles: dict[tuple[str, str], _Style] = {}
    for root in roots:
        for style in root.get_elements("//style:style"):
            name = style.get_attribute_string("style:name") or ""
            properties = style.get_element("style:text-properties")
            weight = position = display = None
            if properties is not None:
                weight = properties.get_attribute_string("fo:font-weight")
                position = properties.get_attribute_string("style:text-position")
                display = properties.get_attribute_string("text:display")
            parent = style.parent
            is_automatic = parent is not None and parent.tag == "office:automatic-styles"
            styles[style.get_attribute_string("style:family") or "", name] = _Style(
                name="" if is_automatic else style.get_attribute_string("style:display-name") or name,
                parent=style.get_attribute_string("style:parent-style-name") or "",
                is_bold=None if weight is None else weight == "bold" or weight in ("600", "700", "800", "900"),
                is_raised=position is not None and _is_above(position),
                is_hidden=display == "none",
            )
    return styles


def _tag(element: Element) -> str:
    """The name of an element, empty for what belongs to no namespace of OpenDocument: its words are kept."""
    try:
        return element.tag
    except ValueError:
        return ""


def _is_above(position: str) -> bool:
    """`super 58%`, or a share of the letters' height such as `33% 58%`; below the line it is negative."""
    first = position.split()[0] if position.split() else ""
    return first == "super" or (first.endswith("%") and first[:-1].strip("0.").isdigit())
