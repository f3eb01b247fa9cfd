"""Characters as a lawyer reads them: no soft hyphens, no stray controls, one kind of space, composed letters."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\u0000-\u0008\u000e-\u001f\u007f]")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f]+")
_NEEDS_CARE = re.compile(
    r"[\u0000-\u0009\u000b-\u001f\u007f\u00a0\u00ad\u1680\u2000-\u200b\u202f\u205f\u2060\ufeff]|  | \n|\n "
)
_SUPERSCRIPT = str.maketrans("0123456789oa", "⁰¹²³⁴⁵⁶⁷⁸⁹ºª")


def tidy(words: str) -> str:
    """`words` with single spaces, without invisible characters, in Unicode normal form C; newlines stay."""
    if not _NEEDS_CARE.search(words) and unicodedata.is_normalized("NFC", words):
        return words.strip()
    words = unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", words)))
    if "\n" in words:
        words = re.sub(r" ?\n ?", "\n", words)
    return words.strip()


def superscript(words: str) -> str:
    """Digits and the letters of ordinals set high, as characters of their own: `133¹`, `1º`; else unchanged."""
    inner = words.strip()
    if inner and (inner.isdigit() or inner in ("o", "a")) and inner.isascii():
        return inner.translate(_SUPERSCRIPT)
    return words


_SENTENCE_ENDS = frozenset('.!?:;。；：！？।॥…؛؟·”"»›)]|—–')


def join_wrapped(lines: list[str]) -> str:
    """Lines of one paragraph as one line; a word divided by a hyphen at a line's end is made whole."""
    text = ""
    for line in lines:
        line = line.strip()
        if not text:
            text = line
        elif re.search(r"[^\W\d_][-‐]$", text) and line[:1].islower():
            text = text[:-1] + line
        elif text and line and _no_space_script(text[-1]) and _no_space_script(line[0]):
            text += line
        else:
            text += " " + line
    return text


def _no_space_script(character: str) -> bool:
    code = ord(character)
    return 0x3000 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xFF00 <= code <= 0xFFEF


def reads_on(before: str, after: str) -> bool:
    """Whether `after` looks like the rest of a sentence that `before` breaks off."""
    return bool(after) and after[0].islower() and bool(before) and before[-1] not in _SENTENCE_ENDS
