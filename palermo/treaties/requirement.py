"""Requirement: one citable thing that a treaty asks, allows or defines, and the elements it is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from palermo.treaties.reference import TreatyReference


class Level(StrEnum):
    """How strongly the treaty asks."""

    MANDATORY = "mandatory"
    MUST_CONSIDER = "must_consider"
    BEST_EFFORTS = "best_efforts"
    OPTIONAL = "optional"
    SAFEGUARD = "safeguard"
    DEFINITION = "definition"


class Cluster(StrEnum):
    """The four clusters of the review of implementation."""

    CRIMINALIZATION = "I"
    PREVENTION_AND_PROTECTION = "II"
    LAW_ENFORCEMENT = "III"
    COOPERATION = "IV"


class Legislation(StrEnum):
    """Whether a law is normally needed to meet the requirement."""

    NEEDED = "needed"
    MAY_BE_NEEDED = "may_be_needed"
    NOT_NEEDED = "not_needed"


class ElementKind(StrEnum):
    """What part of a rule an element is."""

    CONDUCT = "conduct"
    OBJECT = "object"
    MENTAL_ELEMENT = "mental_element"
    PURPOSE = "purpose"
    CIRCUMSTANCE = "circumstance"
    THRESHOLD = "threshold"
    SANCTION = "sanction"
    PERSON = "person"
    PROCEDURE = "procedure"


class Element(BaseModel):
    """An atomic part of a requirement that national law must contain, with a test of one line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    kind: ElementKind
    test: str = Field(min_length=10, pattern=r"\.$")
    level: Level | None = None
    """Where the element is asked for less or more strongly than the rest of its requirement."""
    concepts: tuple[str, ...] = ()
    """Ideas whose words in a provision show the element; the most characteristic first."""
    no_concept: str | None = Field(default=None, min_length=5)
    """Why no words show the element; given where `concepts` is empty, and only there."""

    @model_validator(mode="after")
    def _a_concept_or_the_reason(self) -> Self:
        if bool(self.concepts) == (self.no_concept is not None):
            raise ValueError("give either 'concepts' or the reason why there is none, 'no_concept'")
        return self


class Requirement(BaseModel):
    """One citable thing that an instrument asks, allows or defines, in Palermo's own words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """The article or paragraph, such as `untoc:6.1.a.i`."""
    label: str = Field(min_length=3, max_length=100)
    statement: str = Field(min_length=20, pattern=r"\.$")
    level: Level
    conditions: tuple[str, ...] = ()
    """What the text makes the duty depend on, such as the basic concepts of the legal system."""
    alternative_to: tuple[str, ...] = ()
    """Requirements of which a State needs this one or those."""
    theme: str | None = None
    """The id of a theme, where it is not that of the article."""
    cluster: Cluster
    legislation: Legislation
    see_also: tuple[str, ...] = ()
    """Other places in the instruments."""
    uncac: tuple[str, ...] = ()
    """Parallel articles of the United Nations Convention against Corruption."""
    fatf: tuple[str, ...] = ()
    """Parallel Recommendations of the Financial Action Task Force (2012 numbering)."""
    look_for: str = Field(min_length=10, pattern=r"\.$")
    """What a reviewer would look for in national law."""
    elements: tuple[Element, ...] = Field(min_length=1)

    @field_validator("uncac", "fatf", mode="before")
    @classmethod
    def _numbers_are_written_as_words(cls, values: object) -> object:
        return tuple(str(value) for value in values) if isinstance(values, list) else values

    @model_validator(mode="after")
    def _it_fits_together(self) -> Self:
        TreatyReference.parse(self.id)
        ids = [element.id for element in self.elements]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        if twice:
            raise ValueError(f"two elements are named '{twice}'")
        return self

    @property
    def article(self) -> str:
        """The article, such as `untoc:6`."""
        return TreatyReference.parse(self.id).article_id


class NotARequirement(BaseModel):
    """A paragraph that asks nothing citable of its own, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paragraph: str
    """Its id within the article, such as `1.a`; empty for an article that is not divided."""
    why: str = Field(min_length=10, pattern=r"\.$")


class ArticleRequirements(BaseModel):
    """What one article asks, paragraph by paragraph."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: int = Field(ge=1)
    requirements: tuple[Requirement, ...] = ()
    not_requirements: tuple[NotARequirement, ...] = ()


class RequirementsFile(BaseModel):
    """A file of `corpus/treaties/requirements/`: a run of articles of one instrument."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instrument: str
    articles: tuple[ArticleRequirements, ...] = Field(min_length=1)
