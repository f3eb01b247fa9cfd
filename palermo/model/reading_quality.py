"""How far the words of a page, and of the provisions on it, can be trusted, and how they were read."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

DOUBTFUL = 0.8
"""What rests on words with a lower score should say so."""


class HowRead(StrEnum):
    """Where the words of a page come from, the surest first."""

    BLANK = "blank"
    TEXT_LAYER = "text layer"
    RECOGNISED_BEFORE = "text layer made by character recognition"
    RECOGNISED = "character recognition"
    UNREAD = "unread"


class RecognisedWord(NamedTuple):
    """A word that character recognition read, and its box in points from the page's upper left corner as shown."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    is_doubtful: bool = False
    """Whether it may be misread; figures are doubtful sooner than words."""


class PageReading(BaseModel):
    """One page of the file that a version was read from; blank pages have none."""

    model_config = ConfigDict(frozen=True)

    page: PositiveInt
    how: HowRead
    score: float = Field(ge=0, le=1)
    """0 for a page that could not be read, 1 for one without any doubt."""
    reasons: tuple[str, ...] = ()
    """Why the score is not 1, in words."""
    engine: str = ""
    """The program that recognised the characters, and its version: `tesseract 5.3.0`; empty where none did."""
    letters: NonNegativeInt = 0
    words: tuple[RecognisedWord, ...] = ()
    """What character recognition read, in its order; empty where the catalogue was asked for pages without words."""

    @property
    def is_doubtful(self) -> bool:
        """Whether what rests on this page should say so."""
        return self.score < DOUBTFUL


class ReadingQuality(BaseModel):
    """How the words of one provision were read, as its weakest page has it."""

    model_config = ConfigDict(frozen=True)

    pages: tuple[PositiveInt, ...] = Field(min_length=1)
    """The pages that it stands on, those that could not be read among them."""
    how: HowRead
    score: float = Field(ge=0, le=1)
    engine: str = ""
    reasons: tuple[str, ...] = ()
    """Why its pages are doubtful, where no character recognition was needed."""
    doubts: tuple[str, ...] = ()
    """Words of its text, figures above all, that character recognition may have misread, in their order."""
    heading_doubts: tuple[str, ...] = ()
    """The same of its printed number and heading: it may be another provision than its number says."""
    unread: tuple[PositiveInt, ...] = ()
    """Those of its pages that could not be read: words may be missing there."""

    @property
    def is_doubtful(self) -> bool:
        """Whether what rests on these words should say so."""
        return self.score < DOUBTFUL or bool(self.doubts or self.heading_doubts or self.unread)
