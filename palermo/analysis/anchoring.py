"""Anchoring: where a decision stands after its law was split anew or came in a new version."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

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


class Passages:
    """The provisions of one version, to look through for many decisions."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._all = list(passages)
        self._by_number: dict[str, list[Passage]] = {}
        self._by_name: dict[tuple[str, ...], list[Passage]] = {}
        for passage in self._all:
            self._by_number.setdefault(passage.number, []).append(passage)
            self._by_name.setdefault(_numbers_in(passage.eid), []).append(passage)

    def at(self, eid: str, number: str) -> list[Passage]:
        """The provisions of the same number, the one of the same name first.

        The name comes second because those of digests are counted, and do not follow the number. Where the number is
        not known any more, the one in the name has to do.
        """
        here = self._by_number.get(number, ()) if number else self._by_name.get(_numbers_in(eid), ())
        return sorted(here, key=lambda passage: passage.eid != eid)

    def only_one_with(self, quote: str) -> Passage | None:
        """The provision that has these words, where no other one has."""
        letters = _letters(quote)
        found = self._holder_after(0, letters)
        if (
            found is None
            or self._holder_after(self._starts[found] + len(self._all[found].letters), letters) is not None
        ):
            return None
        return self._all[found]

    def _holder_after(self, start: int, letters: str) -> int | None:
        place = self._text.find(letters, start)
        return None if place < 0 else bisect_right(self._starts, place) - 1

    @cached_property
    def _text(self) -> str:
        """All letters in a row: looked through once for a quote, however many provisions there are."""
        return " ".join(passage.letters for passage in self._all)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(passage.letters) + 1 for passage in self._all[:-1]), initial=0))


@dataclass(frozen=True, slots=True)
class AnchoredReview:
    """A decision and the provision of one version that it concerns."""

    review: Review
    provision: str
    stands: bool
    """Whether the provision has the words that were decided on; if not, a person has to look again."""
    evidence: tuple[Evidence, ...] = ()
    """The place of those words, where the review quotes them."""


def anchored(review: Review, original: Passage | None, passages: Passages) -> AnchoredReview | None:
    """The provision among those of a version that a decision concerns; None where there is none.

    original: what is held today under the id that the decision was made on. The quote decides: first in the
    provision of the same number, then in the only other one that has it. A review without a quote needs the same
    number and the same text. Where the words are gone, the provision of the same number is named, and the decision
    does not stand.
    """
    here = passages.at(review.provision.partition("#")[2], original.number if original else "")
    is_quoted = bool(review.quote.strip())
    for passage in here:
        if is_quoted:
            evidence = place_of(review.quote, passage)
            if evidence:
                return AnchoredReview(review, passage.id, True, (evidence,))
        elif passage.id == review.provision or (original is not None and passage.letters == original.letters):
            return AnchoredReview(review, passage.id, True)
    moved = passages.only_one_with(review.quote) if is_quoted else None
    if moved is not None and (evidence := place_of(review.quote, moved)):
        return AnchoredReview(review, moved.id, True, (evidence,))
    return AnchoredReview(review, here[0].id, False) if here else None


def place_of(quote: str, passage: Passage) -> Evidence | None:
    """Where a quote stands in a provision, white space aside; None where it does not, or has no letters."""
    text, letters = passage.text, _letters(quote)
    if not letters:
        return None
    start = text.find(quote)
    end = start + len(quote)
    if start < 0:
        first = passage.letters.find(letters)
        if first < 0:
            return None
        places = [place for place, letter in enumerate(text) if not letter.isspace()]
        start, end = places[first], places[first + len(letters) - 1] + 1
    return Evidence(start=start, end=end, quote=text[start:end])


def _numbers_in(eid: str) -> tuple[str, ...]:
    """What a name says without the words before the numbers: another splitter may call a section an article."""
    return tuple(part.partition("_")[2] or part for part in eid.split("__"))


def _letters(words: str) -> str:
    return "".join(words.split())
