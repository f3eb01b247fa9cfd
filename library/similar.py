"""Similar provisions, and what they share with the one that a reader has before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from library.opening import Library
from library.searching import FoundProvision, found_as_json, found_provisions
from palermo.concepts.load import concepts
from palermo.model.tag import Tag

_MOST_NAMED = 6
"""Ideas that are named as shared."""


@dataclass(frozen=True, slots=True)
class SimilarProvision:
    """A similar provision, with the requirements and the legal ideas that both have."""

    found: FoundProvision
    requirements: tuple[str, ...]
    concepts: tuple[str, ...]
    """Ids, those that both speak of most often first."""


def similar(
    library: Library, provision_id: str, *, limit: int = 10, states: tuple[str, ...] = ()
) -> tuple[SimilarProvision, ...]:
    """Provisions that share words, ideas and requirements with this one; only of `states` where given.

    UnknownIdError where it is not held.
    """
    entry = library.entry(provision_id)
    hits = found_provisions(library, library.engine.similar(entry, limit=limit, states=states))
    own = _targets(library.catalogue.tags_of([provision_id])[provision_id])
    ideas = library.catalogue.concepts_of([provision_id, *(hit.provision.id for hit in hits)])

    def speaks(of: str) -> dict[str, int]:
        found = ideas.get(of)
        return {**dict.fromkeys(found.heading, 1), **dict(found.text)} if found else {}

    mine = speaks(provision_id)
    result = []
    for hit in hits:
        theirs = speaks(hit.provision.id)
        both = sorted(mine.keys() & theirs.keys(), key=lambda concept: (-min(mine[concept], theirs[concept]), concept))
        shared = tuple(target for target in own if target in _targets(hit.tags))
        result.append(SimilarProvision(hit, shared, tuple(both[:_MOST_NAMED])))
    return tuple(result)


def as_json(found: tuple[SimilarProvision, ...]) -> list[dict[str, Any]]:
    """The document that `palermo similar --json` prints."""
    return [
        {
            **found_as_json(each.found),
            "shares": {
                "requirements": list(each.requirements),
                "concepts": [{"id": concept, "name": concepts()[concept].name} for concept in each.concepts],
            },
        }
        for each in found
    ]


def _targets(tags: tuple[Tag, ...] | list[Tag]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.target for tag in tags if tag.counts))
