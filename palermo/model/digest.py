"""Digest: a short abstract, in our own words, of one real provision, with its exact citation."""

from __future__ import annotations

import re
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from palermo.model.identifiers import IsoDate, LanguageCode, StateCode
from palermo.model.tag import Grade
from palermo.treaties.reference import TreatyReference

SHORTEST, LONGEST = 25, 140
"""How many words an abstract may have: enough to carry the elements, too few to stand for the text."""


class DigestCheck(BaseModel):
    """Single words that stand in the provision and carry its digest, so that a test can find both again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...] = Field(min_length=3, max_length=8)

    @field_validator("words")
    @classmethod
    def _single_words_in_small_letters(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            if not word or word != word.lower() or re.search(r"\s", word):
                raise ValueError(f"'{word}' is not one word in small letters")
        if len(set(words)) < len(words):
            raise ValueError(f"a word stands twice among {', '.join(words)}")
        return words


class ImprisonmentYears(BaseModel):
    """The terms of imprisonment that a provision itself states, in years: six months are 0.5.

    Left out is what would have to be calculated or looked up elsewhere: a third more, the next higher degree, what
    the general part of a code adds, and the death penalty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: float | None = Field(default=None, gt=0)
    """The shortest term for the basic form."""
    maximum: float | None = Field(default=None, gt=0)
    """The longest term for the basic form; where the provision has several of one weight, the longest of them."""
    aggravated_maximum: float | None = Field(default=None, gt=0)
    """The longest term for a heavier form in the same provision, such as a leader's, a group's or a second offence."""
    life: bool = False
    """Whether life imprisonment is possible, in whichever form."""

    @model_validator(mode="after")
    def _rise_from_minimum_to_aggravated_maximum(self) -> Self:
        given = [term for term in (self.minimum, self.maximum, self.aggravated_maximum) if term is not None]
        if not given and not self.life:
            raise ValueError("imprisonment_years needs a minimum, a maximum, an aggravated_maximum or life")
        if given != sorted(given):
            raise ValueError("imprisonment_years must not fall from minimum over maximum to aggravated_maximum")
        return self


class Digest(BaseModel):
    """What one provision does: conduct, object, mental element, purpose, threshold, sanction. No evaluation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str = Field(min_length=1)
    """As printed, without the word before it: `467.11`, `177 bis`, `133^1`, `7:26`."""
    heading: str = Field(min_length=1)
    """Our own English words that name the subject."""
    digest: str
    maximum_penalty: str | None = None
    """Only where the provision itself states one; numbers in digits."""
    imprisonment_years: ImprisonmentYears | None = None
    """Only where `maximum_penalty` names imprisonment: its terms as numbers."""
    targets: tuple[str, ...] = ()
    """Treaty references that the provision implements, as deep as is sure."""
    touches: tuple[str, ...] = ()
    """Treaty references to whose subject it belongs without doing all that they ask."""
    check: DigestCheck

    @field_validator("digest")
    @classmethod
    def _short_and_on_one_line(cls, words: str) -> str:
        words = " ".join(words.split())
        count = len(words.split())
        if not SHORTEST <= count <= LONGEST:
            raise ValueError(f"a digest has {SHORTEST} to {LONGEST} words, this one {count}")
        return words

    @model_validator(mode="after")
    def _names_treaty_references_once(self) -> Self:
        references = self.targets + self.touches
        if not references:
            raise ValueError("a digest needs at least one treaty reference, in targets or touches")
        for reference in references:
            TreatyReference.parse(reference)
        if len(set(references)) < len(references):
            raise ValueError(f"a treaty reference stands twice: {', '.join(references)}")
        return self

    @model_validator(mode="after")
    def _numbers_come_with_a_penalty(self) -> Self:
        if self.imprisonment_years is not None and self.maximum_penalty is None:
            raise ValueError("imprisonment_years needs the maximum_penalty that states these terms")
        return self

    @property
    def graded(self) -> tuple[tuple[str, Grade], ...]:
        """Every treaty reference with how far the provision goes."""
        return tuple((target, Grade.IMPLEMENTS) for target in self.targets) + tuple(
            (target, Grade.TOUCHES) for target in self.touches
        )

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that the references belong to, such as `untoc:5`, each once."""
        return tuple(dict.fromkeys(TreatyReference.parse(target).article_id for target, _ in self.graded))


class DigestedLaw(BaseModel):
    """The citation of a law, and the digests of some of its provisions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    """In English."""
    native_title: str | None = None
    type: str = "act"
    year: int | None = Field(default=None, ge=1000, le=2200)
    identifier: str | None = None
    language: LanguageCode
    official_url: str = Field(pattern=r"^https?://\S+$")
    version_date: IsoDate | None = None
    """The date of the text that was read; None where its publisher names none."""
    publisher: str | None = None
    deposit: str = Field(pattern=r"^[a-z]{3}/[a-z0-9-]+$")
    """The deposit whose text was read, such as `can/criminal-code`."""
    digests: tuple[Digest, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_provision_once(self) -> Self:
        numbers = [digest.number for digest in self.digests]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            raise ValueError(f"more than one digest of {', '.join(twice)} in {self.title}")
        return self


class DigestFile(BaseModel):
    """One file of the starter library: the digested laws of one State."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: StateCode
    laws: tuple[DigestedLaw, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_law_once(self) -> Self:
        deposits = [law.deposit for law in self.laws]
        twice = sorted({deposit for deposit in deposits if deposits.count(deposit) > 1})
        if twice:
            raise ValueError(f"more than one entry for {', '.join(twice)}")
        return self
