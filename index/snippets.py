"""A piece of an entry's own text around what was found, and where in it the found words stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from index.analysis import Word, chunk_around, chunks, is_plain, located_words, spaced_words
from index.openings import openings
from index.plan import Wanted
from index.stemming import splits_compounds, stems_in
from palermo.concepts.concept import LanguageTerms
from palermo.concepts.lexicon import Lexicon
from palermo.concepts.load import terms

LENGTH = 240
"""Characters of a snippet: three lines in a list of results."""
_LEAD = 40
"""Characters before the first found word, so that a reader sees what it belongs to."""
_TO_THE_NEXT_SPACE = 25
"""How far an end may move so as not to cut a word; further away there are no spaces between words."""
_MOST_TEXT = 100_000
"""Characters that are looked through: an annex of a megabyte must not hold up the page."""
_ENOUGH = 12
"""Places found in a text that has everything sought: more do not change the snippet."""
_STEMS_BEGIN_OTHERWISE = frozenset({"ar", "bs", "fa", "he", "et", "hr", "id", "is", "ms", "sr", "sw"})
"""Languages whose words change at the beginning or inside, or are written in two scripts."""
_FIRST_LOOK = 6_000
"""Characters at the beginning; the rest is looked through where they lack something that is sought."""
_MOST_TEXT_FOR_CONCEPTS = 6_000
"""Characters in which concepts are found; see `palermo.tagging.signals`."""

Spans = tuple[tuple[int, int], ...]


class _Found(NamedTuple):
    start: int
    end: int
    what: int


class Highlighter:
    """Finds what a plan seeks in texts, by the same analysis that indexed them.

    Most of a text has nothing to do with what is sought: only the pieces that hold the first letters of something
    sought are analysed.
    """

    def __init__(self, sought: Iterable[Wanted], concepts: Iterable[str] = ()) -> None:
        wanted = tuple(dict.fromkeys(sought))
        self._concepts = {concept: len(wanted) + n for n, concept in enumerate(concepts)}
        self._single = [(what, w) for what, w in enumerate(wanted) if len(w.tokens) == 1]
        self._runs = [(what, w) for what, w in enumerate(wanted) if len(w.tokens) > 1]
        self._tokens = {w.tokens[0] for _, w in self._single}
        self._stems = {stem for _, w in self._single for stem in w.stems}
        self._beginnings = tuple(w.tokens[0] for _, w in self._single if w.beginning)
        self._alike = tuple((w.tokens[0], w.distance) for _, w in self._single if w.distance)
        self._openings = openings(wanted, within_words=False)
        self._openings_within = openings(wanted, within_words=True)
        self._things = len(wanted)
        self._in_chunks: dict[tuple[str, str], tuple[_Found, ...]] = {}

    def snippet(self, text: str, language: str) -> tuple[str, Spans]:
        """The best piece of `text`, and the spans in it that were found; the opening where nothing was."""
        found = self._find(text[:_FIRST_LOOK], language)
        if len(text) > _FIRST_LOOK and len({one.what for one in found}) < self._things:
            found = self._find(text[:_MOST_TEXT], language)
        start, end = _window(text, found)
        spans: list[tuple[int, int]] = []
        for found_start, found_end, _ in found:
            if start <= found_start and found_end <= end:
                if spans and found_start - start < spans[-1][1]:
                    spans[-1] = (spans[-1][0], max(spans[-1][1], found_end - start))
                else:
                    spans.append((found_start - start, found_end - start))
        return text[start:end], tuple(spans)

    def _find(self, text: str, language: str) -> list[_Found]:
        """What is found, by its place."""
        found: list[_Found] = []
        scattered: list[_Found] = []
        for start, chunk in self._worth_a_look(text, language):
            if len(found) >= _ENOUGH and len({one.what for one in found}) == self._things:
                break
            for inside in self._in_chunk(chunk, language):
                found.append(_Found(start + inside.start, start + inside.end, inside.what))
            for what, wanted in self._runs:
                if any(word.token == wanted.tokens[0] for word in located_words(chunk)):
                    found += _runs_from(text, start, what, wanted.tokens)
                if wanted.scattered:
                    pairs = [word for word in located_words(chunk) if word.token in wanted.tokens]
                    scattered += [_Found(start + pair.start, start + pair.end, what) for pair in pairs]
        together = {one.what for one in found}
        found += [one for one in scattered if one.what not in together]
        if self._concepts and not found and (terms := _terms(language, tuple(self._concepts))):
            hits = terms.find(text[:_MOST_TEXT_FOR_CONCEPTS])
            found += [_Found(hit.start, hit.end, self._concepts[hit.concept]) for hit in hits]
        return sorted(found)

    def _worth_a_look(self, text: str, language: str) -> Iterator[tuple[int, str]]:
        """The pieces that may hold something sought, each with its place."""
        sought = self._openings_within if splits_compounds(language) else self._openings
        if sought is None or language in _STEMS_BEGIN_OTHERWISE or not is_plain(text):
            yield from chunks(text)
            return
        done = 0
        for place in sought.places(text):
            if place >= done:
                start, chunk = chunk_around(text, place)
                done = start + len(chunk)
                yield start, chunk

    def _in_chunk(self, chunk: str, language: str) -> tuple[_Found, ...]:
        """The single words found in a chunk; remembered, since texts repeat their words."""
        key = (chunk, language)
        found = self._in_chunks.get(key)
        if found is None:
            found = self._in_chunks[key] = tuple(self._singles(chunk, language))
        return found

    def _singles(self, chunk: str, language: str) -> Iterator[_Found]:
        tokens = spaced_words(chunk).split()
        stems = stems_in(chunk, language) if self._stems else ()
        if (
            self._tokens.isdisjoint(tokens)
            and self._stems.isdisjoint(stems)
            and not any(token.startswith(self._beginnings) for token in tokens)
            and not any(is_alike(token, *alike) for token in tokens for alike in self._alike)
        ):
            return
        for what, wanted in self._single:
            for word in located_words(chunk):
                if self._is_meant(word, chunk[word.start : word.end], wanted, language):
                    yield _Found(word.start, word.end, what)

    @staticmethod
    def _is_meant(word: Word, written: str, wanted: Wanted, language: str) -> bool:
        sought = wanted.tokens[0]
        if wanted.beginning:
            return word.token.startswith(sought)
        if wanted.distance:
            return is_alike(word.token, sought, wanted.distance)
        return word.token == sought or not set(wanted.stems).isdisjoint(stems_in(written, language))


def _runs_from(text: str, start: int, what: int, tokens: tuple[str, ...]) -> Iterator[_Found]:
    """The places where the tokens follow one another, the first of them in the chunk that begins at `start`."""
    words: list[Word] = []
    begins = 0
    for place, chunk in chunks(text, start):
        words += [Word(w.token, place + w.start, place + w.end) for w in located_words(chunk)]
        if place == start:
            begins = len(words)
        if len(words) >= begins + len(tokens):
            break
    for first in range(begins):
        if tuple(word.token for word in words[first : first + len(tokens)]) == tokens:
            yield _Found(words[first].start, words[first + len(tokens) - 1].end, what)


@lru_cache(maxsize=500)
def _terms(language: str, concepts: tuple[str, ...]) -> Lexicon | None:
    """The terms of some concepts in a language; None where it has none."""
    known = terms(language)
    chosen = {concept: found for concept in concepts if known and (found := known.terms.get(concept))}
    return Lexicon(LanguageTerms(language=language, terms=chosen)) if chosen else None


def is_alike(token: str, sought: str, distance: int) -> bool:
    """Whether at most so many letters are changed, left out, put in or exchanged with the next."""
    return OSA.distance(token, sought, score_cutoff=distance) <= distance


def _window(text: str, found: list[_Found]) -> tuple[int, int]:
    """Where the snippet starts and ends: over the most different things sought, then the most words, then early."""
    if not found:
        return _trimmed(text, 0, _whole_word_end(text, 0, LENGTH))
    starts = [f.start for f in found]
    best, best_worth = 0, (0, 0)
    for i, first in enumerate(found):
        inside = found[i : bisect_right(starts, first.start + LENGTH - _LEAD)]
        inside = [f for f in inside if f.end <= first.start + LENGTH - _LEAD] or [first]
        worth = (len({f.what for f in inside}), len(inside))
        if worth > best_worth:
            best, best_worth = i, worth
    first = found[best]
    start = _whole_word_start(text, max(0, first.start - _LEAD), first.start)
    if len(text) - start < LENGTH:
        start = _whole_word_start(text, max(0, len(text) - LENGTH), first.start)
    start = min([start, *(f.start for f in found if f.start < start < f.end)])
    end = max(start + LENGTH, first.end)
    end = _whole_word_end(text, max(f.end for f in found if f.start >= start and f.end <= end), end)
    end = max([end, *(f.end for f in found if f.start < end < f.end)])
    return _trimmed(text, start, end)


def _whole_word_start(text: str, start: int, latest: int) -> int:
    """The first start of a word from `start` on, no later than `latest`."""
    if start <= _TO_THE_NEXT_SPACE:
        return 0
    for i in range(start, min(start + _TO_THE_NEXT_SPACE, latest) + 1):
        if text[i - 1].isspace():
            return i
    while start > 0 and unicodedata.category(text[start])[0] == "M":
        start -= 1
    return start


def _whole_word_end(text: str, earliest: int, end: int) -> int:
    """The last end of a word up to `end`, no earlier than `earliest`."""
    if end >= len(text):
        return len(text)
    for i in range(end, max(end - _TO_THE_NEXT_SPACE, earliest) - 1, -1):
        if text[i].isspace():
            return i
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
