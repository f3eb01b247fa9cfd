"""Hits that say the same: other language versions of one provision, and provisions with nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from palermo.model.law import Law
from palermo.model.provision import Provision

_SAME_WORDING_FROM = 0.8
"""Of all pairs of neighbouring words: an amended copy keeps more, two laws on one subject share far less."""
_COMPARED = 3_000
"""Characters: enough to tell copies from others."""
_SHORTEST = 8
"""Words: shorter provisions ("Repealed.") are alike without saying the same."""
_WORD = re.compile(r"\w+")


class Likeness(StrEnum):
    """In what two provisions are the same."""

    LANGUAGE = "language"
    """The same provision in another language."""
    WORDING = "wording"
    """Nearly the same words."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A provision that is nearly the same as an earlier one: its place in the list, and in what they are alike."""

    place: int
    likeness: Likeness


def alike(provisions: Sequence[tuple[Law, Provision]]) -> dict[int, list[Alike]]:
    """For a list of provisions, the later ones that are nearly the same as each earlier one, by their places.

    Every place is either a key or in exactly one list.
    """
    groups: dict[int, list[Alike]] = {}
    words = [_pairs(provision.text) for _, provision in provisions]
    for place, (law, provision) in enumerate(provisions):
        for first, others in groups.items():
            likeness = _likeness(provisions[first], (law, provision), words[first], words[place])
            if likeness:
                others.append(Alike(place, likeness))
                break
        else:
            groups[place] = []
    return groups


def _likeness(
    one: tuple[Law, Provision], other: tuple[Law, Provision], words: frozenset[object], other_words: frozenset[object]
) -> Likeness | None:
    (law, provision), (other_law, other_provision) = one, other
    if law.id == other_law.id and provision.language != other_provision.language:
        same_place = provision.number == other_provision.number and len(provision.path) == len(other_provision.path)
        return Likeness.LANGUAGE if same_place and provision.number else None
    if len(words) < _SHORTEST or len(other_words) < _SHORTEST or provision.language != other_provision.language:
        return None
    shared = len(words & other_words) / len(words | other_words)
    return Likeness.WORDING if shared >= _SAME_WORDING_FROM else None


def _pairs(text: str) -> frozenset[object]:
    """The pairs of neighbouring words; of neighbouring letters where words are not apart."""
    opening = text[:_COMPARED].casefold()
    words: Sequence[str] = _WORD.findall(opening)
    if len(words) * 12 < len(opening):
        words = [letter for letter in opening if letter.isalnum()]
    return frozenset(pairwise(words))
