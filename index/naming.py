"""What the words of a query name: a place in the treaties, a law by its short name, a State, a legal idea."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from index.contract import Understood
from palermo.asking.aliases import Alias, aliases_in
from palermo.asking.citations import treaty_citations_in
from palermo.asking.concepts import concepts_in
from palermo.asking.state_names import states_in
from palermo.concepts.load import concepts, lexicon

_SHORTEST_SIGN = 4
_MOST_HINTS = 2


class FullName(NamedTuple):
    """What a short name stands for, and the State whose law it is."""

    words: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A piece of the words and everything that it names; the words themselves are always looked for too."""

    start: int
    end: int
    references: tuple[str, ...] = ()
    """Instruments, or places in them."""
    state: str | None = None
    concepts: tuple[str, ...] = ()
    full_names: tuple[FullName, ...] = ()
    language: str | None = None
    """In which the words name the concepts."""

    def understood(self) -> Iterable[Understood]:
        """What was made of the piece, to be shown to the reader."""
        for reference in self.references:
            yield Understood(self.start, self.end, "treaty", reference)
        for name in self.full_names:
            yield Understood(self.start, self.end, "alias", name.words)
        if self.state:
            yield Understood(self.start, self.end, "state", self.state)
        for concept in self.concepts:
            yield Understood(self.start, self.end, "concept", concept)


def named(words: str) -> tuple[Named, ...]:
    """The pieces of `words` that name something, in order and never overlapping; the longer of two wins."""
    found = [Named(one.start, one.end, references=(one.reference,)) for one in treaty_citations_in(words)]
    asked_states = states_in(words)
    found += _aliases(words, {one.code for one in asked_states})
    found += [Named(one.start, one.end, state=one.code) for one in asked_states]
    found += _ideas(words)
    kept: list[Named] = []
    for one in sorted(found, key=lambda each: each.start - each.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: each.start))


def hinted(word: str, language: str) -> tuple[str, ...]:
    """The ideas of which a word is a sign in a language, without naming them; those that say what a law is about."""
    terms = lexicon(language)
    found = terms.find(word) if terms and len(word) >= _SHORTEST_SIGN else []
    return tuple(
        dict.fromkeys(
            hit.concept for hit in found
            if hit.start == 0 and hit.end == len(word) and concepts()[hit.concept].articles
        )
    )[:_MOST_HINTS]  # fmt: skip


def _aliases(words: str, states: Collection[str]) -> Iterable[Named]:
    """The short names; of one that several States use only that of a State that is named too."""
    by_place: dict[tuple[int, int], list[Alias]] = {}
    for one in aliases_in(words):
        by_place.setdefault((one.start, one.end), []).append(one.alias)
    for (start, end), aliases in by_place.items():
        meant = [alias for alias in aliases if alias.state in states] or aliases
        concepts = tuple(alias.concept for alias in meant if alias.concept)
        yield Named(
            start, end, references=tuple(alias.treaty for alias in meant if alias.treaty), concepts=concepts,
            full_names=tuple(FullName(each, alias.state) for alias in meant for each in alias.words),
            language="en" if concepts else None,
        )  # fmt: skip


def _ideas(words: str) -> Iterable[Named]:
    ideas: dict[tuple[int, int], Named] = {}
    for asked in concepts_in(words):
        place = (asked.start, asked.end)
        before = ideas.get(place, Named(*place, language=asked.language))
        ideas[place] = Named(*place, concepts=(*before.concepts, asked.concept), language=before.language)
    return ideas.values()
