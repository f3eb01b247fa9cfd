"""Suggestions while typing: treaty articles, legal terms, laws held, States, and what short names stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from index.analysis import spaced_words
from library.opening import Library
from palermo.asking.aliases import aliases
from palermo.asking.concepts import terms_for
from palermo.concepts.load import concepts, languages
from palermo.model.state import states
from palermo.treaties.load import instruments

_TERMS_EACH = 3
"""Terms of an idea in one language; the others help nobody who is still typing."""
_LONGEST = 80


class Sort(IntEnum):
    """What is suggested; of equally good ones the first is shown first."""

    TERM = 0
    ARTICLE = 1
    LAW = 2
    STATE = 3
    ALIAS = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to search for, and what they are."""

    words: str
    sort: Sort
    note: str = ""


class Suggestions:
    """Everything that can be suggested for one state of a library; make it anew when laws were added."""

    def __init__(self, library: Library) -> None:
        held = {version.language for version in library.catalogue.current_versions()}
        self._all = tuple(dict.fromkeys(_candidates(library, [code for code in languages() if code in held | {"en"}])))
        by_word = {(word, at) for at, one in enumerate(self._all) for word in _words(one.words)}
        self._words = sorted(by_word)

    def first(self, count: int) -> tuple[Suggestion, ...]:
        """So many of them, the most general first, for a front end that filters by itself."""
        return self._all[:count]

    def for_typed(self, typed: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """Those in which every typed word begins a word: first those that begin with what was typed, then by sort,
        then the shorter."""
        asked = _words(typed)
        if not asked:
            return ()
        found = set.intersection(*(set(self._beginning_with(word)) for word in asked))
        whole = " ".join(asked)

        def worth(at: int) -> tuple[bool, int, int, str]:
            one = self._all[at]
            return not " ".join(_words(one.words)).startswith(whole), one.sort, len(one.words), one.words

        return tuple(self._all[at] for at in sorted(found, key=worth)[:limit])

    def _beginning_with(self, beginning: str) -> Iterator[int]:
        for word, at in self._words[bisect_left(self._words, (beginning, -1)) :]:
            if not word.startswith(beginning):
                return
            yield at


def _candidates(library: Library, codes: Sequence[str]) -> Iterator[Suggestion]:
    for concept in concepts().values():
        yield Suggestion(concept.name.casefold(), Sort.TERM)
    for instrument in instruments().values():
        for article in instrument.articles:
            place = f"{instrument.id}:{article.number}"
            yield Suggestion(article.heading, Sort.ARTICLE, place)
    for law in library.catalogue.laws():
        for title in dict.fromkeys((law.title, law.native_title)):
            if title:
                yield Suggestion(title[:_LONGEST], Sort.LAW, law.state)
    for state in states().values():
        yield Suggestion(state.name, Sort.STATE, state.iso3)
    for alias in aliases():
        yield Suggestion(alias.short, Sort.ALIAS, alias.words[0] if alias.words else "")
    for code in codes:
        for concept in concepts().values():
            for term in terms_for(concept.id, code, _TERMS_EACH):
                yield Suggestion(term, Sort.TERM, code)


def _words(text: str) -> list[str]:
    return spaced_words(text).split()
