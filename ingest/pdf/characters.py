"""Characters: presentation forms and ligatures put back into the letters that they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufeff\u2e80-\u2fdf\uf900-\ufaff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# What the private codes of the Symbol and Wingdings fonts nearly always draw at the start of a list item.
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc", "•"))
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")

_LIGATURES = frozenset(
    whole
    for code in (*range(0xFBEA, 0xFBFC), *range(0xFC00, 0xFDFC), *range(0xFEF5, 0xFEFD))
    if len(whole := unicodedata.normalize("NFKC", chr(code))) > 1
)


def reads_from_right(text: str) -> bool:
    """Whether most letters are of a script that runs from right to left."""
    right = len(_RIGHT_TO_LEFT.findall(text))
    return right > 0 and 2 * right > len(_LETTER.findall(text))


def lay_out_ligatures(text: str, same_box: Sequence[bool]) -> str:
    """Turn round the letters of a ligature that the file gives in the order of the eye.

    same_box: for each character whether it is drawn in the very place of the one before it. A glyph that
    stands for lam and alef comes out of pdfium as alef, lam (seen in official gazettes of 2024).
    """
    if not any(same_box):
        return text
    groups: list[str] = []
    for character, same in zip(text, same_box, strict=True):
        if same and groups:
            groups[-1] += character
        else:
            groups.append(character)
    return "".join(g[::-1] if g not in _LIGATURES and g[::-1] in _LIGATURES else g for g in groups)


def letters_only(text: str) -> str:
    """Presentation forms as plain letters, unseen control characters gone, spaces single; order unchanged."""
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]).strip(), text)
    text = _PRIVATE.sub("", _UNSEEN.sub("", text.translate(_BULLETS)))
    return _SPACES.sub(" ", text)
