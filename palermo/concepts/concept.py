"""Concept: a legal idea behind elements of the treaties, and the words that speak of it in one language."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from palermo.model.identifiers import LanguageCode

CONCEPT_ID = r"^[a-z]+(-[a-z]+)*$"


class Concept(BaseModel):
    """A legal idea, defined for the people who label provisions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=CONCEPT_ID)
    name: str = Field(min_length=1)
    definition: str = Field(min_length=10)
    defined_in: str | None = None
    """Where the treaties define the term, such as `untoc:2.a`."""
    articles: tuple[str, ...] = ()
    """The articles for which the idea is characteristic; empty for ideas that no article is about."""


class ConceptTerms(BaseModel):
    """The terms of one concept in one language, in the small language of `terms.py`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: tuple[str, ...] = Field(min_length=1)
    negative: tuple[str, ...] = Field(default=(), alias="not")
    """Look-alikes: a term found inside or across one of these does not count."""


class LanguageTerms(BaseModel):
    """All terms of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: LanguageCode
    terms: dict[str, ConceptTerms]
    """By the id of the concept."""
