"""Many provisions made of few: copy after copy of a library's own, each in other States and partly in other words.

A real library of a million provisions does not exist yet. In these copies the words of a language stay as frequent
as they are and mostly follow one another as they do, yet no two texts are the same, and neither are two laws.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, count, groupby
from pathlib import Path
from typing import cast

from index.contract import IndexEntry, SearchEngine
from library import open_library
from library.opening import Library
from palermo.model.state import states

_EXCHANGED = 0.05
"""Of the words of a copy."""
_DRAWN_AT_ONCE = 10_000
_WITHOUT_SPACES = frozenset({"ja", "km", "lo", "my", "th", "zh"})
"""Languages whose texts have no spaces between words: there two letters are exchanged together."""
_FIRST_YEAR, _YEARS = 1900, 126


class _Keeping:
    """Takes what a library gives its search engine."""

    def __init__(self) -> None:
        self.entries: list[IndexEntry] = []

    def add(self, entries: Iterable[IndexEntry]) -> int:
        self.entries.extend(entries)
        return len(self.entries)


def provisions_of(folder: Path) -> list[IndexEntry]:
    """The provisions of the library in `folder`, as its search engine gets them."""
    keeping = _Keeping()
    with open_library(folder, create=False) as opened:
        library = Library(opened.folder, opened.catalogue, cast(SearchEngine, keeping))
        library.add_to_index(sorted(version.id for version in opened.catalogue.current_versions()))
    return keeping.entries


def many_provisions(originals: Sequence[IndexEntry], number: int) -> Iterator[IndexEntry]:
    """So many provisions, law after law, the same ones every time; only the originals are held in memory.

    Tags, concepts and languages are those of the original; its State and year move on with each copy. ValueError
    where there are no originals.
    """
    if not originals:
        raise ValueError("there are no provisions to copy")
    laws = [list(entries) for _, entries in groupby(originals, key=lambda entry: entry.version)]
    words = _words_by_language(originals)
    left = number
    for copy in count():
        chance = random.Random(copy)
        other_words = {language: words[language].drawn_by(chance) for language in sorted(words)}
        for law in chance.sample(laws, len(laws)):
            for entry in law[:left]:
                yield _copied(entry, copy, chance, other_words[entry.language]) if copy else entry
            left -= len(law[:left])
            if not left:
                return


class _Words:
    """The words of a language, by how often they are used."""

    def __init__(self, found: Counter[str]) -> None:
        self._words = list(found)
        self._sums = list(accumulate(found.values()))

    def drawn_by(self, chance: random.Random) -> Iterator[str]:
        """Words without end, the frequent ones often."""
        while True:
            yield from chance.choices(self._words, cum_weights=self._sums, k=_DRAWN_AT_ONCE)


def _words_by_language(entries: Iterable[IndexEntry]) -> dict[str, _Words]:
    found: dict[str, Counter[str]] = {}
    for entry in entries:
        found.setdefault(entry.language, Counter()).update(_pieces(entry.text or entry.law_title, entry.language))
    return {language: _Words(counter) for language, counter in found.items()}


def _pieces(text: str, language: str) -> list[str]:
    """The words with what surrounds them, or pairs of letters."""
    if language in _WITHOUT_SPACES:
        return [text[start : start + 2] for start in range(0, len(text), 2)]
    return text.split(" ")


def _copied(entry: IndexEntry, copy: int, chance: random.Random, other_words: Iterator[str]) -> IndexEntry:
    law = f"{entry.law}-{copy}"
    version = law + entry.version.removeprefix(entry.law)
    year = entry.year and _FIRST_YEAR + (entry.year - _FIRST_YEAR + copy * 7) % _YEARS

    def exchanged(text: str) -> str:
        pieces = _pieces(text, entry.language)
        for _ in range(int(len(pieces) * _EXCHANGED + chance.random())):
            pieces[int(chance.random() * len(pieces))] = next(other_words)
        return ("" if entry.language in _WITHOUT_SPACES else " ").join(pieces)

    return replace(
        entry,
        id=version + entry.id.removeprefix(entry.version),
        version=version,
        law=law,
        state=_state_after(entry.state, copy),
        year=year,
        date=f"{year}{entry.date[4:]}" if year and entry.date else "",
        law_title=f"{entry.law_title} {copy}",
        heading=exchanged(entry.heading),
        text=exchanged(entry.text),
    )


def _state_after(state: str, places: int) -> str:
    """Another State, by turns, so that each has laws in several languages."""
    codes = list(states())
    place = codes.index(state) if state in codes else 0
    return codes[(place + places * 5) % len(codes)]
