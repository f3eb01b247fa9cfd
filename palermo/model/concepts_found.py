"""Concepts found: which legal ideas speak in a provision, whatever its language."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import lt
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, PositiveInt, StringConstraints, model_validator

from palermo.concepts.concept import CONCEPT_ID

ConceptId = Annotated[str, StringConstraints(pattern=CONCEPT_ID)]
"""A concept of `corpus/concepts/concepts.yaml`; perhaps one of an earlier release."""


class ConceptsFound(BaseModel):
    """The concepts whose terms stand in a provision's heading or text: at least one, each once, sorted by id."""

    model_config = ConfigDict(frozen=True)

    provision: str
    heading: tuple[ConceptId, ...] = ()
    text: tuple[tuple[ConceptId, PositiveInt], ...] = ()
    """Each with the number of places at which its terms stand."""

    @model_validator(mode="after")
    def _each_once_in_order(self) -> Self:
        if not self.heading and not self.text:
            raise ValueError("no concept is named: leave out a provision in which none speaks")
        _check_order(self.heading)
        _check_order([concept for concept, _ in self.text])
        return self


def _check_order(concepts: Sequence[str]) -> None:
    if not all(map(lt, concepts, concepts[1:])):
        before, after = next(two for two in pairwise(concepts) if two[0] >= two[1])
        raise ValueError(f"concepts are sorted by id, each once: '{after}' stands behind '{before}'")
