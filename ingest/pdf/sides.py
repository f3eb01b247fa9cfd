"""Two languages side by side: which column is in which."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from ingest.language import detect, first_guess, script_of
from ingest.pdf.columns import Region

_WORD = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d+")
_FEWEST_LETTERS = 60
_ENOUGH = 1000
"""So many characters tell the script."""
_MOST_ASKED = 3
"""So many zones of one script are put to the detectors before a document counts as being in one language."""
_SURE = 0.8
_EAST_ASIAN = frozenset(("CJK", "KANA"))


class Sides:
    """Remembers what a document's columns were in, since asking the detectors is slow."""

    def __init__(self, declared: str = "") -> None:
        self.main = declared
        self._asked = 0
        self._words: dict[str, Counter[str]] = defaultdict(Counter)

    def languages(self, regions: list[Region]) -> dict[int, str]:
        """The language of each side of a zone, by its number in `Region.beside`; empty where both have the same."""
        texts: dict[int, str] = {}
        for region in regions:
            texts[region.beside] = texts.get(region.beside, "") + " ".join(s.text for s in region.segments) + " "
        if set(texts) != {1, 2}:
            return {}
        if self._words:
            known = {side: self._nearest(text) for side, text in texts.items()}
            if len(set(known.values())) == 2 and all(known.values()):
                return known
        if any(_is_short(text) for text in texts.values()):
            return {}
        scripts = {script_of(text[:_ENOUGH]) for text in texts.values()}
        if len(scripts) == 1 or scripts == _EAST_ASIAN:
            # Two languages of one text have their figures in common.
            if self._asked and (self._asked >= _MOST_ASKED or not _share_figures(*texts.values())):
                return {}
            self._asked += 1
            if len({first_guess(text[:1500]) for text in texts.values()}) == 1:
                return {}  # as below, but without the slower detector
        found = {side: detect(text[:1500]) for side, text in texts.items()}
        codes = {side: language.code for side, language in found.items()}
        if len(set(codes.values())) < 2 or "und" in codes.values():
            return {}
        if len(scripts) == 1 and min(language.confidence for language in found.values()) < _SURE:
            return {}
        for side, text in texts.items():
            self._words[codes[side]].update(_words(text))
        if self.main not in codes.values():
            self.main = codes[1]
        return codes

    def _nearest(self, text: str) -> str:
        """The language, of those met before, whose commonest words the text uses most."""
        used = Counter(_words(text))
        shares = {
            code: sum(used[word] for word, _ in words.most_common(80)) for code, words in self._words.items()
        }  # fmt: skip
        best = max(shares, key=lambda code: shares[code])
        return best if shares[best] else ""


def _is_short(text: str) -> bool:
    """Whether a text has too few letters to tell its language; of a long one, a part is counted."""
    parts = (text[: 4 * _FEWEST_LETTERS], text)
    return all(sum(map(str.isalpha, part)) < _FEWEST_LETTERS for part in parts)


def _share_figures(one: str, other: str) -> bool:
    here, there = Counter(_FIGURES.findall(one)), Counter(_FIGURES.findall(other))
    return (here & there).total() >= 0.5 * max(here.total(), there.total(), 1)


def _words(text: str) -> list[str]:
    """Words in small letters; where they are not set apart, characters."""
    if script_of(text) in _EAST_ASIAN:
        return [character for character in text if character.isalpha()]
    return _WORD.findall(text.casefold())
