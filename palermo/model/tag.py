"""Tag: what a provision has to do with a requirement, with the words that show it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, model_validator

from palermo.treaties.reference import TreatyReference


class Grade(StrEnum):
    """How far a provision goes."""

    IMPLEMENTS = "implements"
    TOUCHES = "touches"


class Status(StrEnum):
    """Who stands behind a tag."""

    MACHINE = "machine"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Evidence(BaseModel):
    """A quote at its place in a provision's text, counted in characters."""

    model_config = ConfigDict(frozen=True)

    start: NonNegativeInt
    end: NonNegativeInt
    quote: str

    @model_validator(mode="after")
    def _the_quote_fills_the_span(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"a span must end after it starts: {self.start} to {self.end}")
        if len(self.quote) != self.end - self.start:
            raise ValueError(f"the quote has {len(self.quote)} characters, its span {self.end - self.start}")
        return self

    def stands_in(self, text: str) -> bool:
        """Whether `text` holds the quote at this place, character for character."""
        return text[self.start : self.end] == self.quote


class Tag(BaseModel):
    """A provision's link to a treaty reference, with grade, score, evidence and origin."""

    model_config = ConfigDict(frozen=True)

    provision: str
    target: str
    """A treaty reference such as `untoc:5.1.a.ii`."""
    grade: Grade
    score: float = Field(ge=0, le=1)
    status: Status = Status.MACHINE
    method: str = Field(min_length=1)
    """The method and its version, such as `explicit-reference/1`, or `review` for a person's decision."""
    evidence: tuple[Evidence, ...] = ()
    elements_found: tuple[str, ...] = ()
    """Ids of the target's elements whose words were found in the provision."""
    elements_missing: tuple[str, ...] = ()
    """Ids of its elements that have words of their own, none of which was found."""

    @model_validator(mode="after")
    def _the_target_is_a_treaty_reference(self) -> Self:
        TreatyReference.parse(self.target)
        return self

    @property
    def article(self) -> str:
        """The article that the target belongs to, such as `untoc:5`."""
        return TreatyReference.parse(self.target).article_id

    @property
    def counts(self) -> bool:
        """Whether it counts in searching, browsing and comparing: nobody has rejected it."""
        return self.status is not Status.REJECTED
