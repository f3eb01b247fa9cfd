"""Where in a text something sought may begin: its first letters, as texts write them.

A filter before the analysis, which is far dearer: what it finds may still be another word. A form that begins otherwise
than its stem, as of an irregular verb, is found by the engine but not marked in its snippet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from index.folding import fold
from index.plan import Wanted

_OPENING = 3
_LONGEST_OPENING = 6
"""Letters; endings change, and what is joined before a word only moves them."""
_NO_LETTER_BEFORE = r"(?<![^\W\d_])"
_BEHIND_SPACED_SCRIPTS = "\u0590"
"""Behind the letters of Latin, Greek, Cyrillic and Armenian: the first words of which stand behind no letter."""
_CHANGED_AT_THE_END = 2
"""Letters of a stem that may be others in the text, as in `bodi` for body."""
_MARK_WITHIN = "[-\u2010\u2011'’ʼ`\"״׳”·]?"
"""What may stand between letters that folding joins: co-operation."""


class Openings:
    """Finds in texts the first letters of everything sought; nowhere where nothing is sought."""

    def __init__(self, letters: set[str], *, within_words: bool) -> None:
        shortest = {each for each in letters if not any(each != other and each.startswith(other) for other in letters)}
        self._are_folded = any(max(each) >= _BEHIND_SPACED_SCRIPTS for each in shortest)
        apart = sorted(each for each in shortest if each[0] < _BEHIND_SPACED_SCRIPTS and not within_words)
        choices = [self._written(each) for each in sorted(shortest.difference(apart))]
        if apart:
            choices.append(f"{_NO_LETTER_BEFORE}(?:{'|'.join(map(self._written, apart))})")
        self._pattern = re.compile("|".join(choices)) if choices else None

    def places(self, text: str) -> Iterator[int]:
        """Where something sought may begin."""
        if self._pattern is None:
            return iter(())
        if self._are_folded:
            text = text.lower() if text.isascii() else text.translate(_PLAIN)
        return (found.start() for found in self._pattern.finditer(text))

    def _written(self, letters: str) -> str:
        """A pattern for folded letters as texts write them, where it is not the text that is folded."""
        if self._are_folded:
            return _MARK_WITHIN.join(map(re.escape, letters))
        parts: list[str] = []
        place = 0
        while place < len(letters):
            one, pair = _written_as(letters[place]), letters[place : place + 2]
            if pair in _ligatures():
                parts.append(f"(?:{one}{_MARK_WITHIN}{_written_as(pair[1])}|[{_ligatures()[pair]}])")
                place += 2
            else:
                parts.append(one)
                place += 1
        return _MARK_WITHIN.join(parts)


def openings(wanted: Iterable[Wanted], *, within_words: bool) -> Openings | None:
    """The first letters of everything sought; None where a first letter may be another one.

    within_words: also inside words, for languages that join them; scripts without spaces are always looked through.
    """
    letters: set[str] = set()
    for one in wanted:
        if one.distance:
            return None
        tokens = one.tokens if one.scattered else one.tokens[:1]
        letters.update(token[:_LONGEST_OPENING] for token in tokens if not one.stems)
        written = (*tokens, *(stem.rpartition("~")[0] for stem in one.stems)) if one.stems else ()
        letters.update(each[: _opening_of(each)] for each in written)
    return Openings(letters, within_words=within_words)


@cache
def _shapes() -> dict[str, str]:
    """The characters of spaced scripts that folding turns into one letter or two, by these."""
    found: dict[str, str] = {}
    for code in (*range(0x30, ord(_BEHIND_SPACED_SCRIPTS)), *range(0x1E00, 0x2000), *range(0xFB00, 0xFB07)):
        character = chr(code)
        if character.isalnum() and len(folded := fold(character)) in (1, 2):
            found[folded] = found.get(folded, "") + character
    return found


@cache
def _ligatures() -> dict[str, str]:
    return {letters: shapes for letters, shapes in _shapes().items() if len(letters) == 2}


def _written_as(letter: str) -> str:
    shapes = _shapes().get(letter, "")
    return f"[{re.escape(letter)}{shapes}]" if shapes else re.escape(letter)


def _opening_of(written: str) -> int:
    return min(max(_OPENING, len(written) - _CHANGED_AT_THE_END), _LONGEST_OPENING)


class _Plain(dict[int, str]):
    """One letter for each: the first that folding leaves of it. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = fold(character)[:1] or character
        return self[code]


_PLAIN = _Plain()
