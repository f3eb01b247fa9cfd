"""The number inside a printed label: `Article 5.` holds `5`, `4 a §` holds `4 a`."""

from __future__ import annotations

import re

from ingest.split.words import fold, heading_words

_WORD_BEFORE = re.compile(
    r"^(?:(?:[^\W\d_]{2,}\.?|s\.|§+|no\.|nr\.?)[\s.]*)+(?=[^\W\d_]{0,3}[\s.-]{0,2}\d)", re.IGNORECASE
)
_WORD_ALONE = re.compile(r"^(?:[^\W\d_]{2,}\.?\s+|§+\s*)(?=\S)")
_ORDINAL_MARK = re.compile(r"(?<=\d)(?:\s|\.)?[oº°ª](?![^\W\d_])\.?", re.IGNORECASE)
_SPACED_HYPHEN = re.compile(r"(?<=\d)\s+[-–]\s+(?=\d{1,2}$|[A-Z]$)|(?<=\d)\s+[-–](?=\d{1,2}$|[A-Z]$)")
_EDGES = " \t.:;,–—-§*"


def bare_number(label: str) -> str:
    """The number as printed without the word before it: `Artículo 2o. Bis.-` gives `2 Bis`.

    Ordinal marks go (`1o`, `3º`, `2.º-A`), a hyphen loses its spaces (`130 - 1`), superscripts stay (`133^1`), words
    that stand for a number stay (`Article premier` gives `premier`, `Vigésima primera` both words).
    Empty where the label holds nothing.
    """
    text = label.strip(_EDGES)
    with_word = text
    if any(c.isdigit() for c in text):
        text = _WORD_BEFORE.sub("", text)
    elif (word := _WORD_ALONE.match(text)) and _names_a_provision(word[0]):
        text = text[word.end() :]
    text = _ORDINAL_MARK.sub("", text).strip(_EDGES)
    return _SPACED_HYPHEN.sub("-", re.sub(r"\s+", " ", text or with_word))


def _names_a_provision(word: str) -> bool:
    """Whether it is a word like "Article" or a sign: in "Vigésima primera" both words are the number."""
    words = heading_words()
    name = fold(word).strip(" .")
    return name[:1] == "§" or name in words.units_before or name in words.divisions_before or name in words.components


def has_digit(text: str) -> bool:
    """Whether a label holds a digit at all."""
    return any(c.isdigit() for c in text)
