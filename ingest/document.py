"""What every reader gives: a document as a flat run of blocks, whatever the format was.

A reader that knows its format says which blocks are provisions (UNIT) and which are the parts and chapters
above them (DIVISION). A general reader only says what looks like a heading (HEADING); `ingest.split` then
works out the rest from the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

IN_THE_MARGIN = "margin"
"""The style of a title that stands in the margin, beside the provision that it names."""


class BlockKind(StrEnum):
    """What a block is, as far as the reader knows."""

    TEXT = "text"
    """A paragraph, list item or table row of running text."""
    HEADING = "heading"
    """Marked as a heading in the source; whether it opens a provision or a part is not known."""
    DIVISION = "division"
    """A part, title, chapter or the like: it goes into the path of the provisions below it."""
    UNIT = "unit"
    """The start of a provision; the TEXT and NOTE blocks that follow belong to it."""
    NOTE = "note"
    """A note of amendment, a footnote or an editor's note: kept, but not words of the law."""


class Component(StrEnum):
    """The part of a document where numbering may start again."""

    MAIN = "main"
    FRONT = "front"
    """Title page, preamble, table of contents."""
    SCHEDULE = "schedule"
    """Schedule, annex, appendix, form."""
    TRANSITIONAL = "transitional"
    """Transitional, supplementary and final provisions that number anew."""
    QUOTED = "quoted"
    """The words of another law, quoted in order to change it."""


@dataclass(slots=True)
class Block:
    """One paragraph or heading.

    text: the words as a lawyer reads them; for DIVISION and UNIT the heading without number (may be empty).
    level: HEADING and DIVISION only, 1 the outermost.
    label: DIVISION and UNIT only, the number with the word before it, as printed: `Part XII.2`, `Article 5`.
    number: UNIT only, without that word: `467.11`, `133^1` for a superscript.
    style: how it looked in the source (`p.Titol-7`, `bold`), so that like can be told from unlike.
    place: where in the source file: `line 120`, `page 3`, or an element's id.
    component: DIVISION and UNIT only.
    language: where the source declares one for this block, else empty.
    """

    text: str
    kind: BlockKind = BlockKind.TEXT
    level: int = 0
    label: str = ""
    number: str = ""
    style: str = ""
    place: str = ""
    component: Component = Component.MAIN
    language: str = ""


@dataclass(slots=True)
class Remark:
    """Something that a maintainer should look at; the rest went on."""

    place: str
    message: str


@dataclass(slots=True)
class Document:
    """What a reader found in one source file.

    facts: what the source says about itself, under the names of `meta.json`
    (title, native_title, language, identifier, version_date, official_url, year, kind, publisher).
    """

    reader: str
    blocks: list[Block] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    warnings: list[Remark] = field(default_factory=list)

    def warn(self, place: str, message: str) -> None:
        """Add a warning that names the place in the source."""
        self.warnings.append(Remark(place, message))

    def has_units(self) -> bool:
        """Whether the reader itself knew which blocks are provisions."""
        return any(block.kind is BlockKind.UNIT for block in self.blocks)
