"""Phrases that a converter printed twice in a row."""

from __future__ import annotations

from collections import defaultdict

_SHORTEST = 5  # words; shorter repetitions happen in real sentences


def without_repetitions(text: str) -> str:
    """`text` without phrases of at least five words that follow themselves at once; line breaks stay."""
    return "\n".join(_once(line) for line in text.split("\n"))


def _once(line: str) -> str:
    words = line.split(" ")
    if len(words) < 2 * _SHORTEST:
        return line
    later: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in range(len(words) - _SHORTEST + 1):
        later[tuple(words[start : start + _SHORTEST])].append(start)
    if all(len(places) == 1 for places in later.values()):
        return line
    kept: list[str] = []
    place = 0
    while place < len(words):
        skip = _repeats_at(words, place, later)
        if skip:
            place += skip
        else:
            kept.append(words[place])
            place += 1
    return " ".join(kept)


def _repeats_at(words: list[str], place: int, later: dict[tuple[str, ...], list[int]]) -> int:
    """How long the phrase at `place` is that stands there twice in a row; 0 where there is none."""
    for start in later.get(tuple(words[place : place + _SHORTEST]), ()):
        length = start - place
        if length >= _SHORTEST and words[place:start] == words[start : start + length]:
            return length
    return 0
