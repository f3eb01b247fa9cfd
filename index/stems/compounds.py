"""Compounds written as one word: Geldwäschebekämpfung holds Geldwäsche and Bekämpfung.

Without a dictionary of the whole language only sure signs count, all of them in the language's file: a syllable that
can only end the first part (Ermittlung-s-verfahren), a first part of this field (Geldwäsche-), or a last part that
is common in laws (-bekämpfung). What shows none of them stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from index.stems.language import Language

_SHORTEST = 4
"""Letters of the shortest part: shorter ones are more often accidents (Ver-handlung, Verein-sam-ung)."""

SHORTEST_COMPOUND = 2 * _SHORTEST

Stem = Callable[[str], str]


class Splitter:
    """Splits the folded words of one language."""

    def __init__(self, language: Language, stem: Stem) -> None:
        signs = language.compounds
        assert signs is not None
        self._stem = lru_cache(maxsize=10_000)(stem)
        self._firsts = frozenset(language.words(signs.firsts))
        heads = {head: stem(head) for head in language.words(signs.heads)}
        self._heads = frozenset(head for head in heads.values() if len(head) >= _SHORTEST)
        forms = [form for form, head in language.stem_of_form().items() if head in self._heads]
        self._forms_of_heads = frozenset([*heads, *forms])
        whole, ends = signs.not_before(language.folded)
        self._not_before_heads = whole
        self._no_end_before_heads = ends
        joints = "|".join(joint.removesuffix("s") for joint in language.words(signs.joints))
        self._joint = re.compile(rf"(.{{{_SHORTEST},}}?(?:{joints}))s(.{{{_SHORTEST},}})") if joints else None
        self._longest_first = max(map(len, self._firsts), default=0)
        self._longest_head = max(map(len, self._forms_of_heads | self._heads), default=0)

    def stems_of_parts(self, word: str) -> list[str]:
        """The stems of `parts`, each once."""
        return list(dict.fromkeys(self._stem(part) for part in self.parts(word)))

    def parts(self, word: str) -> Iterator[str]:
        """The parts of `word` that are sure, each once more in its own parts; none where it stays whole."""
        if len(word) < SHORTEST_COMPOUND:
            return
        split = self._at_joint(word) or self._before_head(word)
        if split is not None:
            for part in split:
                yield part
                yield from self.parts(part)
        else:
            yield from self._first(word)

    def _at_joint(self, word: str) -> tuple[str, str] | None:
        found = self._joint.fullmatch(word) if self._joint else None
        return (found[1], found[2]) if found else None

    def _before_head(self, word: str) -> tuple[str, str] | None:
        """Before a head, which the word itself or, in any of its forms, the stem of the word ends with."""
        stem = self._stem(word)
        if stem in self._heads:
            return None
        for whole, heads in ((word, self._forms_of_heads), (stem, self._heads)):
            for length in range(min(self._longest_head, len(whole) - _SHORTEST), _SHORTEST - 1, -1):
                first = whole[:-length]
                if whole[-length:] in heads and word.startswith(first):
                    return (first, word[len(first) :]) if self._may_precede_a_head(first) else None
        return None

    def _may_precede_a_head(self, first: str) -> bool:
        return first not in self._not_before_heads and not first.endswith(self._no_end_before_heads)

    def _first(self, word: str) -> Iterator[str]:
        for length in range(min(self._longest_first, len(word) - _SHORTEST), _SHORTEST - 1, -1):
            if word[:length] in self._firsts:
                yield word[:length]
                return
