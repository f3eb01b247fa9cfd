"""What the words themselves say, in languages in which laws of several States have labels.

Concepts serve every language; beside them, where labels are enough, a logistic regression an article learns which words
and pairs of words go with it. Words are known by a hash, so that a model is a few numbers and holds no text of a law.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from palermo.concepts.scripts import WITHOUT_SPACES, folded, normal, words
from palermo.tagging.law_text import ProvisionText
from palermo.tagging.signals import Matrix

WIDTH = 1 << 20
"""Hashes of words; so many that two words of a law rarely share one."""
NO_OPINION = np.float32(-1)
_FACTOR = 31_337
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
        _, of_words, of_columns = np.intersect1d(said.hashes, self.columns, assume_unique=True, return_indices=True)
        logits = np.clip(said.values[of_words] @ self.weights[of_columns] + self.intercepts, -30, 30)
        result: Matrix = np.where(np.isneginf(self.intercepts), NO_OPINION, 1 / (1 + np.exp(-logits)))
        return result.astype(np.float32)


def wording(provision: ProvisionText) -> Wording:
    """What counts of a provision's words."""
    hashes, counts = np.unique(_hashes(provision), return_counts=True)
    values = (1 + np.log(counts)).astype(np.float32)
    return Wording(hashes.astype(np.int32), (values / max(1e-6, float(np.sqrt(values @ values)))).astype(np.float32))


def opinion_of_words(
    provisions: Sequence[ProvisionText], models: Mapping[str, WordModel], articles: int, asked: NDArray[np.bool_],
    known: Sequence[Wording] | None = None,
) -> Matrix:  # fmt: skip
    """Provisions by articles: the opinion of the model of each provision's language, `NO_OPINION` without one.

    asked: by provision, whether anybody wants to know; the others have `NO_OPINION`. known: the wording of each, where
    it is known already.
    """
    result = np.full((len(provisions), articles), NO_OPINION, dtype=np.float32)
    for row in np.flatnonzero(asked).tolist():
        model = models.get(provisions[row].language)
        if model:
            result[row] = model.opinion(known[row] if known else wording(provisions[row]))
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
