"""Characters: presentation forms and ligatures put back into the letters that they stand for."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufeff\u2e80-\u2fdf\uf900-\ufaff]")
FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LETTER = re.compile(r"[^\W\d_]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0378\u0379\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
# What the private codes of the Symbol and Wingdings fonts nearly always draw at the start of a list item.
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc", "•"))
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
# What `letters_only` may change, but two spaces, Greek words and what is not in NFC.
_UNUSUAL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\u0378\u0379\u0640\u0e4d\u0ecd\u2000-\u200f\u202a-\u202f\u2060-\u2069\u2e80-\u2fdf"
    "\u3000\ue000-\ufaff\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufeff\ufffd\U000f0000-\U0010ffff]"
)

_NEEDS_CARE = re.compile(
    "[\x00\x01\x03-\x09\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u0378\u0379\u0640\u0e4d\u0ecd\u2000-\u200f\u202a-\u202f\u2060-\u2069\u3000"
    "\uac00-\ud7a3\ue000-\uf8ff\ufeff\ufffd\U000f0000-\U0010ffff]"
)
_KASHIDA = re.compile("\u0640+(?=[\u0610-\u061a\u0620-\u065f\u066e-\u06d3])")
_SARA_AM = re.compile("[\u0e4d\u0ecd]([\u0e48-\u0e4b\u0ec8-\u0ecb]?)([\u0e32\u0eb2])")
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_MIXED_LETTERS = re.compile(f"[A-Za-zµ∆][{_GREEK}]|[{_GREEK}][A-Za-zµ∆]")
_MIXED_WORD = re.compile(f"[A-Za-zµ∆]*[{_GREEK}][A-Za-zµ∆{_GREEK}]*")
_LOOKALIKE = re.compile("[A-Za-zµ∆]")
_GREEK_ONE = re.compile(f"[{_GREEK}]")
_GREEK_LETTER = dict(zip("ABEHIKMNOPTXYZovµ∆", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖονμΔ", strict=True))
LIGATURES = frozenset(
    whole
    for code in (*range(0xFBEA, 0xFBFC), *range(0xFC00, 0xFDFC), *range(0xFEF5, 0xFEFD))
    if len(whole := unicodedata.normalize("NFKC", chr(code))) > 1
)


def reads_from_right(text: str) -> bool:
    """Whether most letters are of a script that runs from right to left."""
    right = len(FROM_RIGHT.findall(text))
    return right > 0 and 2 * right > len(_LETTER.findall(text))


def count_strange(text: str) -> int:
    """How many characters are private, control or not assigned: what a broken font encoding leaves."""
    return sum(1 for c in text if is_strange(c)) if _STRANGE.search(text) else 0


@cache
def is_strange(character: str) -> bool:
    """Whether a character can be no part of a text."""
    if character in "\r\n\t\x02\ufffe":  # line ends, and pdfium's marks for a broken word
        return False
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn")


def is_clean(text: str, different: str = "") -> bool:
    """Whether `letters_only` would change nothing in any line of a page, but for pdfium's marks for a broken word.

    different: the different characters of the text, where they are known.
    """
    if "  " in text or _NEEDS_CARE.search(different or text) or _FORMS.search(different or text):
        return False
    return not _has_mixed_letters(text, different or text) and unicodedata.is_normalized("NFC", text)


def letters_only(text: str) -> str:
    """Presentation forms as plain letters, unseen control characters gone, spaces single; order unchanged."""
    if text.isascii() and not _UNSEEN.search(text):
        return _SPACES.sub(" ", text) if "  " in text or "\t" in text else text
    text = unicodedata.normalize("NFC", text)
    if _UNUSUAL.search(text):
        text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]).strip(), text)
        if _STRANGE.search(text):
            text = _STRANGE.sub("", text.translate(_BULLETS))
        text = _UNSEEN.sub("", text)
        if "\u0e4d" in text or "\u0ecd" in text:
            text = _SARA_AM.sub(_one_vowel, text)
        if "\u0640" in text:
            text = _KASHIDA.sub("", text)
        text = _SPACES.sub(" ", text)
    elif "  " in text:
        text = _SPACES.sub(" ", text)
    return _MIXED_WORD.sub(_greek_word, text) if _has_mixed_letters(text, text) else text


def _has_mixed_letters(text: str, different: str) -> bool:
    """Whether Latin and Greek letters touch each other; most texts have only one of the two."""
    if not _GREEK_ONE.search(different) or not _LOOKALIKE.search(different):
        return False
    return bool(_MIXED_LETTERS.search(text))


def _greek_word(found: re.Match[str]) -> str:
    """A Greek word without the Latin letters and signs that fonts and typists put for letters of the same look."""
    word = found[0]
    strangers = set(_LOOKALIKE.findall(word))
    if not strangers or not strangers <= _GREEK_LETTER.keys():
        return word
    return "".join(_GREEK_LETTER.get(c, c) for c in word)


def _one_vowel(found: re.Match[str]) -> str:
    """Thai and Lao `am`, which fonts set as a ring and a stroke."""
    return found[1] + ("\u0e33" if found[2] == "\u0e32" else "\u0eb3")
