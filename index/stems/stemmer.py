"""The stemmers: each follows the file of its language and, where that names one, the engine's Snowball stemmer."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from functools import cached_property

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.folding import fold, join_within_words
from index.stems.affixes import AffixStep
from index.stems.compounds import Splitter
from index.stems.language import Language, Script, language_file

# letters and digits, and the vowel signs of Tamil
_WORD = re.compile(r"(?:[^\W_]|[\u0b82-\u0bcd\u0bd7])+")
# also halves of characters that a broken file left, which the engine refuses
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_LETTERS_OF_SCRIPT = {
    Script.LATIN: "a-zA-Z\u00c0-\u024f\u1e00-\u1eff",
    Script.GREEK: "\u0370-\u03ff\u1f00-\u1fff",
    Script.CYRILLIC: "\u0400-\u04ff",
    Script.HEBREW: "\u0590-\u05ff",
    Script.ARABIC: "\u0600-\u06ff",
    Script.DEVANAGARI: "\u0900-\u097f",
    Script.TAMIL: "\u0b80-\u0bff",
}
_TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}


class Stemmer(ABC):
    """Stems the words of one language, and never fails whatever stands in them."""

    def __init__(self, name: str, language: Language) -> None:
        self.language = language
        self._mark = f"~{name}"
        self._forms = language.stem_of_form()
        self._inside = language.replaced_inside()
        letters = "".join(_LETTERS_OF_SCRIPT[script] for script in language.scripts)
        self._letter = re.compile(f"[{letters}]")

    def writes(self, word: str) -> bool:
        """Whether `word` has a letter of a script of this language."""
        return self._letter.search(word) is not None

    def stems(self, chunk: str) -> str:
        """The marked stems of the words of `chunk`, in order, with spaces between them; numbers are passed over."""
        return " ".join([stem + self._mark for word in self._words(chunk) if (stem := self._stem(word))])

    def parts(self, chunk: str) -> str:
        """The marked stems of the parts of compounds in `chunk`; empty where there are none."""
        if self._splitter is None:
            return ""
        of_words = [self._splitter.stems_of_parts(_folded(word)) for word in self._words(chunk)]
        return " ".join([stem + self._mark for stems in of_words for stem in stems if stem])

    @property
    def splits_compounds(self) -> bool:
        """Whether compounds of this language are written as one word."""
        return self.language.compounds is not None

    @cached_property
    def _splitter(self) -> Splitter | None:
        return Splitter(self.language, self._stem) if self.language.compounds else None

    @abstractmethod
    def _words(self, chunk: str) -> list[str]:
        """The words of `chunk` as `_stem` takes them."""

    def _stem(self, word: str) -> str:
        if word.isnumeric():
            return ""
        stem = self._forms.get(_folded(word)) or self._by_rule(word)
        for old, new in self._inside:
            stem = stem.replace(old, new)
        return stem

    @abstractmethod
    def _by_rule(self, word: str) -> str:
        """The stem of a word that is not listed."""


class _LightStemmer(Stemmer):
    """Takes affixes off folded words."""

    def __init__(self, name: str, language: Language) -> None:
        super().__init__(name, language)
        self._steps = language.compiled(language.steps, language.folded)

    def _words(self, chunk: str) -> list[str]:
        return fold(self.language.spelled(chunk)).split()

    def _by_rule(self, word: str) -> str:
        for step in self._steps:
            word = step(word)
            known = self._forms.get(word)
            if known is not None:
                return known
        return word


class _SnowballStemmer(Stemmer):
    """Asks the engine's stemmer, which needs the accents, and folds what it answers."""

    def __init__(self, name: str, language: Language) -> None:
        super().__init__(name, language)
        assert language.snowball is not None
        self._analyzer = _analyzer(language.snowball)
        self._before = language.compiled(language.before, str.lower)
        self._after = language.compiled(language.steps, language.folded)

    def _words(self, chunk: str) -> list[str]:
        chunk = join_within_words(chunk)
        if not chunk.isascii():
            chunk = _INVISIBLE.sub("", unicodedata.normalize("NFC", chunk))
        return _WORD.findall(self.language.spelled(chunk).lower())

    def _by_rule(self, word: str) -> str:
        for step in self._before:
            word = step(word)
        stem = _folded("".join(self._analyzer.analyze(word)))
        return _taken(stem, self._after)


class _SyllableStemmer(Stemmer):
    """Keeps the accents of Vietnamese syllables, with the tone as a figure after the letters."""

    def _words(self, chunk: str) -> list[str]:
        return _WORD.findall(_INVISIBLE.sub("", unicodedata.normalize("NFC", chunk)).lower())

    def _by_rule(self, word: str) -> str:
        letters = unicodedata.normalize("NFD", word)
        tones = "".join([_TONES[c] for c in letters if c in _TONES])
        return unicodedata.normalize("NFC", "".join([c for c in letters if c not in _TONES])) + tones


def stemmer(name: str) -> Stemmer:
    """The stemmer that the file of this name describes."""
    language = language_file(name)
    if language.snowball is not None:
        return _SnowballStemmer(name, language)
    return _SyllableStemmer(name, language) if language.keeps_accents else _LightStemmer(name, language)


def _taken(word: str, steps: tuple[AffixStep, ...]) -> str:
    for step in steps:
        word = step(word)
    return word


def _folded(word: str) -> str:
    """One word, already in small letters, folded to one word."""
    if word.isascii():
        return word
    folded = fold(word)
    return folded if folded.isalnum() else "".join(folded.split())


def _analyzer(snowball: str) -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(snowball)).build()
