"""One letter, one form: case, accents, Arabic spellings, shapes of Han characters, widths and digits are folded away.

The folding looks at letters only, never at the language, so that a word folds alike in a query and in a law.
It works on chunks, the pieces between white space. What it leaves are small letters, digits, the vowel signs
that Indic scripts need, and spaces where punctuation stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_SUPERSCRIPT = re.compile("([¹²³⁰⁴-⁹]+)")
_STRIPPED = re.compile(
    "["
    "\u0300-\u036f"  # accents of Latin, Greek and Cyrillic letters
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew vowel points
    "\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06ed\u0640"  # Arabic vowel signs, hamza above and below, tatweel
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # soft hyphen, joiners, direction marks
    "]+"
)
_PUNCTUATION = ".,;:!?()[]'\"“”„‘’«»…"
"""What surrounds words and leaves no trace of its own."""
# What stands within a word and parts nothing: the hyphen after a syllable that cannot stand alone (co-operation), the
# Ukrainian apostrophe (об'єкт), the mark before the last letter of a Hebrew abbreviation, the Catalan l·l.
_WITHIN_WORDS = re.compile(
    r"(?<![^\W_])(co|re|pre|sub)[-\u2010\u2011](?=[^\W\d_])"
    r"|(?<=[\u0400-\u04ff])['’ʼ`](?=[\u0400-\u04ff])"
    r"|(?<=[\u05d0-\u05ea])[\"'״׳”’](?=[\u05d0-\u05ea])"
    r"|(?<=l)·(?=l)",
    re.IGNORECASE,
)
# Letters that Unicode does not take apart, and the Arabic ones that writers and keyboards exchange.
_LETTERS = str.maketrans(
    {
        "ʼ": "", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك",
    }
)  # fmt: skip


def fold(chunk: str) -> str:
    """`chunk`, which holds no white space, as words apart by single spaces; may be empty."""
    chunk = join_within_words(chunk)
    if chunk.isascii():
        return chunk.lower() if chunk.isalnum() else " ".join(chunk.translate(_ASCII).split())
    # Letters alone, none with a mark of its own (nor a voicing mark of half-width kana): each folds by itself.
    if chunk.isalpha() and "\uff9e" not in chunk and "\uff9f" not in chunk:
        return chunk.translate(_FOLDED_LETTERS)
    return " ".join(_fold_letters(chunk).split())


def fold_ascii(text: str) -> str:
    """A whole text of ASCII letters at once: the words of its folded chunks apart by any number of spaces."""
    return (join_within_words(text) if "-" in text else text).translate(_ASCII)


def fold_with_places(chunk: str) -> tuple[str, list[tuple[int, int]]]:
    """The words of `fold(chunk)` apart by any number of spaces, and the span of `chunk` behind each character."""
    joined = {found.end() - 1 for found in _WITHIN_WORDS.finditer(chunk)}
    starts = [i for i, character in enumerate(chunk) if not _CLINGS[character] or i == 0]
    spans = list(pairwise([*starts, len(chunk)]))
    pieces = ["" if start in joined else _fold_span(chunk[start:end]) for start, end in spans]
    text = "".join(pieces)
    whole = fold(chunk)
    if text.split() != whole.split():
        # letters that only fold right together: each stands for the whole chunk
        return whole, [(0, len(chunk))] * len(whole)
    if len(text) == len(spans) and all(pieces):
        return text, spans
    return text, [span for span, piece in zip(spans, pieces, strict=True) for _ in piece]


def join_within_words(chunk: str) -> str:
    """`chunk` without the hyphens of co-operation and pre-trial, and other marks that stand within words."""
    return chunk if chunk.isalnum() else _WITHIN_WORDS.sub(r"\1", chunk)


def _fold_letters(text: str) -> str:
    text = _SUPERSCRIPT.sub(r"^\1", text).casefold().replace("ŀ", "l")
    text = _STRIPPED.sub("", unicodedata.normalize("NFKD", text)).casefold()
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return "".join([_FOLDED_CHARACTERS[c] for c in text])


@lru_cache(maxsize=50_000)
def _fold_span(span: str) -> str:
    return _fold_letters(span)


@cache
def _han_shapes() -> dict[str, str]:
    """The shape that stands for each other shape of a Han character."""
    lines = files("index").joinpath("han_variants.txt").read_text(encoding="utf-8").splitlines()
    groups = [group for line in lines if not line.startswith("#") for group in line.split()]
    return {other: group[0] for group in groups for other in group[1:]}


class _Characters(dict[str, str]):
    """What is left of each character; filled as characters are met."""

    def __missing__(self, character: str) -> str:
        if character.isdecimal():
            kept = str(unicodedata.decimal(character))
        elif "\u4e00" <= character <= "\u9fff":
            kept = _han_shapes().get(character, character)
        elif character.isalnum() or unicodedata.category(character)[0] == "M":
            kept = character
        else:
            kept = " "
        self[character] = kept
        return kept


class _Letters(dict[int, str]):
    """What each letter folds to; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        folded = " ".join(_fold_letters(chr(code)).split())
        self[code] = folded
        return folded


class _Clings(dict[str, bool]):
    """Whether a character belongs to the one before it: a mark, or something invisible."""

    def __missing__(self, character: str) -> bool:
        clings = (
            unicodedata.category(character)[0] == "M"
            or character in "\uff9e\uff9f"  # the voicing marks of half-width kana
            or _STRIPPED.fullmatch(character) is not None
        )
        self[character] = clings
        return clings


_FOLDED_CHARACTERS = _Characters()
_FOLDED_LETTERS = _Letters()
_CLINGS = _Clings()


class ChunkCache(dict[str, str]):
    """Remembers what `analyse` makes of a chunk: laws repeat their words, and a look-up is far cheaper.

    A chunk without spaces between its words (a Chinese sentence) will hardly come again and is not kept.
    """

    longest = 40

    def __init__(self, analyse: Callable[[str], str], most: int = 400_000) -> None:
        """With `most` chunks, 400,000 of which take about 80 MB, it starts anew."""
        super().__init__()
        self._analyse = analyse
        self.most = most

    def __missing__(self, chunk: str) -> str:
        bare = chunk.strip(_PUNCTUATION)
        if len(bare) == len(chunk):
            found = self._analyse(chunk)
        else:
            found = self[bare] if bare else ""
        if len(chunk) <= self.longest:
            if len(self) >= self.most:
                self.clear()
            self[chunk] = found
        return found
