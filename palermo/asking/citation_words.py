"""The words around a citation: `corpus/citation_words.yaml`, with what other data files have for laws and treaties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict, Field

from palermo.reference_data import corpus_file, read_checked, read_yaml
from palermo.tagging.treaty_names import fold

_DESIGNATIONS = ("article", "section", "paragraph sign")
"""The groups of `heading_words.yaml` whose words stand before a provision's number in a citation."""
_MORE_DESIGNATIONS = ("sections", "secs", "ss", "arts", "artículos", "artigos", "§§")


class _CitationWords(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    law_words: tuple[str, ...] = Field(min_length=1)
    code_words: tuple[str, ...] = Field(min_length=1)
    law_signs: tuple[str, ...] = Field(min_length=1)
    quantity_words: tuple[str, ...] = Field(min_length=1)
    quantity_signs: tuple[str, ...] = Field(min_length=1)
    paragraph_words: tuple[str, ...] = Field(min_length=1)
    link_words: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True)
class CitationWords:
    """Patterns for folded text."""

    law: re.Pattern[str]
    """A whole word of a law's title, or a sign in it."""
    code: re.Pattern[str]
    quantity: re.Pattern[str]
    """What follows a number that counts years, days, money."""
    paragraph: str
    """A word for a part of an article."""
    designation: str
    """A word or sign before a provision's number."""
    designation_after: str
    link: re.Pattern[str]
    """A word that belongs to no law's title where it stands at its beginning or end."""


@cache
def citation_words() -> CitationWords:
    """The words that ship; DataError names the file and the line that is wrong."""
    return load_citation_words(corpus_file("citation_words.yaml"))


def load_citation_words(file: Traversable) -> CitationWords:
    """The words in a file, compiled; DataError names the file and the line that is wrong."""
    own = read_checked(_CitationWords, file)
    of_treaties = read_yaml(corpus_file("treaties", "names.yaml"))
    units = read_yaml(corpus_file("heading_words.yaml"))["units"]
    before = [word for group in _DESIGNATIONS for word in units[group]["before"]]
    signs = "|".join(re.escape(fold(sign)) for sign in own.law_signs)
    counted = "|".join(map(re.escape, own.quantity_signs))
    return CitationWords(
        law=re.compile(rf"{any_word([*own.law_words, *own.code_words])}|{signs}"),
        code=re.compile(rf"{any_word(own.code_words)}|{signs}"),
        quantity=re.compile(rf"\s*(?:%|{counted})|[\s.º°-]*(?:(?:de|of|du|von)\s+)?{any_word(own.quantity_words)}"),
        paragraph=any_word([*of_treaties["paragraph_words"], *own.paragraph_words, "§"]),
        designation=any_word([*before, *of_treaties["article_before_number"], *_MORE_DESIGNATIONS]),
        designation_after=any_word([*units["article"]["after"], *of_treaties["article_after_number"]]),
        link=re.compile(any_word([*of_treaties["link_words"], *own.link_words])),
    )


def any_word(words: Iterable[str]) -> str:
    """A pattern for any of the words as a whole, the longest first; `*` stands for any letters, spaces for any."""
    return rf"(?<![\w'])(?:{'|'.join(map(_pattern, sorted(set(words), key=lambda word: (-len(word), word))))})(?!\w)"


def _pattern(word: str) -> str:
    return re.escape(fold(word)).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
