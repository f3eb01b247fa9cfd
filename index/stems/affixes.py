"""Taking beginnings and endings off a word, by the steps that a language's file lists."""

from __future__ import annotations

from collections.abc import Mapping


class AffixStep:
    """Takes at most one affix off a word, the longest that leaves enough letters, and puts another in its place."""

    def __init__(self, instead: Mapping[str, str], leaves: int, at_the_beginning: bool = False) -> None:
        """`instead` holds for each affix what takes its place, which may be nothing."""
        self._instead = instead
        self._leaves = leaves
        self._at_the_beginning = at_the_beginning
        self._lengths = sorted(set(map(len, instead)), reverse=True)
        # most words end with a letter that ends no affix
        self._edges = frozenset(affix[0 if at_the_beginning else -1] for affix in instead)

    def __call__(self, word: str) -> str:
        """The word without its affix, or as it was."""
        if not word or word[0 if self._at_the_beginning else -1] not in self._edges:
            return word
        most = len(word) - self._leaves
        for length in self._lengths:
            affix = word[:length] if self._at_the_beginning else word[-length:]
            instead = self._instead.get(affix) if length <= most else None
            if instead is not None:
                return instead + word[length:] if self._at_the_beginning else word[:-length] + instead
        return word
