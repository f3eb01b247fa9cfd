"""Stems: the forms of a word brought together, each language in its own way.

A stem carries its language (`organiz~en`), because the same letters are another word elsewhere. Languages that are
all but one share their stems: Bokmål and Nynorsk, Croatian, Serbian and Bosnian, Indonesian and Malay. Languages
without a file in `stems/languages` have no stems: there a word is found as written. docs/search-languages.md says what
is done for which.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.folding import ChunkCache
from index.stems.compounds import SHORTEST_COMPOUND
from index.stems.language import file_of_language, language_file
from index.stems.stemmer import Stemmer, stemmer

STEMMED_LANGUAGES = frozenset(file_of_language())

_LANGUAGES_AT_ONCE = 12
_CHUNKS_OF_A_LANGUAGE = 100_000
"""About 20 MB; with the above 250 MB at the very most, and half as much again where all of them have compounds."""


def stemmed_text(text: str, language: str) -> str:
    """The stems of `text` with white space between them; empty where the language has none.

    They stand in the order of the words, one a word, so that words side by side have stems side by side; numbers have
    none. After the last one follow, in the languages that write compounds as one word, the stems of their parts.
    """
    if language not in STEMMED_LANGUAGES:
        return ""
    stems, parts = _caches(file_of_language()[language])
    chunks = text.split()
    found = " ".join(map(stems.__getitem__, chunks))
    if parts is None:
        return found
    of_compounds = [part for chunk in chunks if len(chunk) >= SHORTEST_COMPOUND and (part := parts[chunk])]
    return " ".join([found, *of_compounds])


@lru_cache(maxsize=20_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """The stems of one word as a text of this language has them, without those of its parts.

    None where the word is not in a script of this language.
    """
    found = _in_its_script(word, language)
    return tuple(found.stems(word).split()) if found else ()


@lru_cache(maxsize=20_000)
def stems_in(chunk: str, language: str) -> tuple[str, ...]:
    """The stems under which a text with this chunk is found: `stems_of`, and those of the parts of compounds."""
    found = _in_its_script(chunk, language)
    return (*stems_of(chunk, language), *found.parts(chunk).split()) if found else ()


@lru_cache(maxsize=2_000)
def is_function_word(word: str, language: str) -> bool:
    """Whether `word` is one of the words that hold a sentence together (`of`, `de`, `и`).

    By the list in the language's file, else by the engine's; none where neither has one.
    """
    if language not in STEMMED_LANGUAGES:
        return False
    file = language_file(file_of_language()[language])
    if file.listed(word) in file.listed_function_words:
        return True
    if file.function_words:
        return False
    without = _without_function_words(file.snowball)
    return without is not None and not without.analyze(word)


def splits_compounds(language: str) -> bool:
    """Whether words of the language are also found by their parts."""
    return language in STEMMED_LANGUAGES and _stemmer(file_of_language()[language]).splits_compounds


class _Caches(NamedTuple):
    """What is remembered of the chunks of one language."""

    stems: ChunkCache
    parts: ChunkCache | None


@lru_cache(maxsize=_LANGUAGES_AT_ONCE)
def _caches(name: str) -> _Caches:
    found = _stemmer(name)
    parts = ChunkCache(found.parts, _CHUNKS_OF_A_LANGUAGE) if found.splits_compounds else None
    return _Caches(ChunkCache(found.stems, _CHUNKS_OF_A_LANGUAGE), parts)


@cache
def _stemmer(name: str) -> Stemmer:
    return stemmer(name)


def _in_its_script(word: str, language: str) -> Stemmer | None:
    if language not in STEMMED_LANGUAGES:
        return None
    found = _stemmer(file_of_language()[language])
    return found if found.writes(word) else None


@cache
def _without_function_words(snowball: str | None) -> TextAnalyzer | None:
    if snowball is None:
        return None
    words = Filter.stopword(snowball)
    try:
        return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(words).build()
    except ValueError:  # the engine has no list for this language
        return None
