"""Stems: the forms of a word brought together, each language in its own way.

A stem carries its language (`organ~en`), because the same letters are another word elsewhere (Dutch `organ`).
Languages without a stemmer have no stems: there a word is found as written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.folding import ChunkCache, fold, join_bound_syllables

_STEMMERS = {
    "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_SAME_AS = {"nb": "no", "nn": "no"}
STEMMED_LANGUAGES = frozenset({*_STEMMERS, *_SAME_AS, "ar"})

_OWN_SCRIPT = {
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "ta": re.compile("[\u0b80-\u0bff]"),
}
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
# also halves of characters that a broken file left, which the engine refuses
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_ISED = re.compile(r"(?<=\w{3})is$")
# The light stemming that Larkey, Ballesteros and Connell measured ("light10"), on folded letters:
# articles and the conjunction before a word, the commonest endings after it.
_ARABIC_BEFORE = re.compile(r"^(?:و?(?:ال|بال|كال|فال)|لل|و(?=\w{3}))(?=\w{2})")
_ARABIC_AFTER = re.compile(r"(?<=\w\w)(?:ها|ان|ات|ون|ين|يه|ه|ي)$")


def stemmed_text(text: str, language: str) -> str:
    """The stems of `text` with spaces between them; empty where the language has no stemmer."""
    if language not in STEMMED_LANGUAGES:
        return ""
    stems = _cache_of(_SAME_AS.get(language, language))
    return " ".join(map(stems.__getitem__, text.split()))


@lru_cache(maxsize=20_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """The stems of one word as a text of this language has them; none where it is not in its script."""
    script = _OWN_SCRIPT.get(language, _LATIN)
    return tuple(stemmed_text(word, language).split()) if script.search(word) else ()


@lru_cache(maxsize=2_000)
def is_function_word(word: str, language: str) -> bool:
    """Whether `word` is one of the words that hold a sentence together (`of`, `de`, `и`)."""
    without = _without_function_words(_SAME_AS.get(language, language))
    return without is not None and not without.analyze(word)


@cache
def _cache_of(language: str) -> ChunkCache:
    tag = f"~{language}"
    if language == "ar":

        def arabic(chunk: str) -> str:
            return " ".join([_arabic_stem(word) + tag for word in fold(chunk).split() if not word.isdigit()])

        return ChunkCache(arabic)
    analyzer = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stemmer(_STEMMERS[language]))
        .filter(Filter.ascii_fold())
        .build()
    )

    def stem(chunk: str) -> str:
        stems = analyzer.analyze(_readable(chunk, language))
        if language == "en":  # organis(ed) and organiz(ed) are one word
            stems = [_ISED.sub("iz", stem) for stem in stems]
        return " ".join([stem + tag for stem in stems if not stem.isdigit()])

    return ChunkCache(stem)


def _readable(chunk: str, language: str) -> str:
    """What the stemmer needs: letters composed, nothing invisible, and spellings it does not know replaced."""
    chunk = join_bound_syllables(chunk)
    if language == "tr":  # the engine's small letters are not Turkish: I is ı, İ is i
        chunk = chunk.replace("İ", "i").replace("I", "ı")
    if chunk.isascii():
        return chunk
    chunk = _INVISIBLE.sub("", unicodedata.normalize("NFC", chunk))
    return chunk.replace("ё", "е").replace("Ё", "Е") if language == "ru" else chunk


def _arabic_stem(word: str) -> str:
    return _ARABIC_AFTER.sub("", _ARABIC_BEFORE.sub("", word))


@cache
def _without_function_words(language: str) -> TextAnalyzer | None:
    if language not in _STEMMERS:
        return None
    words = Filter.stopword(_STEMMERS[language])
    try:
        return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(words).build()
    except ValueError:  # the engine has no list for this language
        return None
