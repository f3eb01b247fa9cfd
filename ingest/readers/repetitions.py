"""Phrases that a converter printed twice in a row."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

SHORTEST = 5
"""Words; shorter repetitions happen in real sentences."""
_IN_BAD_COPIES = 2
_ENOUGH = 3  # texts with long repetitions, for a copy to count as bad throughout


def without_repetitions(texts: list[str]) -> list[str]:
    """`texts` without phrases of at least five words that follow themselves at once; line breaks stay.

    Where several texts of one document have such phrases, the copy is bad throughout: then a phrase of two words,
    or one word with a mark of punctuation, goes as well.
    """
    once = [_without(text, SHORTEST) for text in texts]
    bad = sum(before != after for before, after in zip(texts, once, strict=True))
    if bad >= _ENOUGH and bad * 10 >= len(texts):
        return [_without(text, _IN_BAD_COPIES) for text in once]
    return once


def _without(text: str, shortest: int) -> str:
    return "\n".join(_once(line, shortest) for line in text.split("\n"))


def _once(line: str, shortest: int) -> str:
    words = line.split(" ")
    later: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in range(len(words) - shortest + 1):
        later[tuple(words[start : start + shortest])].append(start)
    repeated = {start for starts in later.values() if len(starts) > 1 for start in starts}
    if not repeated and shortest >= SHORTEST:
        return line
    kept: list[str] = []
    place = 0
    while place < len(words):
        skip = 0
        if place in repeated or shortest < SHORTEST:
            skip = _repeats_at(words, place, later, shortest)
        if skip:
            place += skip
        else:
            kept.append(words[place])
            place += 1
    return " ".join(kept)


def _repeats_at(words: list[str], place: int, later: dict[tuple[str, ...], list[int]], shortest: int) -> int:
    """How long the phrase at `place` is that stands there twice in a row; 0 where there is none."""
    if shortest < SHORTEST and words[place : place + 1] == words[place + 1 : place + 2]:
        return 1 if words[place][-1:] in ";,.:" else 0
    places = later.get(tuple(words[place : place + shortest]), [])
    for start in places[bisect_right(places, place) :][:40]:
        length = start - place
        if length >= shortest and words[place:start] == words[start : start + length]:
            return length
    return 0
