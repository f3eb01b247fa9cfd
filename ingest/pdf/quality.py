"""Quality: how far the words of a page can be trusted, and why, as data to be kept beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ingest.document import Document

_DIGIT = re.compile(r"\d")
_SURE_OF_A_NUMBER = 0.9
DOUBTFUL = 0.8
"""A page or law below is doubtful: what rests on it should say so."""


class Origin(StrEnum):
    """Where the words of a page come from."""

    TEXT_LAYER = "text layer"
    RECOGNISED_BEFORE = "text layer made by character recognition"
    RECOGNISED = "character recognition"
    UNREAD = "unread"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that character recognition read.

    left, top, right, bottom: in points from the upper left corner of the page as shown; confidence: 0 to 1.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float

    @property
    def is_doubtful_number(self) -> bool:
        """Whether a number, date or amount may be misread."""
        return self.confidence < _SURE_OF_A_NUMBER and bool(_DIGIT.search(self.text))


@dataclass(frozen=True, slots=True)
class PageQuality:
    """What is known about one page.

    score: 0 for a page that could not be read, 1 for one without any doubt; reasons: why it is not 1, in words;
    letters: how many letters and figures it holds; broken: the share of its characters that the font does not explain;
    agreement: the share of letters that a second engine finds too, None where it was not asked; confidence: of the
    character recognition, None where there was none; words: what it read, with places and confidences.
    """

    page: int
    origin: Origin
    score: float
    reasons: tuple[str, ...] = ()
    letters: int = 0
    broken: float = 0.0
    agreement: float | None = None
    confidence: float | None = None
    words: tuple[Word, ...] = ()

    @property
    def doubts(self) -> list[Word]:
        """The numbers, dates and amounts that may be misread."""
        return [word for word in self.words if word.is_doubtful_number]

    @property
    def is_doubtful(self) -> bool:
        """Whether a finding that rests on this page should say so."""
        return self.score < DOUBTFUL


def page_quality(
    page: int, origin: Origin, letters: int, *, broken: float = 0.0, agreement: float | None = None,
    confidence: float | None = None, words: Sequence[Word] = (), fault: str = "",
) -> PageQuality:  # fmt: skip
    """The quality of a page from what was measured. fault: why it cannot be read, or reads badly."""
    reasons = [fault] if fault else []
    if origin is Origin.UNREAD:
        return PageQuality(page, origin, 0.0, tuple(reasons), letters, round(broken, 3))
    score = 1.0
    if broken > 0.001:
        reasons.append(f"{_percent(broken)} of the characters are not explained by their font")
        score -= min(0.9, 4 * broken)
    if agreement is not None and agreement < 0.97:
        reasons.append(f"two engines agree on {_percent(agreement)} of the letters")
        score = min(score, agreement)
    if confidence is not None:
        reasons.append(f"read by character recognition with a confidence of {_percent(confidence)}")
        score = min(score, confidence)
    elif origin is Origin.RECOGNISED_BEFORE:
        reasons.append("the text layer was made by character recognition, whose confidence is not known")
        score = min(score, 0.9)
    if doubts := sum(word.is_doubtful_number for word in words):
        reasons.append(doubtful_numbers(doubts))
    if fault:
        score = min(score, 0.75)
    return PageQuality(
        page, origin, round(max(score, 0.0), 3), tuple(reasons), letters, round(broken, 3),
        None if agreement is None else round(agreement, 3), None if confidence is None else round(confidence, 3),
        tuple(words),
    )  # fmt: skip


def doubtful_numbers(count: int) -> str:
    """How many, in words."""
    return f"{count} numbers are doubtful" if count > 1 else "1 number is doubtful"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else f"{100 * share:.1f} %"


@dataclass(slots=True)
class PdfDocument(Document):
    """A document with the quality of each page that holds anything; blank pages are left out."""

    pages: list[PageQuality] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The mean of the pages' scores, by their letters; an unread page counts as much as a usual one."""
        read = [page.letters for page in self.pages if page.letters and page.origin is not Origin.UNREAD]
        usual = sorted(read)[len(read) // 2] if read else 1
        weights = [usual if page.origin is Origin.UNREAD else page.letters for page in self.pages]
        if not sum(weights):
            return 1.0
        mean = sum(page.score * weight for page, weight in zip(self.pages, weights, strict=True)) / sum(weights)
        return round(mean, 3)

    @property
    def unread_pages(self) -> list[int]:
        """The pages whose words are missing from the blocks."""
        return [page.page for page in self.pages if page.origin is Origin.UNREAD]

    def quality(self) -> dict[str, Any]:
        """All of it as plain data, for JSON."""
        return {"score": self.score, "unread": self.unread_pages, "pages": [asdict(page) for page in self.pages]}
