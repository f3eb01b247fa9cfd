"""Provision numbers as readers type them: `467.11`, `416-bis`, `177 bis`, `§ 129`, `L425-1`, `5(1)(a)`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SUPERSCRIPT = re.compile("([¹²³⁰⁴-⁹]+)")
_SPACE = re.compile(r"\s+")
_BEFORE_A_LETTER = re.compile(r"[-‐‑–.](?=[^\W\d_])")
_AFTER_A_LETTER = re.compile(r"(?<=[^\W\d_])\.(?=\d)")
_ORDINAL = (
    "(?:un|duo|ter|quater|quin|sex|septen|octo|novo)?"
    "(?:bis|ter|quater|quinquies|sexies|septies|octies|no[vn]ies|decies|vicies)"
)
_NUMBER = re.compile(
    rf"(?:[^\W\d_]{{1,2}}[.-]?)?\d+(?:[.:/^-]\d+)*(?:[-.]?(?:[^\W\d_]{{1,2}}|{_ORDINAL}))?(?:[-.^]\d+)*",
    re.IGNORECASE,
)
_ADDITION = re.compile(rf"[^\W\d_]|{_ORDINAL}", re.IGNORECASE)
_LETTER_BEFORE = re.compile(r"[^\W\d_]\.")
_BELOW = re.compile(r"\(.*")

DESIGNATIONS = frozenset(
    "art arts article articles articulo articulos artigo artigos articolo articoli artikel articol "
    "sec section sections s ss par para paragraph paragraf paragrafo § clanek cl pykala madde maddesi "
    "ст статья статьи статье αρθρο αρθρου ماده الماده มาตรา điều dieu".split()
)
"""What stands before a provision's number, folded."""


@lru_cache(maxsize=20_000)
def number_key(number: str) -> str:
    """The form in which numbers are compared: no case, accents or spaces, no hyphen or dot before a letter.

    Nor a dot after one: `L. 425-1` is `L425-1`.
    """
    text = unicodedata.normalize("NFKD", _SUPERSCRIPT.sub(r"^\1", number)).casefold()
    text = _SPACE.sub("", "".join(c for c in text if not unicodedata.combining(c)))
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _AFTER_A_LETTER.sub("", _BEFORE_A_LETTER.sub("", text)).strip(".:-§")


def printed_number_keys(number: str) -> tuple[str, ...]:
    """The keys under which a provision is found; `2:17` is found as `17` too."""
    key = number_key(number)
    if not key:
        return ()
    _, colon, last = key.rpartition(":")
    return (key, last) if colon and last else (key,)


def asked_number_key(word: str) -> str | None:
    """The key that `word` of a query asks for; None where it is no provision number. `5(1)(a)` asks for 5."""
    text = _SUPERSCRIPT.sub(r"^\1", word).strip("§.,;:()[]")
    text = _BELOW.sub("", text)
    return number_key(text) if _NUMBER.fullmatch(text) else None


def is_addition(word: str) -> bool:
    """Whether `word` may follow a number that it belongs to: a letter, or `bis` and its kin."""
    return _ADDITION.fullmatch(word) is not None


def is_letter_of_a_number(word: str) -> bool:
    """Whether `word` may stand before a number that it belongs to: the `L.` of `L. 425-1`."""
    return _LETTER_BEFORE.fullmatch(word) is not None
