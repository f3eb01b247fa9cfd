"""Provision numbers as laws print them, in any script, in one comparable form.

`117.011`, `416-bis`, `177 bis`, `5º`, `133¹`, `L425-1`, `第五条の二` (5-2), `٥`, `มาตรา ๕`, `octavo`, `IV`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LATIN_ORDINALS = (
    "bis ter quater quinquies sexies septies octies novies nonies decies undecies duodecies terdecies "
    "quaterdecies quindecies quinquiesdecies sexdecies sexiesdecies septiesdecies octodecies octiesdecies "
    "noviesdecies novodecies vicies unvicies duovicies"
).split()
_LATIN_VALUE = {word: place + 2 for place, word in enumerate(LATIN_ORDINALS)} | {
    "quinquiesdecies": 15, "quindecies": 15, "quinques": 5, "octiesdecies": 18, "quarter": 4, "tres": 3,
    "quinter": 5, "sexter": 6,
}  # fmt: skip
LATIN_WORDS = "|".join(
    [*sorted(_LATIN_VALUE, key=len, reverse=True), "quáter", "quinquiés", "sépties", "octiés", "noniés"]
)
"""A pattern of the Latin words that stand behind a number, the longest first."""

_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "両": 2,
    "两": 2,
    "元": 1,
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
HAN = "〇一二三四五六七八九零○两十百千廿卅"

_ROMAN = re.compile(r"^(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$|^C{1,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")

# "2. Ter bewaking van" and "2º Tres o más" open a sentence: behind a full stop a word that reads on is no suffix, and
# words that also count or name other things are none anywhere unless the number ends with them.
_UNLESS_A_SENTENCE = r"(?!\s?\.\s?[A-Z][a-z]+\s[a-zà-ÿ]|[\s.]{1,2}(?i:tres|quarter)\s[^\W\d_])"

# A number as printed: digits first (or a letter before them: L425-1, R. 312-4), then whatever may follow.
# The a.. suffix of one or two letters must not run into a word: "5 a" is a number, "5 and" is not.
NUMBER = (
    r"(?:[LRDA]\*?\.?\s?(?=\d+-))?"
    r"\d{1,5}"
    # "5o." is an ordinal, "36e" and "29o" are lettered numbers.
    r"(?:[ .]?[º°ª]|(?:er|re|ère|ème|ro|do|to|mo|st|nd|rd|th|τη)\b(?!\s*\))|(?<!\d\d)\.?o\b|\.º)?"
    r"(?:[-–‑./:]\d{1,4}(?![.,]?\d))*"
    r"(?:\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\d+)*"
    r"(?:" + _UNLESS_A_SENTENCE + r"[-–‑ .]{0,2}\(?(?i:" + LATIN_WORDS + r")\b\)?"
    r"(?:[-–‑ /]?\d{1,2}(?!\d)|\s[a-z]\b(?!\)))?)?"
    # A letter right behind the digits; one after a space counts only where punctuation or the line's end follows.
    r"(?:(?<=[º°ª])\s-\s[A-Z](?=\s*(?:[.:–—§]|$|\n))|[-–‑./]?[A-ZΑ-ΩА-Я]{1,3}(?![\w’'])(?!\.[A-Z])|[./][a-zа-я](?![\w.)])|[a-zαβγδåäöæøа-г]{1,2}(?![\w’'])"
    r"|\s[A-ZΑ-Ωa-zαβγδåäöæøа-г](?:\s[a-z])?(?=\s*(?:[.:–—§]|$|\n)))?"
    r"(?:[-–‑./]\d{1,3}(?!\d))?"
    r"(?:\s*مكرر(?:اً|ا|ًا)?(?:\s*\(?[\d]{1,2}\)?)?)?"
)  # fmt: skip


class Number(NamedTuple):
    """printed: as a lawyer writes it (`133^1`, `5-2`, `octavo`); key: comparable; (0, n) before (1, n)."""

    printed: str
    key: tuple[tuple[int, int | str], ...]

    @property
    def first(self) -> int:
        """The leading whole number, 0 where there is none."""
        for rank, value in self.key:
            if rank == 0 and isinstance(value, int):
                return value
        return 0


def han_value(digits: str) -> int:
    """The value of a number in Han characters: 二百九十四 is 294, 二〇 is 20; ValueError for other characters."""
    total = current = 0
    positional = not any(c in _HAN_UNITS for c in digits)
    for c in digits:
        if c in _HAN_DIGITS:
            current = current * 10 + _HAN_DIGITS[c] if positional else _HAN_DIGITS[c]
        elif c in ("廿", "卅"):
            total += _HAN_UNITS[c]
            current = 0
        elif c in _HAN_UNITS:
            total += (current or 1) * _HAN_UNITS[c]
            current = 0
        else:
            raise ValueError(f"no Han numeral: {c}")
    return total + current


def ascii_digits(words: str) -> str:
    """`words` with the decimal digits of every script written as 0 to 9."""
    if words.isascii():
        return words
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in words)


def roman_value(letters: str) -> int | None:
    """The value of a Roman numeral up to 399, None where `letters` is none."""
    if not letters or not _ROMAN.match(letters):
        return None
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for here, after in zip(letters, letters[1:] + " ", strict=True):
        total += -values[here] if values.get(after, 0) > values[here] else values[here]
    return total


_TOKENS = re.compile(r"\^?\d+|[^\W\d_]+", re.UNICODE)


@lru_cache(maxsize=65536)
def comparable(printed: str) -> tuple[tuple[int, int | str], ...]:
    """A key that sorts numbers as a law orders them: 5 < 5 bis < 5 ter < 5-A < 6."""
    plain = unicodedata.normalize("NFD", printed.translate(SUPERSCRIPTS)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    key: list[tuple[int, int | str]] = []
    for token in _TOKENS.findall(plain):
        digits = token.lstrip("^")
        if digits.isdigit():
            key.append((0, int(digits)))
        elif token in _LATIN_VALUE:
            key.append((1, _LATIN_VALUE[token]))
        else:
            key.append((2, token))
    return tuple(key)


_ORDINAL_MARK = re.compile(r"(?<=\d)(?:[ .]?[º°ª]|\.º|\.o\b|(?:er|re|ère|ème|ro|do|to|mo|st|nd|rd|th|o|τη)\b)")
_SUPERSCRIPT_TAIL = re.compile(r"\s?([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


@lru_cache(maxsize=65536)
def clean_number(raw: str) -> Number:
    """A matched number as a lawyer cites it: no ordinal mark, digits of any script as 0-9, `^` for superscript."""
    printed = ascii_digits(raw.strip())
    printed = _ORDINAL_MARK.sub("", printed)
    printed = _SUPERSCRIPT_TAIL.sub(lambda m: "^" + m[1].translate(SUPERSCRIPTS), printed)
    printed = re.sub(r"[–‑]", "-", printed)
    printed = re.sub(r"\s*-\s*", "-", printed)
    printed = re.sub(r"^([LRDA]\*?)\.?\s?(?=\d)", r"\1", printed)
    printed = re.sub(r"\s+", " ", printed).strip(" .:;,-")
    return Number(printed, comparable(printed))
