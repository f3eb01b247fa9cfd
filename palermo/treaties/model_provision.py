"""Model provision: a clause that Palermo drafted, with its commentary. Never a text of the United Nations."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from palermo.model.identifiers import LanguageCode
from palermo.treaties.reference import TreatyReference

OWN_DRAFTING = (
    "Palermo's own drafting. It is no text of the United Nations and no legal advice: square brackets mark choices, "
    "lines mark blanks, and every clause has to be fitted to the legal system that takes it up."
)
SERIOUS_CRIME_YEARS = 4
"""A maximum of at least four years' deprivation of liberty makes an offence a serious crime (untoc:2.b)."""


_NEW_PARAGRAPH = re.compile(r"\n(?=\s*(?:\n|\(|\[\(|\d+[.)]|[-–•]))")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a clause; a line that opens with no number or letter goes on with the one before."""
    return [" ".join(part.split()) for part in _NEW_PARAGRAPH.split(text) if part.strip()]


class Tradition(StrEnum):
    """The legal tradition in whose manner the clause is drafted."""

    ANY = "any"
    COMMON_LAW = "common_law"
    CIVIL_LAW = "civil_law"


class ServedPart(BaseModel):
    """Words of the clause and the element that they serve."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str = Field(min_length=2)
    """As they stand in the text."""
    element: str
    """Such as `untoc:5.1.a.i#conduct`."""
    note: str | None = None


class Penalty(BaseModel):
    """A suggested range, in neutral terms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    maximum_years_at_least: int = Field(ge=SERIOUS_CRIME_YEARS, le=30)
    """The maximum should be at least so many years, so that the offence is a serious crime."""
    note: str = Field(min_length=10)


class Translation(BaseModel):
    """The clause in another language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=3)
    text: str = Field(min_length=40)


class ModelProvision(BaseModel):
    """A clause to start from, what each part is for, and what to decide first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=3)
    requirements: tuple[str, ...] = Field(min_length=1)
    """The requirements that the clause meets, the chief one first."""
    tradition: Tradition
    text: str = Field(min_length=40)
    """In English; `[a] [b]` are choices and `____` blanks."""
    why: str = Field(min_length=40)
    parts: tuple[ServedPart, ...] = Field(min_length=1)
    traps: tuple[str, ...] = Field(min_length=1)
    decide_first: tuple[str, ...] = Field(min_length=1)
    related_offences: tuple[str, ...] = ()
    penalty: Penalty | None = None
    """Given where the clause makes an offence."""
    translations: dict[LanguageCode, Translation] = {}

    @model_validator(mode="after")
    def _it_fits_together(self) -> Self:
        for part in self.parts:
            if " ".join(part.words.split()) not in " ".join(self.text.split()):
                raise ValueError(f"the words '{part.words}' do not stand in the text")
            reference = TreatyReference.parse(part.element)
            if reference.element is None or str(reference._replace(element=None)) not in self.requirements:
                raise ValueError(f"'{part.element}' is no element of the requirements {', '.join(self.requirements)}")
        return self


class ModelProvisionsFile(BaseModel):
    """A file of `corpus/model_provisions/`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provisions: tuple[ModelProvision, ...] = Field(min_length=1)
