"""Finding known phrases in a question: names of States, acronyms, names of treaties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from palermo.concepts.scripts import words as words_of
from palermo.tagging.treaty_names import fold

Meaning = TypeVar("Meaning")

_FARTHEST_NEIGHBOUR = 3
"""Characters between two words of a phrase: a space, a hyphen, a full stop and a space."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts whose words stand side by side without spaces, or grow endings: Thai, Khmer, Chinese, Korean ..."""


class Phrase(NamedTuple, Generic[Meaning]):
    """A phrase to find and what it means."""

    text: str
    meaning: Meaning
    as_written: bool = False
    """Whether it counts only with these capitals and accents."""


class FoundPhrase(NamedTuple, Generic[Meaning]):
    """A phrase found: everything that it may mean, and where it stands."""

    meanings: tuple[Meaning, ...]
    start: int
    end: int


class Phrases(Generic[Meaning]):
    """Phrases ready to be found. Capitals, accents and the signs between words do not count."""

    def __init__(self, phrases: Iterable[Phrase[Meaning]]) -> None:
        self._by_words: dict[tuple[str, ...], list[Phrase[Meaning]]] = {}
        self._by_beginning: dict[str, list[Phrase[Meaning]]] = {}
        for phrase in phrases:
            if _UNSPACED.search(phrase.text):
                self._by_beginning.setdefault(fold(phrase.text)[0], []).append(phrase)
            else:
                self._by_words.setdefault(tuple(_plain_words(phrase.text)), []).append(phrase)
        self._longest = max(map(len, self._by_words), default=0)

    def find(self, text: str) -> list[FoundPhrase[Meaning]]:
        """The phrases in the text, from left to right; where they overlap the longest at the first place."""
        folded = fold(text)
        found = self._in_words(text, folded)
        if self._by_beginning and _UNSPACED.search(text):
            found = sorted([*found, *self._in_characters(folded)], key=lambda one: (one.start, -one.end))
        kept: list[FoundPhrase[Meaning]] = []
        for one in found:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return kept

    def _in_words(self, text: str, folded: str) -> list[FoundPhrase[Meaning]]:
        places = words_of(folded)
        letters = [place.group() for place in places]
        found: list[FoundPhrase[Meaning]] = []
        at = 0
        while at < len(places):
            most = at + 1
            while most < min(len(places), at + self._longest) and self._near(places[most - 1], places[most]):
                most += 1
            for end in range(most, at, -1):
                start, stop = places[at].start(), places[end - 1].end()
                meanings = _meanings(
                    phrase
                    for phrase in self._by_words.get(tuple(letters[at:end]), ())
                    if not phrase.as_written or _as_written(phrase.text, text[start:stop])
                )
                if meanings:
                    found.append(FoundPhrase(meanings, start, stop))
                    at = end - 1
                    break
            at += 1
        return found

    @staticmethod
    def _near(before: re.Match[str], after: re.Match[str]) -> bool:
        return after.start() - before.end() <= _FARTHEST_NEIGHBOUR

    def _in_characters(self, folded: str) -> list[FoundPhrase[Meaning]]:
        found = []
        for at, character in enumerate(folded):
            fitting = [one for one in self._by_beginning.get(character, ()) if folded.startswith(fold(one.text), at)]
            if fitting:
                longest = max(len(one.text) for one in fitting)
                meanings = _meanings(one for one in fitting if len(one.text) == longest)
                found.append(FoundPhrase(meanings, at, at + longest))
        return found


def _meanings(phrases: Iterable[Phrase[Meaning]]) -> tuple[Meaning, ...]:
    return tuple(dict.fromkeys(phrase.meaning for phrase in phrases))


def _plain_words(text: str) -> list[str]:
    return [word.group() for word in words_of(fold(text))]


def _as_written(phrase: str, text: str) -> bool:
    return [word.group() for word in words_of(phrase)] == [word.group() for word in words_of(text)]
