"""What a tagger gives back: what it says of each provision of a law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palermo.model.concepts_found import ConceptsFound
from palermo.model.tag import Tag


@dataclass(frozen=True, slots=True)
class TaggedLaw:
    """The tags and concepts of each provision, in the law's order; their `provision` is left to the caller."""

    tags: Sequence[tuple[Tag, ...]]
    concepts: Sequence[ConceptsFound | None]
    """None where no concept speaks in the provision."""
    concepts_method: str
    """The method that found them and its version, such as `concept-terms/1`."""
