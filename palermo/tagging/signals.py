"""Which concepts speak in which part of a law: headings, text, the headings above, the title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palermo.concepts.lexicon import Hit, Lexicon
from palermo.tagging.definitions import DEFINITION_STATEMENT, defined_concepts
from palermo.tagging.law_text import LawText, ProvisionText

Matrix = NDArray[np.floating[Any]]

LONGEST_READ = 6_000
"""Characters of a provision that are looked at: what it is about stands at its beginning."""
OPENING = 250
"""Characters that count as a provision's opening."""
SHORTEST_READ = 2
UNKNOWN_LANGUAGE = "und"
_ZONES = ("heading", "counts", "opening", "above", "innermost", "outermost", "defined")
_REPEAL = "repeal-or-amendment"
_LONGEST_REPEAL = 100
_LETTERS_ARE_AMONG = 400
_EIGHT_LETTERS = re.compile(r"(?:[^\W\d_][\W\d_]*){8}")
"""The fewest that a provision needs to say anything."""


@dataclass(frozen=True)
class Signals:
    """Provisions by concepts, each matrix of 0 and 1 except `counts`; vectors are of the whole law."""

    heading: Matrix
    counts: Matrix
    opening: Matrix
    above: Matrix
    """Any of the headings above the provision."""
    innermost: Matrix
    outermost: Matrix
    defined: Matrix
    """Concepts that the provision defines."""
    title: Matrix
    """One row of concepts."""
    lengths: Matrix
    """Characters of each provision's text."""
    provisions: Sequence[ProvisionText]
    hits: list[list[Hit]]
    """The places in each provision's text."""
    taggable: NDArray[np.bool_]
    """By provision: whether it has words, in a language that somebody could tell, and the law has terms at all; and
    does not only say that something was repealed."""

    @property
    def size(self) -> int:
        """How many provisions there are."""
        return len(self.provisions)


def signals(law: LawText, concepts: list[str], lexicon: Callable[[str], Lexicon | None]) -> Signals:
    """Look every concept up in every part of the law.

    `concepts` gives the order of the columns; `lexicon` the terms of a language, or None where there are none: then
    nothing is found. A provision in a language without terms of its own is read with those of the law.
    """
    column = {concept: n for n, concept in enumerate(concepts)}
    size, width = len(law.provisions), len(concepts)
    main = _main_language(law, lexicon)

    def columns(hits: list[Hit]) -> list[int]:
        return [column[hit.concept] for hit in hits if hit.concept in column]

    @cache
    def columns_of(words: str, language: str) -> list[int]:
        return columns(_find(lexicon(language) or main, words))

    @cache
    def columns_above(path: tuple[str, ...], language: str) -> tuple[list[int], list[int], list[int]]:
        levels = [columns_of(words, language) for words in path] or [[]]
        return list(chain.from_iterable(levels)), levels[-1], levels[0]

    title = np.zeros(width, dtype=np.float32)
    for language, words in law.titles:
        title[columns(_find(lexicon(language), words))] = 1
    places: dict[str, list[int]] = {zone: [] for zone in _ZONES}  # in the matrix, row by row
    all_hits = []
    for row, provision in enumerate(law.provisions):
        terms = lexicon(provision.language) or main
        headed = columns(_find(terms, provision.heading))
        hits = [hit for hit in _find(terms, readable(provision)) if hit.concept in column]
        spoken = columns(hits)
        defined = defined_concepts(provision.text, hits, column.get(DEFINITION_STATEMENT) in headed)
        above, innermost, outermost = columns_above(provision.path, provision.language)
        found = (
            headed, spoken, spoken[: bisect_left(hits, OPENING, key=attrgetter("start"))], above, innermost, outermost,
            [column[concept] for concept in defined],
        )  # fmt: skip
        for its_places, at in zip(places.values(), found, strict=True):
            its_places += [row * width + one for one in at]
        all_hits.append(hits)
    matrices = {zone: np.zeros((size, width), dtype=np.float32) for zone in _ZONES}
    for zone, matrix in matrices.items():
        if zone == "counts":
            np.add.at(matrix.ravel(), places[zone], 1)
        else:
            matrix.ravel()[places[zone]] = 1
    lengths = np.array([len(provision.text) for provision in law.provisions], dtype=np.float32)
    taggable = np.array(
        [
            main is not None and _has_words(provision) and not _only_repeals(provision, hits)
            for provision, hits in zip(law.provisions, all_hits, strict=True)
        ],
        dtype=bool,
    )
    return Signals(
        **matrices, title=title, lengths=lengths, provisions=law.provisions, hits=all_hits, taggable=taggable
    )


def readable(provision: ProvisionText) -> str:
    """The part of a provision that is looked at; nothing where it is too short to say anything."""
    return provision.text[:LONGEST_READ] if len(provision.text.strip()) >= SHORTEST_READ else ""


def _has_words(provision: ProvisionText) -> bool:
    return provision.language != UNKNOWN_LANGUAGE and bool(_EIGHT_LETTERS.search(provision.text[:_LETTERS_ARE_AMONG]))


def _only_repeals(provision: ProvisionText, hits: Sequence[Hit]) -> bool:
    """Whether a few words say of the provision itself, or of another law, that it is no longer in force."""
    return len(provision.text) <= _LONGEST_REPEAL and any(hit.concept == _REPEAL for hit in hits)


def _main_language(law: LawText, lexicon: Callable[[str], Lexicon | None]) -> Lexicon | None:
    languages = Counter(provision.language for provision in law.provisions)
    return next((found for language, _ in languages.most_common() if (found := lexicon(language))), None)


def _find(terms: Lexicon | None, words: str) -> list[Hit]:
    return terms.find(words) if terms and words else []
