"""Characters: presentation forms and ligatures put back into the letters that they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufeff\u2e80-\u2fdf\uf900-\ufaff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0378\u0379\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
# What the private codes of the Symbol and Wingdings fonts nearly always draw at the start of a list item.
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc", "•"))
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")

_MARK_BEFORE_NUMBER = re.compile(r"(?<![\d\w])([-–/،,٪%.:]+)(\d+(?:[./٫٬,]\d+)*)(?![\d\w])")
_KASHIDA = re.compile("\u0640+(?=[\u0610-\u061a\u0620-\u065f\u066e-\u06d3])")
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_MIXED_WORD = re.compile(f"[A-Za-zµ∆]*[{_GREEK}][A-Za-zµ∆{_GREEK}]*")
_LOOKALIKE = re.compile("[A-Za-zµ∆]")
_GREEK_LETTER = dict(zip("ABEHIKMNOPTXYZovµ∆", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖονμΔ", strict=True))
_LIGATURES = frozenset(
    whole
    for code in (*range(0xFBEA, 0xFBFC), *range(0xFC00, 0xFDFC), *range(0xFEF5, 0xFEFD))
    if len(whole := unicodedata.normalize("NFKC", chr(code))) > 1
)


def reads_from_right(text: str) -> bool:
    """Whether most letters are of a script that runs from right to left."""
    right = len(_RIGHT_TO_LEFT.findall(text))
    return right > 0 and 2 * right > len(_LETTER.findall(text))


def in_reading_order(text: str, places: Sequence[tuple[float, float, float, float] | None]) -> str:
    """Put right what pdfium gives in the order of the eye in a line that runs from right to left.

    places: left, right, bottom and top of each character, None for spaces. Two things come out wrong, both seen
    in official gazettes: a glyph for lam and alef gives alef, lam; and the mark after a number (`1-`, `5/`)
    gives mark, number.
    """
    groups: list[str] = []
    for index, character in enumerate(text):
        if index and places[index] is not None and places[index] == places[index - 1]:
            groups[-1] += character
        else:
            groups.append(character)
    if len(groups) < len(text):
        turned = [g[::-1] if g not in _LIGATURES and g[::-1] in _LIGATURES else g for g in groups]
        text = "".join(turned)
    return _MARK_BEFORE_NUMBER.sub(lambda found: _number_first(found, places), text)


def _number_first(found: re.Match[str], places: Sequence[tuple[float, float, float, float] | None]) -> str:
    mark, digit = places[found.start()], places[found.start(2)]
    if mark is None or digit is None or mark[0] >= digit[0]:
        return found[0]
    return found[2] + found[1][::-1]


def count_strange(text: str) -> int:
    """How many characters are private, control or not assigned: what a broken font encoding leaves."""
    return sum(1 for c in text if is_strange(c)) if _STRANGE.search(text) else 0


def is_strange(character: str) -> bool:
    """Whether a character can be no part of a text."""
    if character in "\r\n\t\x02\ufffe":  # line ends, and pdfium's marks for a broken word
        return False
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn")


def letters_only(text: str) -> str:
    """Presentation forms as plain letters, unseen control characters gone, spaces single; order unchanged."""
    if text.isascii() and not _UNSEEN.search(text):
        return _SPACES.sub(" ", text)
    text = unicodedata.normalize("NFC", text)
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]).strip(), text)
    if _STRANGE.search(text):
        text = _STRANGE.sub("", text.translate(_BULLETS))
    text = _UNSEEN.sub("", text)
    if "\u0640" in text:
        text = _KASHIDA.sub("", text)
    return _SPACES.sub(" ", _MIXED_WORD.sub(_greek_word, text))


def _greek_word(found: re.Match[str]) -> str:
    """A Greek word without the Latin letters and signs that fonts and typists put for letters of the same look."""
    word = found[0]
    strangers = set(_LOOKALIKE.findall(word))
    if not strangers or not strangers <= _GREEK_LETTER.keys():
        return word
    return "".join(_GREEK_LETTER.get(c, c) for c in word)
