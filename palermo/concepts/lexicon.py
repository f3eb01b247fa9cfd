"""Finding the terms of all concepts of one language in a text, in one pass.

The small language of the terms files: words apart by a space stand beside each other in the text; `*` at the
beginning or the end of a word stands for any letters; ` ... ` for up to six words (fifteen characters in scripts
without spaces). Case and punctuation do
not count, nor do accents in languages that often leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from palermo.concepts.concept import LanguageTerms
from palermo.concepts.scripts import WITHOUT_SPACES, folded, foreign_letter, normal, words

_GAP_WORDS = 6
_GAP_CHARACTERS = 15
_FARTHEST_NEIGHBOUR = 4
"""Characters between two words of a term: a space, a hyphen, a comma and a space, a line break and its indent."""
_MOST_KNOWN_WORDS = 200_000
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…)\s*")


class Hit(NamedTuple):
    """A term found: which concept, and where in the text."""

    concept: str
    start: int
    end: int


class _Word(NamedTuple):
    """A word of a term: its letters, and whether others may stand before or after them."""

    letters: str
    open_before: bool
    open_after: bool
    gap_before: bool


class _Term(NamedTuple):
    concept: str
    negative: bool
    words: tuple[_Word, ...]


_Numbered = tuple[_Term, tuple[int, ...]]
"""A term of several words, with the numbers of their patterns."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a word of a text may be: the patterns it fits, and the terms that such a word begins."""

    patterns: frozenset[int]
    alone: tuple[_Term, ...]
    followed: tuple[Mapping[int, list[_Numbered]], ...]
    """Terms by the pattern of their second word, which stands right behind."""
    spread: tuple[_Numbered, ...]
    """Terms with a gap after their first word."""


_NOTHING = _Known(frozenset(), (), (), ())


class TermError(ValueError):
    """A term is not written as the terms files want it; the message says what is wrong."""


