"""The heading words of `corpus/heading_words.yaml`, folded and ready to look up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

_ARABIC_FOLDING = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}


class _Folding(dict[int, str]):
    """Small letters without accents, one character for one, so that places in the text stay what they are."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if 0xAC00 <= code <= 0xD7A3:  # a Hangul syllable is a letter, not a letter with accents
            return character
        base = unicodedata.normalize("NFD", character)[0].lower()
        folded = _ARABIC_FOLDING.get(character, base if len(base) == 1 else character)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(words: str) -> str:
    """`words` in small letters without accents; of the same length."""
    return words.translate(_FOLDING)


@dataclass(frozen=True)
class HeadingWords:
    """Look-ups from a folded word to its group.

    Each may map one word to several groups: a document decides between them.
    """

    units_before: dict[str, str]
    units_after: dict[str, str]
    divisions_before: dict[str, str]
    divisions_after: dict[str, str]
    counters: dict[str, str]
    components: dict[str, str]
    named: tuple[str, ...]
    amendment_notes: tuple[str, ...]
    contents: frozenset[str]
    ordinals: dict[str, int]
    ranks: dict[str, int]
    """A division group's usual depth, 1 the outermost."""
    first_words: frozenset[str]
    """The first words of all the above: a block that opens with another one opens nothing."""


def _table(groups: dict[str, dict[str, list[str]]], side: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for group, sides in groups.items():
        for word in sides[side]:
            table.setdefault(fold(str(word)), group)
    return table


@lru_cache(maxsize=1)
def heading_words() -> HeadingWords:
    """The words of the data file; read once."""
    raw: dict[str, Any] = yaml.safe_load((files("corpus") / "heading_words.yaml").read_text(encoding="utf-8"))
    ordinals: dict[str, int] = {}
    for entries in raw["ordinal words"].values():
        for place, entry in enumerate(entries, start=1):
            for form in entry.split():
                ordinals.setdefault(fold(form.replace("_", " ")), place)
    units_before, divisions_before = _table(raw["units"], "before"), _table(raw["divisions"], "before")
    components = {fold(word): kind for kind, words in raw["components"].items() for word in words}
    named = tuple(fold(words) for words in raw["provisions with a name"])
    openings = [*units_before, *divisions_before, *components, *named, *ordinals]
    return HeadingWords(
        units_before=units_before,
        units_after=_table(raw["units"], "after"),
        divisions_before=divisions_before,
        divisions_after=_table(raw["divisions"], "after"),
        counters={sign: group for group, signs in raw["counters"].items() for sign in signs},
        components=components,
        named=named,
        amendment_notes=tuple(fold(words) for notes in raw["amendment notes"].values() for words in notes),
        contents=frozenset(fold(words) for headings in raw["contents"].values() for words in headings),
        ordinals=ordinals,
        first_words=frozenset(found[0] for words in openings if (found := WORD.match(words))),
        ranks={group: depth for depth, group in enumerate(raw["divisions"], start=1)},
    )


# Vowel signs of Indic scripts are no letters to `re`, so a word runs on to the next space or mark.
WORD = re.compile(r"""[^\W\d_][^\s\d.,:;()\[\]{}<>«»"“”/|§–—\u3000（）-]*|§+""")
