"""Which concepts speak in which part of a law: headings, text, the headings above, the title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
_FEWEST_LETTERS = 8
_LETTERS_ARE_AMONG = 400
_LETTER = re.compile(r"[^\W\d_]")


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
    """By provision: whether it has words, in a language that somebody could tell, and the law has terms at all."""

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
    heading, counts, opening, above, innermost, outermost, defined = (
        np.zeros((size, width), dtype=np.float32) for _ in range(7)
    )
    title = np.zeros(width, dtype=np.float32)
    main = _main_language(law, lexicon)
    for language, words in law.titles:
        _mark(title, column, _find(lexicon(language), words))
    known_headings: dict[tuple[str, str], list[int]] = {}

    def columns_of(words: str, language: str) -> list[int]:
        key = (language, words)
        if key not in known_headings:
            found = _find(lexicon(language) or main, words)
            known_headings[key] = [column[hit.concept] for hit in found if hit.concept in column]
        return known_headings[key]

    all_hits = []
    for row, provision in enumerate(law.provisions):
        terms = lexicon(provision.language) or main
        _mark(heading[row], column, _find(terms, provision.heading))
        hits = [hit for hit in _find(terms, readable(provision)) if hit.concept in column]
        for hit in hits:
            counts[row, column[hit.concept]] += 1
            if hit.start < OPENING:
                opening[row, column[hit.concept]] = 1
        heading_defines = bool(heading[row, column[DEFINITION_STATEMENT]]) if DEFINITION_STATEMENT in column else False
        defined[row, [column[concept] for concept in defined_concepts(provision.text, hits, heading_defines)]] = 1
        all_hits.append(hits)
        for depth, words in enumerate(provision.path):
            at = columns_of(words, provision.language)
            above[row, at] = 1
            if depth == 0:
                outermost[row, at] = 1
            if depth == len(provision.path) - 1:
                innermost[row, at] = 1
    lengths = np.array([len(provision.text) for provision in law.provisions], dtype=np.float32)
    taggable = np.array([main is not None and _has_words(provision) for provision in law.provisions], dtype=bool)
    return Signals(
        heading,
        counts,
        opening,
        above,
        innermost,
        outermost,
        defined,
        title,
        lengths,
        law.provisions,
        all_hits,
        taggable,
    )


def readable(provision: ProvisionText) -> str:
    """The part of a provision that is looked at; nothing where it is too short to say anything."""
    return provision.text[:LONGEST_READ] if len(provision.text.strip()) >= SHORTEST_READ else ""


def _has_words(provision: ProvisionText) -> bool:
    letters = len(_LETTER.findall(provision.text[:_LETTERS_ARE_AMONG]))
    return provision.language != UNKNOWN_LANGUAGE and letters >= _FEWEST_LETTERS


def _main_language(law: LawText, lexicon: Callable[[str], Lexicon | None]) -> Lexicon | None:
    languages = Counter(provision.language for provision in law.provisions)
    return next((found for language, _ in languages.most_common() if (found := lexicon(language))), None)


def _find(terms: Lexicon | None, words: str) -> list[Hit]:
    return terms.find(words) if terms and words else []


def _mark(row: Matrix, column: dict[str, int], hits: list[Hit]) -> None:
    for hit in hits:
        if hit.concept in column:
            row[column[hit.concept]] = 1
