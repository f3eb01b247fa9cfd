"""Provision: the citable unit of a law, with its words and its place."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from palermo.model.identifiers import LanguageCode
from palermo.model.reading_quality import ReadingQuality


class Provision(BaseModel):
    """A section or article, as printed, with its place in the hierarchy."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^/akn/[^\s#]+#\S+$")
    """The version's address, `#`, and the eId."""
    version: str
    order: NonNegativeInt
    """Its place in the law, counted from 0."""
    eid: str = Field(pattern=r"^\S+$")
    number: str
    """As printed without the word before it; `2:17` where numbering restarts in each chapter; may be empty."""
    heading: str = ""
    path: tuple[str, ...] = ()
    """The headings above it, outermost first, as printed."""
    text: str
    """The operative words, paragraphs on lines of their own."""
    notes: tuple[str, ...] = ()
    """Notes of amendment, footnotes and editors' notes, kept apart from the words of the law."""
    language: LanguageCode
    language_method: str
    language_confidence: float = Field(ge=0, le=1)
    source_file: str
    source_place: str = ""
    """Where in the source file: `line 120`, `page 3`, or an element's id."""
    reading: ReadingQuality | None = None
    """How its words were read; None for formats without pages, and for what earlier releases took in."""
