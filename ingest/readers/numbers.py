"""The number inside a printed label: `Article 5.` holds `5`, `4 a §` holds `4 a`."""

from __future__ import annotations

import re

_WORD_BEFORE = re.compile(
    r"^(?:(?:[^\W\d_]{2,}\.?|s\.|§+|no\.|nr\.?)[\s.]*)+(?=[^\W\d_]{0,3}[\s.-]{0,2}\d)", re.IGNORECASE
)
_WORD_ALONE = re.compile(r"^(?:[^\W\d_]{2,}\.?\s+|§+\s*)(?=\S)")
_ORDINAL_MARK = re.compile(r"(?<=\d)\s?[oº°ª](?![^\W\d_])\.?", re.IGNORECASE)
_EDGES = " \t.:;,–—-§*"


def bare_number(label: str) -> str:
    """The number as printed without the word before it: `Artículo 2o. Bis.-` gives `2 Bis`.

    Ordinal marks go (`1o`, `3º`), superscripts stay (`133^1`), a word that stands for a number stays
    (`Article premier` gives `premier`). Empty where the label holds nothing.
    """
    text = label.strip(_EDGES)
    with_word = text
    if any(c.isdigit() for c in text):
        text = _WORD_BEFORE.sub("", text)
    else:
        text = _WORD_ALONE.sub("", text)
    text = _ORDINAL_MARK.sub("", text).strip(_EDGES)
    return re.sub(r"\s+", " ", text or with_word)


def has_digit(text: str) -> bool:
    """Whether a label holds a digit at all."""
    return any(c.isdigit() for c in text)