class Lexicon:
    """The terms of one language, ready to be found. Thread-safe once built; a text is never changed."""

    def __init__(self, terms: LanguageTerms) -> None:
        self.language = terms.language
        self._spaced = terms.language not in WITHOUT_SPACES
        parsed = [
            _Term(concept, negative, parse_term(term, terms.language))
            for concept, its_terms in terms.terms.items()
            for negative, group in ((False, its_terms.terms), (True, its_terms.negative))
            for term in group
        ]
        if self._spaced:
            self._index_words(parsed)
        else:
            self._index_characters(parsed)

    def find(self, text: str) -> list[Hit]:
        """Every place where a concept's term stands and no negative term overlaps it, in the order of the text.

        Overlapping places of one concept are joined to the longest.
        """
        found: dict[str, list[tuple[int, int]]] = {}
        against: dict[str, list[tuple[int, int]]] = {}
        for term, start, end in self._in_words(text) if self._spaced else self._in_characters(text):
            (against if term.negative else found).setdefault(term.concept, []).append((start, end))
        hits = []
        for concept, places in found.items():
            places.sort(key=lambda place: (place[0], -place[1]))
            last_end = -1
            for start, end in places:
                if start < last_end:
                    continue
                if any(start < stop and begin < end for begin, stop in against.get(concept, ())):
                    continue
                hits.append(Hit(concept, start, end))
                last_end = end
        hits.sort(key=lambda hit: (hit.start, hit.end, hit.concept))
        return hits

    # Words apart by spaces

    def _index_words(self, terms: Sequence[_Term]) -> None:
        patterns: dict[tuple[str, bool, bool], int] = {}
        self._alone: dict[int, list[_Term]] = {}
        self._followed: dict[int, dict[int, list[_Numbered]]] = {}
        self._spread: dict[int, list[_Numbered]] = {}
        for term in terms:
            numbers = tuple(patterns.setdefault(word[:3], len(patterns)) for word in term.words)
            if len(numbers) == 1:
                self._alone.setdefault(numbers[0], []).append(term)
            elif term.words[1].gap_before:
                self._spread.setdefault(numbers[0], []).append((term, numbers))
            else:
                self._followed.setdefault(numbers[0], {}).setdefault(numbers[1], []).append((term, numbers))
        self._exact: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._endings: dict[str, int] = {}
        self._insides: dict[str, int] = {}
        for (letters, before, after), number in patterns.items():
            kind = (
                self._insides
                if before and after
                else self._endings
                if before
                else self._beginnings
                if after
                else self._exact
            )
            kind[letters] = number
        self._shortest_inside = min(map(len, self._insides), default=0)
        self._longest_inside = max(map(len, self._insides), default=0)
        self._known: dict[str, _Known] = {}

    def _known_word(self, word: str) -> _Known:
        known = self._known.get(word)
        if known is None:
            known = self._look_up(word)
            if len(self._known) < _MOST_KNOWN_WORDS:
                self._known[word] = known
        return known

    def _look_up(self, word: str) -> _Known:
        letters = normal(word, self.language)
        numbers = set()
        if letters in self._exact:
            numbers.add(self._exact[letters])
        for cut in range(1, len(letters) + 1):
            if (number := self._beginnings.get(letters[:cut])) is not None:
                numbers.add(number)
            if (number := self._endings.get(letters[-cut:])) is not None:
                numbers.add(number)
        if self._insides and len(letters) <= 80:
            for size in range(self._shortest_inside, min(self._longest_inside, len(letters)) + 1):
                for start in range(len(letters) - size + 1):
                    if (number := self._insides.get(letters[start : start + size])) is not None:
                        numbers.add(number)
        if not numbers:
            return _NOTHING
        ordered = sorted(numbers)
        return _Known(
            frozenset(numbers),
            tuple(term for number in ordered for term in self._alone.get(number, ())),
            tuple(self._followed[number] for number in ordered if number in self._followed),
            tuple(term for number in ordered for term in self._spread.get(number, ())),
        )

    def _in_words(self, text: str) -> Iterator[tuple[_Term, int, int]]:
        places = words(text)
        cached = self._known.get
        known = [cached(letters := place.group()) or self._known_word(letters) for place in places]
        known.append(_NOTHING)
        present: frozenset[int] | None = None  # what the whole text has, looked at only where a term may be spread out
        for at, word in enumerate(known):
            if word is _NOTHING:
                continue
            start = places[at].start()
            for term in word.alone:
                yield term, start, places[at].end()
            candidates: list[_Numbered] = []
            behind = known[at + 1].patterns
            if behind:
                for by_second in word.followed:
                    if not behind.isdisjoint(by_second):
                        for second in sorted(behind.intersection(by_second)):
                            candidates += by_second[second]
            if word.spread:
                if present is None:
                    present = frozenset().union(*{each.patterns for each in known})
                candidates += [one for one in word.spread if present.issuperset(one[1])]
            for term, numbers in candidates:
                last = self._goes_on(places, known, at, term, numbers)
                if last is not None:
                    yield term, start, places[last].end()

    @staticmethod
    def _goes_on(
        places: list[re.Match[str]], known: list[_Known], at: int, term: _Term, numbers: tuple[int, ...]
    ) -> int | None:
        """The index of the word that the term ends with, where its first stands at `at`."""
        for number, word in zip(numbers[1:], term.words[1:], strict=True):
            if word.gap_before:
                reach = range(at + 1, min(at + 2 + _GAP_WORDS, len(places)))
                following = next((n for n in reach if number in known[n].patterns), None)
                if following is None:
                    return None
                at = following
                continue
            if number not in known[at + 1].patterns:
                return None
            if places[at + 1].start() - places[at].end() > _FARTHEST_NEIGHBOUR:
                return None
            at += 1
        return at

    # Scripts without spaces

    def _index_characters(self, terms: Sequence[_Term]) -> None:
        self._by_beginning: dict[str, list[_Term]] = {}
        for term in terms:
            self._by_beginning.setdefault(term.words[0].letters[:2], []).append(term)
        self._single = {beginning for beginning in self._by_beginning if len(beginning) == 1}

    def _in_characters(self, text: str) -> Iterator[tuple[_Term, int, int]]:
        text = folded(text)
        by_beginning = self._by_beginning
        for at in range(len(text)):
            candidates = by_beginning.get(text[at : at + 2], ())
            if text[at] in self._single:
                candidates = (*candidates, *by_beginning[text[at]])
            for term in candidates:
                end = self._reads_on(text, at, term.words)
                if end is not None:
                    yield term, at, end

    @staticmethod
    def _reads_on(text: str, at: int, pieces: tuple[_Word, ...]) -> int | None:
        for piece in pieces:
            if piece.gap_before:
                at = text.find(piece.letters, at, at + _GAP_CHARACTERS + len(piece.letters))
                if at < 0:
                    return None
            elif not text.startswith(piece.letters, at):
                return None
            at += len(piece.letters)
        return at


def parse_term(term: str, language: str) -> tuple[_Word, ...]:
    """The words of a term; TermError says what is wrong with it."""
    foreign = foreign_letter(term, language)
    if foreign is not None:
        raise TermError(f"'{term}' has the letter '{foreign}', which is not of the script of '{language}'")
    parts = _ELLIPSIS.split(term.strip())
    if not all(parts):
        raise TermError(f"'{term}': '...' stands between words, not at an end")
    found: list[_Word] = []
    for number, part in enumerate(parts):
        if language in WITHOUT_SPACES:
            letters = folded(part.replace("*", ""))
            if len(letters) < 2 and len(parts) == 1:
                raise TermError(f"'{term}' is too short; use at least two characters")
            found.append(_Word(letters, True, True, number > 0))
            continue
        first = True
        for piece in part.split():
            if "*" in piece.strip("*"):
                raise TermError(f"'{term}': '*' stands at the beginning or the end of a word, not inside '{piece}'")
            inner = [match.group() for match in words(piece)]
            for index, word in enumerate(inner):
                open_before = index == 0 and piece.startswith("*")
                open_after = index == len(inner) - 1 and piece.endswith("*")
                letters = normal(word, language)
                if len(letters) < 2 and open_after:
                    raise TermError(f"'{term}': '{piece}' would match nearly everything; use a longer stem")
                found.append(_Word(letters, open_before, open_after, first and number > 0))
                first = False
    if not found:
        raise TermError(f"'{term}' has no letters")
    return tuple(found)
