"""Anchoring: where a decision stands after its law was split anew or came in a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from palermo.model.review import Review
from palermo.model.tag import Evidence


@dataclass(frozen=True)
class Passage:
    """A provision as far as anchoring looks at it."""

    id: str
    number: str
    text: str

    @property
    def eid(self) -> str:
        """Its name within the version."""
        return self.id.partition("#")[2]

    @cached_property
    def letters(self) -> str:
        """The text without white space, which another reader or splitter may set otherwise."""
        return _letters(self.text)


@dataclass(frozen=True, slots=True)
class AnchoredReview:
    """A decision and the provision of one version that it concerns."""

    review: Review
    provision: str
    stands: bool
    """Whether the provision has the words that were decided on; if not, a person has to look again."""
    evidence: tuple[Evidence, ...] = ()
    """The place of those words, where the review quotes them."""


def anchored(review: Review, original: Passage | None, passages: Sequence[Passage]) -> AnchoredReview | None:
    """The provision among those of a version that a decision concerns; None where there is none.

    original: what is held today under the id that the decision was made on. The quote decides: first in the
    provision of the same number, then in the only other one that has it. A review without a quote needs the same
    number and the same text. Where the words are gone, the provision of the same number is named, and it does not
    stand.
    """
    here = _same_place(review, original, passages)
    for passage in here:
        if review.quote:
            evidence = place_of(review.quote, passage)
            if evidence:
                return AnchoredReview(review, passage.id, True, (evidence,))
        elif passage.id == review.provision or (original is not None and passage.letters == original.letters):
            return AnchoredReview(review, passage.id, True)
    if review.quote:
        moved = [(passage, found) for passage in passages if (found := place_of(review.quote, passage))]
        if len(moved) == 1:
            passage, evidence = moved[0]
            return AnchoredReview(review, passage.id, True, (evidence,))
    return AnchoredReview(review, here[0].id, False) if here else None


def place_of(quote: str, passage: Passage) -> Evidence | None:
    """Where a quote stands in a provision, white space aside; None where it does not."""
    text = passage.text
    start, end = text.find(quote), 0
    if start >= 0:
        end = start + len(quote)
    else:
        letters = _letters(quote)
        first = passage.letters.find(letters) if letters else -1
        if first < 0:
            return None
        places = [place for place, letter in enumerate(text) if not letter.isspace()]
        start, end = places[first], places[first + len(letters) - 1] + 1
    return Evidence(start=start, end=end, quote=text[start:end])


def _same_place(review: Review, original: Passage | None, passages: Sequence[Passage]) -> list[Passage]:
    """The provisions of the same number, the one of the same name first.

    The name alone decides where the number is not known any more, or there is none. Otherwise it comes second: the
    names of digests are counted, and do not follow the number.
    """
    eid = review.provision.partition("#")[2]
    if original is not None and original.number:
        here = [passage for passage in passages if passage.number == original.number]
        return sorted(here, key=lambda passage: passage.eid != eid)
    return [passage for passage in passages if passage.eid == eid]


def _letters(words: str) -> str:
    return "".join(words.split())
