"""Which writing systems a language's terms may use, and how words are told apart in them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SCRIPTS = {
    "ar": ("ARABIC",),
    "bg": ("CYRILLIC",),
    "el": ("GREEK",),
    "fa": ("ARABIC",),
    "he": ("HEBREW",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"),
    "ko": ("HANGUL",),
    "ru": ("CYRILLIC",),
    "sr": ("CYRILLIC", "LATIN"),
    "th": ("THAI",),
    "uk": ("CYRILLIC",),
    "zh": ("CJK",),
}
WITHOUT_SPACES = frozenset({"ja", "th", "zh"})
"""Languages that are written without spaces between words: their terms are found anywhere."""

_LONGEST_ACRONYM = 8
_DOTTED_I = "i\u0307"
"""What the Turkish capital İ becomes in small letters."""
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0900-\u0dff\u200c\u200d]*")
_CUT = re.compile(f"({_WORD.pattern})")
_DROPPED = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u00ad]")
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
                          "ς": "σ", "ı": "i", "ё": "е"})  # fmt: skip
_SERBIAN_IN_LATIN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)
"""Serbian is written in both scripts, letter for letter."""
_ACCENTS_ARE_OPTIONAL = frozenset({"ca", "el", "en", "es", "fr", "gl", "it", "pt", "ro"})
_MARKS = re.compile("[\u0300-\u036f]")


def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts of a language, by the first word of their characters' Unicode names; Latin unless known."""
    return _SCRIPTS.get(language, ("LATIN",))


def foreign_letter(term: str, language: str) -> str | None:
    """The first letter of `term` that the language's scripts do not have; short words in Latin letters pass.

    Acronyms are Latin everywhere; a Latin letter inside a Cyrillic word is a slip that no text would ever match.
    """
    scripts = scripts_of(language)
    for word in map(str, _LETTERS_ONLY.findall(unicodedata.normalize("NFKC", term))):
        found = {_script(letter) for letter in word}
        acronym = len(word) <= _LONGEST_ACRONYM and (found == {"LATIN"} or language in WITHOUT_SPACES)
        if not acronym and not found.issubset(scripts):
            return next(letter for letter in word if _script(letter) not in scripts)
    return None


def words(text: str) -> list[re.Match[str]]:
    """The words of a text, each with its place."""
    return list(_WORD.finditer(text))


def cut_at_words(text: str) -> list[str]:
    """The text cut at its words: what stands before the first, the first, what stands between, and so on."""
    return _CUT.split(text)


def normal(word: str, language: str) -> str:
    """A word as terms are compared: small letters, one form of each Arabic letter, no vowel points.

    Accents are dropped where they are often not printed, above all in capitals; elsewhere a letter with a mark is
    another letter (Swedish `ä`, Vietnamese tones). Serbian is compared in Latin letters, whichever it is written in.
    """
    lower = unicodedata.normalize("NFKC", word).lower()
    if lower.isascii():
        return lower
    lower = _DROPPED.sub("", lower).translate(_LETTERS).replace("i\u0307", "i")  # what Turkish İ becomes
    if language == "sr":
        return unicodedata.normalize("NFC", lower).translate(_SERBIAN_IN_LATIN)
    if language in _ACCENTS_ARE_OPTIONAL:
        lower = _MARKS.sub("", unicodedata.normalize("NFD", lower))
    return unicodedata.normalize("NFC", lower)


class _OneForOne(dict[int, str]):
    """Characters to compared characters, one for one, so that places stay."""

    def __missing__(self, codepoint: int) -> str:
        character = chr(codepoint)
        folded = unicodedata.normalize("NFKC", character).lower()
        self[codepoint] = folded if len(folded) == 1 else character
        return self[codepoint]


_FOLDED = _OneForOne()


def folded(text: str) -> str:
    """Text of a script without spaces, as terms are compared; as long as before."""
    return text.translate(_FOLDED)


@cache
def _script(character: str) -> str:
    return unicodedata.name(character, "UNKNOWN").split()[0]
