"""A text's words: the same for what is indexed, what is asked and what is highlighted.

Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese do not (reliably) put spaces between words. Their runs of
letters become overlapping pairs, as search engines have long done for Chinese, and the last letter once more on
its own: every letter then begins one of the run's words, so that a single letter can be found as a beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from index.folding import ChunkCache, fold, fold_ascii, fold_with_places

_UNSPACED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3041-\u30ff\u31f0-\u31ff"  # kana
    "\u1100-\u11ff\uac00-\ud7af"  # Hangul
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
_RUN = re.compile(f"[{_UNSPACED}]+")
# A letter as readers see it: vowels written before it, itself, then the signs above, below and after it.
_BEFORE = "\u0e40-\u0e44\u0ec0-\u0ec4"
_AFTER = "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
_LETTER = re.compile(f"[{_BEFORE}]*.[{_AFTER}]*")
_SIGNS = re.compile(f"[{_BEFORE}{_AFTER}]")
_CHUNK = re.compile(r"\S+")
# What Korean joins to a noun of two letters or more: particles, and the forms of the verbs 하다 and 되다. Cutting one
# off wrongly only widens a search, since what is left begins the same words.
_PARTICLE = re.compile(
    "(?<=[가-힣]{2})(?:(?:으로|로|에서|에게|에|과|와)?(?:의|는|도|만)|은|이|가|을|를|과|와|도|만|에|로|으로|에서|에게|께서|까지|부터|처럼|보다|마다|"
    "이나|나|이란|란|로서|로써|으로서|으로써|하는|하여|하고|하며|하거나|하지|한다|한|할|함|하다|되는|되어|되고|된다|된|될|됨|되다)$"
)
# Sentences without spaces end at these, so that a long text need not be analysed for one word in it.
_PIECE = re.compile("[^\\s\u3000-\u3004\u3008-\u3030\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]+")

_LOOSE_MARK = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2060\ufeff\uff9e\uff9f]"
)


class Word(NamedTuple):
    """A word of a text, folded, with the span of the text that it stands for."""

    token: str
    start: int
    end: int


class Segment(NamedTuple):
    """The words of a run of letters."""

    tokens: tuple[str, ...]
    unspaced_letters: int
    """How many letters a run without spaces has; its tokens are then overlapping pairs. 0 for other words."""
    written: str
    """As it stands in the query, with its accents."""


def _words_of_chunk(chunk: str) -> str:
    folded = fold(chunk)
    if folded.isascii() or not _RUN.search(folded):
        return folded
    return _RUN.sub(_spaced_pairs, folded).strip()


def _spaced_pairs(run: re.Match[str]) -> str:
    letters = _LETTER.findall(run[0]) if _SIGNS.search(run[0]) else run[0]
    return f" {' '.join([first + second for first, second in pairwise(letters)])} {letters[-1]} "


_WORDS = ChunkCache(_words_of_chunk)


def spaced_words(text: str) -> str:
    """The words of `text` with spaces between them."""
    if text.isascii():
        return fold_ascii(text)
    return " ".join(map(_WORDS.__getitem__, text.split()))


def chunks(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """The pieces of `text` from `start` on that can be analysed alone, with their places: between white space or
    full stops."""
    for found in _PIECE.finditer(text, start):
        yield found.start(), found[0]


def chunk_around(text: str, place: int) -> tuple[int, str]:
    """The piece of `text`, as `chunks` gives it, that has the letter at `place`; with its own place."""
    start = place
    while start > 0 and _PIECE.match(text[start - 1]):
        start -= 1
    found = _PIECE.match(text, start)
    return (start, found[0]) if found else (place, text[place])


def is_plain(text: str) -> bool:
    """Whether no letter of `text` has a mark or an invisible character behind it, so that letters fold one by one."""
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _LOOSE_MARK.search(text))


@lru_cache(maxsize=5_000)
def located_words(chunk: str) -> tuple[Word, ...]:
    """The words of a chunk (no white space in it) with their places in it."""
    folded, places = fold_with_places(chunk)
    return tuple(Word(token, places[start][0], places[end - 1][1]) for token, start, end in _tokens(folded))


def segments(text: str) -> tuple[Segment, ...]:
    """The words of a query, grouped by the runs of letters that they come from.

    Unlike in an indexed text, a run of two or more letters does not end with its last letter alone, and a Korean one
    not with a particle, so that 범죄단체의 also finds 범죄단체를.
    """
    found: list[Segment] = []
    for chunk in text.split():
        folded, places = fold_with_places(chunk)
        for word in _CHUNK.finditer(folded):
            for start, end, unspaced in _runs(word[0], word.start()):
                written = chunk[places[start][0] : places[end - 1][1]]
                if not unspaced:
                    found.append(Segment((folded[start:end],), 0, written))
                    continue
                end -= _particle(folded[start:end])
                pairs = tuple(token for token, _, _ in _pairs(folded, start, end))
                found.append(Segment(pairs[:-1] or pairs, len(pairs), written))
    return tuple(found)


def _particle(run: str) -> int:
    """How many letters the particle or ending at the end of a Korean word has."""
    found = _PARTICLE.search(run)
    return len(found[0]) if found else 0


def _tokens(folded: str) -> Iterator[tuple[str, int, int]]:
    for found in _CHUNK.finditer(folded):
        for start, end, unspaced in _runs(found[0], found.start()):
            if unspaced:
                yield from _pairs(folded, start, end)
            else:
                yield folded[start:end], start, end


def _runs(word: str, offset: int = 0) -> Iterator[tuple[int, int, bool]]:
    """The parts of a word with and without spaces between words, in order."""
    last = 0
    for found in _RUN.finditer(word):
        if found.start() > last:
            yield offset + last, offset + found.start(), False
        yield offset + found.start(), offset + found.end(), True
        last = found.end()
    if last < len(word):
        yield offset + last, offset + len(word), False


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    letters = [found.span() for found in _LETTER.finditer(text, start, end)]
    for (first, _), (_, last) in pairwise(letters):
        yield text[first:last], first, last
    first, last = letters[-1]
    yield text[first:last], first, last
