"""Instrument: the Convention or one of its three Protocols, with its articles."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from palermo.treaties.article import Article
from palermo.treaties.reference import TreatyReference


class Instrument(BaseModel):
    """Facts about an instrument; its articles are numbered from 1 without a gap."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9]*$")
    name: str = Field(min_length=1)
    short_name: str = Field(min_length=1)
    adopted: date
    resolution: str = Field(pattern=r"^A/RES/\d+/\d+$")
    """The resolution of the General Assembly that adopted it."""
    annex: str | None = Field(default=None, pattern=r"^[IVX]+$")
    in_force: date
    depositary: str = Field(min_length=1)
    treaty_collection: str = Field(pattern=r"^[IVXL]+-\d+(-[a-z])?$")
    """Chapter and number in the collection of treaties deposited with the Secretary-General."""
    address: str | None = Field(default=None, pattern=r"^https://")
    """The official address of the text, where it is known."""
    articles: tuple[Article, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _articles_are_numbered_without_a_gap(self) -> Self:
        for expected, article in enumerate(self.articles, 1):
            if article.number != expected:
                raise ValueError(f"article {expected} should come here, not article {article.number}")
        if self.in_force < self.adopted:
            raise ValueError(f"in force ({self.in_force}) before it was adopted ({self.adopted})")
        return self

    def article(self, number: int) -> Article | None:
        """The article with this number, or None."""
        return self.articles[number - 1] if 1 <= number <= len(self.articles) else None

    @cached_property
    def references(self) -> tuple[TreatyReference, ...]:
        """Every article and paragraph, in the instrument's order."""
        return tuple(
            TreatyReference(self.id, article.number, tuple(paragraph.split(".")) if paragraph else ())
            for article in self.articles
            for paragraph in ("", *article.paragraphs)
        )
