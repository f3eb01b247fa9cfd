"""How laws name the Convention and its Protocols: `corpus/treaties/names.yaml`, compiled to patterns.

The names are written in a small language that the head of that file explains. Text is compared folded: in small
letters, without accents, one character for one, so that places in the folded text are places in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict, Field

from palermo.errors import DataError
from palermo.reference_data import checked, corpus_file, read_yaml

_PIECE = re.compile(r"<date>|<words>|[\[\]()|*,（）'-]|\s+|[^\[\]()|*,（）'\-\s<]+|.")
_DATE = r"(?:[\s,(]*(?:\w{1,6}\.?\s*)?\d{1,2}\W{1,3}(?:\w{1,12}\W{1,3}){1,3}\d{4}\W{0,3})?"
_FEW_WORDS = r"[^.;。\n]{0,90}?"
_MEANING = {
    "<date>": _DATE,
    "<words>": _FEW_WORDS,
    "[": "(?:",
    "]": ")?",
    "(": "(?:",
    ")": ")",
    "|": "|",
    ",": r"\s*[,،、，]?\s*",
    "（": "[（(]",
    "）": "[）)]",
    "'": r"\s?'?\s?",
    "-": r"[-‐‑–]?\s*",
}
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class _Folding(dict[int, int | str]):
    def __missing__(self, codepoint: int) -> int | str:
        """The small letter without accents, where that is one character; found once, then kept."""
        character = chr(codepoint)
        parts = unicodedata.normalize("NFD", character)
        plain = parts[0] if all(unicodedata.combining(part) for part in parts[1:]) else character
        lower = plain.lower()
        folded = lower if len(lower) == 1 else character
        self[codepoint] = folded
        return folded


_FOLDING = _Folding({ord(a): b for a, b in zip("ıς’ʼ‘`´", "iσ'''''", strict=True)})


def fold(text: str) -> str:
    """`text` in small letters without accents, as long as before."""
    return text.translate(_FOLDING)


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    names: dict[str, dict[str, list[str]]]
    supplement_words: list[str] = Field(min_length=1)
    article_before_number: list[str] = Field(min_length=1)
    article_after_number: list[str] = Field(min_length=1)
    article_around_number: list[tuple[str, str]] = Field(min_length=1)
    list_words: list[str] = Field(min_length=1)
    range_words: list[str] = Field(min_length=1)
    link_words: list[str] = Field(min_length=1)
    look_for: list[str] = Field(min_length=1)
    paragraph_words: list[str] = Field(min_length=1)


@dataclass(frozen=True)
class TreatyNames:
    """The compiled names and words, all for folded text."""

    look_for: tuple[str, ...]
    """One of these stands in any text that names an instrument, once it is in small letters."""
    name: re.Pattern[str]
    """Any name; the group that matched says which instrument."""
    supplement: re.Pattern[str]
    article: re.Pattern[str]
    """An article with its number or numbers, in the groups `before`, `after` and `around`."""
    number: re.Pattern[str]
    """One number, or the first (1) and last (2) of a range."""
    link: re.Pattern[str]
    """What may stand between an article and the name of its instrument."""


@cache
def treaty_names() -> TreatyNames:
    """The names that ship; DataError names the file and place that is wrong."""
    return load_treaty_names(corpus_file("treaties", "names.yaml"))


def load_treaty_names(file: Traversable) -> TreatyNames:
    """The names in a file, compiled; DataError names the file and the entry that is wrong."""
    words = checked(_Words, read_yaml(file), str(file))
    alternatives: list[tuple[str, str, bool]] = []
    for language, by_instrument in words.names.items():
        for instrument, names in by_instrument.items():
            for name in names:
                try:
                    alternatives.append((instrument, _compilable(name), bool(_NO_SPACES.search(name))))
                except re.error as error:
                    raise DataError(f"{file}: names.{language}.{instrument}: '{name}': {error}") from error
                if not _can_be_found(name, words.look_for):
                    raise DataError(
                        f"{file}: names.{language}.{instrument}: '{name}': add one of its words to look_for"
                    )
    # Longest first: an alternation takes the first that fits, and a longer name says more.
    alternatives.sort(key=lambda one: -len(one[1]))
    named = [(f"(?P<{instrument}_{n}>{pattern})", bare) for n, (instrument, pattern, bare) in enumerate(alternatives)]
    spaced = "|".join(pattern for pattern, bare in named if not bare)
    unspaced = "|".join(pattern for pattern, bare in named if bare)
    number, numbers = _numbers(words)
    return TreatyNames(
        look_for=tuple(words.look_for),
        # The looks around come first: they let the engine pass most places without trying 170 names.
        name=re.compile(rf"(?<!\w)(?=\w)(?:{spaced})(?!\w)|(?={_NO_SPACES.pattern})(?:{unspaced})"),
        supplement=re.compile(_any(words.supplement_words)),
        article=re.compile(_articles(words, numbers)),
        number=number,
        link=re.compile(_links(words)),
    )


def _pattern(name: str) -> str:
    """A name in the little language of the file as a pattern for folded text."""
    parts: list[str] = []
    for piece in _PIECE.findall(fold(name)):
        if piece == "*":
            # In front of a word only a prefix or the first half of a compound may stand.
            starts = not parts or parts[-1] in ("(?:", "|", r"\s*") or parts[-1].endswith("*")
            parts.append(r"\w{0,15}" if starts else r"\w*")
        elif piece.isspace():
            parts.append(r"\s*")
        else:
            parts.append(_MEANING.get(piece) or re.escape(piece))
    return "".join(parts)


def _compilable(name: str) -> str:
    pattern = _pattern(name)
    re.compile(pattern)
    return pattern


def _any(words: list[str]) -> str:
    """Any of the words, as a whole word unless its script has no spaces."""
    plain = [w for w in words if _NO_SPACES.search(w)]
    spaced = sorted((_pattern(w) for w in words if w not in plain), key=len, reverse=True)
    return "|".join([rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", *map(re.escape, plain)] if spaced else plain)


def _can_be_found(name: str, stems: list[str]) -> bool:
    """Whether the quick look before the search finds a text with this name, in small letters and in capitals."""
    return all(any(stem in form for stem in stems) for form in (name.lower(), name.upper().lower()))


def _numbers(words: _Words) -> tuple[re.Pattern[str], str]:
    one = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,4})"
    first_to_last = rf"({one})(?:\s*(?:[-–]|{_any(words.range_words)})\s*({one}))?"
    parts = r"(?:\s?\(\w{1,4}\)|\.[0-9a-z]{1,2}(?!\w)|\.?[º°ª])*"
    plain = first_to_last.replace(f"({one})", one)
    joined = rf"\s*(?:,|،|/|{_any(words.list_words)})\s*"
    return re.compile(first_to_last), rf"{plain}(?!\w*\d){parts}(?:(?:{joined}){{1,2}}{plain}(?!\w*\d){parts})*"


def _articles(words: _Words, numbers: str) -> str:
    before = rf"(?:{_any(words.article_before_number)})\.?\s*(?:n[o°º]\.?\s*|№\s*)?(?P<before>{numbers})"
    ending = r"\s*(?:\.|'?\w{1,4})?\s*"
    after = rf"(?<![\w.])(?P<after>{numbers}){ending}(?:{_any(words.article_after_number)})"
    around = "|".join(rf"{a}\s*(?P<around{n}>{numbers})\s*{b}" for n, (a, b) in enumerate(words.article_around_number))
    return f"{before}|{after}|{around}"


def _links(words: _Words) -> str:
    links = _any([*words.link_words, *words.paragraph_words])
    part = r"(?<!\w)(?:\d{1,2}|[a-z]|[ivx]{1,4})(?!\w)"
    date = r"(?<!\w)\d{1,2}\W{1,2}(?:\w{1,3}\s)?\w+\s(?:\w{1,3}\s)?\d{4}(?!\w)"
    return rf"(?:(?:{links})\.?|{date}|{part}|[\s,،()（）\"«»“”„'《》「」])*+"
