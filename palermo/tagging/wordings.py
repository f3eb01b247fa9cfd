"""What the words themselves say, in languages in which laws of several States have labels.

Concepts serve every language; beside them, where labels are enough, a logistic regression an article learns which words
and pairs of words go with it. Words are known by a hash, so that a model is a few numbers and holds no text of a law.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from palermo.concepts.remembered import Remembered
from palermo.concepts.scripts import WITHOUT_SPACES, cut_at_words, folded, normal
from palermo.tagging.law_text import ProvisionText
from palermo.tagging.signals import Matrix

WIDTH = 1 << 20
"""Hashes of words; so many that two words of a law rarely share one."""
NO_OPINION = np.float32(-1)
_FACTOR = 31_337
_READ_AT_ONCE = 500
_LONGEST_READ = 1_000
"""Characters of a provision that are looked at, and its heading, which counts twice."""


class Wording(NamedTuple):
    """A provision's words and pairs of words: their hashes, rising, and how much each counts; of length 1 together."""

    hashes: NDArray[np.int32]
    values: NDArray[np.float32]


@dataclass(frozen=True)
class WordModel:
    """The weights of one language: for each word that matters, by its hash, one an article."""

    columns: NDArray[np.int32]
    """The hashes, rising."""
    weights: Matrix
    """Words by articles."""
    intercepts: Matrix
    """By article; minus infinity where there were too few labels in this language."""

    def opinion(self, said: Wording) -> Matrix:
        """By article: the probability, `NO_OPINION` for an article without labels."""
        rows = np.searchsorted(self.columns, said.hashes)
        known = self.columns.take(rows, mode="clip") == said.hashes
        logits = np.clip(said.values[known] @ self.weights[rows[known]] + self.intercepts, -30, 30)
        result: Matrix = np.where(np.isneginf(self.intercepts), NO_OPINION, 1 / (1 + np.exp(-logits)))
        return result.astype(np.float32)


def wordings(provisions: Sequence[ProvisionText]) -> list[Wording]:
    """What counts of the words of each provision."""
    found: list[Wording] = []
    for first in range(0, len(provisions), _READ_AT_ONCE):
        found += _wordings([_hashes(provision) for provision in provisions[first : first + _READ_AT_ONCE]])
    return found


def _wordings(hashes: Sequence[NDArray[np.int64]]) -> list[Wording]:
    rows = np.repeat(np.arange(len(hashes)), [len(its) for its in hashes])
    places, counts = np.unique(rows * WIDTH + np.concatenate(hashes), return_counts=True)
    rows, different = np.divmod(places, WIDTH)
    values = 1 + np.log(counts)
    lengths = np.sqrt(np.bincount(rows, values * values, minlength=len(hashes)))
    values = (values / lengths[rows]).astype(np.float32)
    ends = np.searchsorted(rows, np.arange(1, len(hashes)))
    parts = zip(np.split(different.astype(np.int32), ends), np.split(values, ends), strict=True)
    return [Wording(*part) for part in parts]


def opinion_of_words(
    provisions: Sequence[ProvisionText], models: Mapping[str, WordModel], articles: int, asked: NDArray[np.bool_],
    known: Sequence[Wording] | None = None,
) -> Matrix:  # fmt: skip
    """Provisions by articles: the opinion of the model of each provision's language, `NO_OPINION` without one.

    asked: by provision, whether anybody wants to know; the others have `NO_OPINION`. known: the wording of each, where
    it is known already.
    """
    result = np.full((len(provisions), articles), NO_OPINION, dtype=np.float32)
    at = [row for row in np.flatnonzero(asked).tolist() if provisions[row].language in models]
    said = [known[row] for row in at] if known else wordings([provisions[row] for row in at])
    for row, its_words in zip(at, said, strict=True):
        result[row] = models[provisions[row].language].opinion(its_words)
    return result


def _hashes(provision: ProvisionText) -> NDArray[np.int64]:
    """Words and pairs of words; in scripts without spaces pairs and threes of characters."""
    text = f"{provision.heading} {provision.heading} {provision.text[:_LONGEST_READ]}"
    if provision.language in WITHOUT_SPACES:
        letters = np.array([ord(one) for word in cut_at_words(text)[1::2] for one in folded(word)], dtype=np.int64)
        single = _joined(letters)
    else:
        words = cut_at_words(text)[1::2]
        single = np.fromiter(map(_hashes_of_words(provision.language).__getitem__, words), np.int64, len(words))
    return np.concatenate([single, _joined(single)])


def _joined(hashes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each with the one behind it."""
    result: NDArray[np.int64] = (hashes[:-1] * _FACTOR + hashes[1:]) % WIDTH
    return result


@cache
def _hashes_of_words(language: str) -> Remembered[str, int]:
    return Remembered(lambda word: zlib.crc32(normal(word, language).encode()) % WIDTH)
