"""What the words themselves say, in languages in which laws of several States have labels.

Concepts serve every language; beside them, where labels are enough, a logistic regression an article learns which words
and pairs of words go with it. Words are known by a hash, so that a model is a few numbers and holds no text of a law.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from palermo.concepts.scripts import WITHOUT_SPACES, folded, normal, words
from palermo.tagging.law_text import ProvisionText
from palermo.tagging.signals import Matrix

WIDTH = 1 << 20
"""Hashes of words; so many that two words of a law rarely share one."""
NO_OPINION = np.float32(-1)
_FACTOR = 31_337
_LONGEST_READ = 1_000
"""Characters of a provision that are looked at, and its heading, which counts twice."""


@dataclass(frozen=True)
class WordModel:
    """The weights of one language: for each word that matters, by its hash, one an article."""

    columns: NDArray[np.int32]
    weights: Matrix
    """Words by articles."""
    intercepts: Matrix
    """By article; minus infinity where there were too few labels in this language."""

    def opinion(self, rows: csr_matrix) -> Matrix:
        """Rows of `wordings` by articles: probabilities, `NO_OPINION` for an article without labels."""
        logits = np.clip(rows[:, self.columns] @ self.weights + self.intercepts[None], -30, 30)
        result: Matrix = np.where(np.isneginf(self.intercepts)[None], NO_OPINION, 1 / (1 + np.exp(-logits)))
        return result.astype(np.float32)


def wordings(provisions: Sequence[ProvisionText]) -> csr_matrix:
    """Provisions by hashes of words and pairs of words: how much each counts, every row of length 1."""
    columns = [np.zeros(0, dtype=np.int32)]
    values = [np.zeros(0, dtype=np.float32)]
    ends = [0]
    for provision in provisions:
        found, counts = np.unique(_hashes(provision), return_counts=True)
        row = (1 + np.log(counts)).astype(np.float32)
        values.append((row / max(1e-6, float(np.sqrt(row @ row)))).astype(np.float32))
        columns.append(found.astype(np.int32))
        ends.append(ends[-1] + len(found))
    shape = (len(provisions), WIDTH)
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)


def opinion_of_words(
    provisions: Sequence[ProvisionText], models: Mapping[str, WordModel], articles: int, asked: NDArray[np.bool_],
    rows: csr_matrix | None = None,
) -> Matrix:  # fmt: skip
    """Provisions by articles: the opinion of the model of each provision's language, `NO_OPINION` without one.

    asked: by provision, whether anybody wants to know; the others have `NO_OPINION`. rows: their `wordings`, where they
    are known already.
    """
    result = np.full((len(provisions), articles), NO_OPINION, dtype=np.float32)
    for language, model in models.items():
        at = [row for row in np.flatnonzero(asked).tolist() if provisions[row].language == language]
        if at:
            its_rows = wordings([provisions[row] for row in at]) if rows is None else rows[at]
            result[at] = model.opinion(its_rows)
    return result


def _hashes(provision: ProvisionText) -> NDArray[np.int64]:
    """Words and pairs of words; in scripts without spaces pairs and threes of characters."""
    text = f"{provision.heading} {provision.heading} {provision.text[:_LONGEST_READ]}"
    if provision.language in WITHOUT_SPACES:
        letters = np.array([ord(one) for found in words(text) for one in folded(found.group())], dtype=np.int64)
        single = _joined(letters)
    else:
        known = [_hash(found.group(), provision.language) for found in words(text)]
        single = np.array(known, dtype=np.int64)
    return np.concatenate([single, _joined(single)])


def _joined(hashes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each with the one behind it."""
    result: NDArray[np.int64] = (hashes[:-1] * _FACTOR + hashes[1:]) % WIDTH
    return result


@lru_cache(maxsize=1 << 16)
def _hash(word: str, language: str) -> int:
    return zlib.crc32(normal(word, language).encode()) % WIDTH
