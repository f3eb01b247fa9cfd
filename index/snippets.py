"""A piece of an entry's own text around what was found, and where in it the found words stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from index.analysis import Word, chunks, located_words, spaced_words
from index.plan import Wanted
from index.stemming import stems_of

LENGTH = 240
"""Characters of a snippet: three lines in a list of results."""
_LEAD = 40
"""Characters before the first found word, so that a reader sees what it belongs to."""
_TO_THE_NEXT_SPACE = 25
"""How far an end may move so as not to cut a word; further away there are no spaces between words."""
_MOST_TEXT = 100_000
"""Characters that are looked through: an annex of a megabyte must not hold up the page."""

Spans = tuple[tuple[int, int], ...]


class _Found(NamedTuple):
    start: int
    end: int
    what: int


class Highlighter:
    """Finds what a plan seeks in texts, by the same analysis that indexed them."""

    def __init__(self, sought: Iterable[Wanted]) -> None:
        wanted = tuple(dict.fromkeys(sought))
        self._single = [(what, w) for what, w in enumerate(wanted) if len(w.tokens) == 1]
        self._runs = [(what, w) for what, w in enumerate(wanted) if len(w.tokens) > 1]
        self._tokens = {w.tokens[0] for _, w in self._single}
        self._stems = {stem for _, w in self._single for stem in w.stems}
        self._beginnings = tuple(w.tokens[0] for _, w in self._single if w.beginning)
        self._in_chunks: dict[tuple[str, str], tuple[_Found, ...]] = {}

    def snippet(self, text: str, language: str) -> tuple[str, Spans]:
        """The best piece of `text`, and the spans in it that were found; the opening where nothing was."""
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
        if self._single:
            for start, chunk in chunks(text):
                for inside in self._in_chunk(chunk, language):
                    found.append(_Found(start + inside.start, start + inside.end, inside.what))
        if self._runs:
            found += self._find_runs(text)
        return sorted(found)

    def _in_chunk(self, chunk: str, language: str) -> tuple[_Found, ...]:
        """The single words found in a chunk; remembered, since texts repeat their words."""
        key = (chunk, language)
        found = self._in_chunks.get(key)
        if found is None:
            found = self._in_chunks[key] = tuple(self._singles(chunk, language))
        return found

    def _singles(self, chunk: str, language: str) -> Iterator[_Found]:
        tokens = spaced_words(chunk).split()
        stems = stems_of(chunk, language) if self._stems else ()
        if (
            self._tokens.isdisjoint(tokens)
            and self._stems.isdisjoint(stems)
            and not any(token.startswith(self._beginnings) for token in tokens)
        ):
            return
        for what, wanted in self._single:
            sought = wanted.tokens[0]
            if wanted.beginning:
                if any(token.startswith(sought) for token in tokens):
                    yield from (
                        _Found(w.start, w.end, what) for w in located_words(chunk) if w.token.startswith(sought)
                    )
            elif sought in tokens or not set(wanted.stems).isdisjoint(stems):
                for word in located_words(chunk):
                    written = chunk[word.start : word.end]
                    if word.token == sought or not set(wanted.stems).isdisjoint(stems_of(written, language)):
                        yield _Found(word.start, word.end, what)

    def _find_runs(self, text: str) -> Iterator[_Found]:
        pieces = [(start, chunk, words) for start, chunk in chunks(text) if (words := spaced_words(chunk).split())]
        tokens = [token for _, _, words in pieces for token in words]
        line = f" {' '.join(tokens)} "
        first_tokens = list(accumulate((len(words) for _, _, words in pieces), initial=0))

        def place(nth: int) -> Word:
            piece = bisect_right(first_tokens, nth) - 1
            start, chunk, _ = pieces[piece]
            word = located_words(chunk)[nth - first_tokens[piece]]
            return Word(word.token, start + word.start, start + word.end)

        for what, wanted in self._runs:
            length = len(wanted.tokens)
            if f" {' '.join(wanted.tokens)} " in line:
                for i in range(len(tokens) - length + 1):
                    if tokens[i] == wanted.tokens[0] and tuple(tokens[i : i + length]) == wanted.tokens:
                        yield _Found(place(i).start, place(i + length - 1).end, what)
            elif wanted.scattered:
                for i, token in enumerate(tokens):
                    if token in wanted.tokens:
                        yield _Found(*place(i)[1:], what)


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
