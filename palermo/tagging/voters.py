"""Optional second opinions on the pairs of provision and article on which the tagger is in doubt.

None is needed, and none is on unless the settings name a model that lies on this computer: nothing is downloaded. A
vote moves a score up or down; what needs no review first stays as it is, and no vote makes a tag that needs none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from palermo.errors import DataError, UsageError
from palermo.settings import Settings
from palermo.tagging.law_text import LawText
from palermo.tagging.signals import Matrix
from palermo.treaties.knowledge import KnowledgeBase

DOUBT_FROM = 0.05
"""The score from which a pair is put to the vote; below it nothing speaks for it."""
WEIGHT = 1.0
"""By how much a full vote moves the logit of a score: 0.50 becomes 0.73 or 0.27. Chosen, not learned: no model ships
on which it could be measured."""
_JUST_BELOW = 0.001
_NEARLY_SURE = 1e-4


class Pair(NamedTuple):
    """The place of a provision in its law, and an article such as `untoc:5`."""

    provision: int
    article: str


class Voter(Protocol):
    """Somebody who says whether provisions implement articles. The same questions have the same answers."""

    @property
    def name(self) -> str:
        """Its name and version, such as `embedding-similarity/1`; it becomes part of the tag's method."""

    def votes(self, law: LawText, pairs: Sequence[Pair]) -> Sequence[float]:
        """A vote for each pair: from -1, surely not, over 0, no opinion, to 1, surely."""


def voted(
    scores: Matrix, law: LawText, articles: Sequence[str], voters: Sequence[Voter], sure_from: float
) -> tuple[Matrix, NDArray[np.bool_]]:
    """The scores after the vote, and which of them were put to it; provisions by `articles`.

    Several voters count by the mean of their votes. DataError where one gives something that is no vote.
    """
    doubtful: NDArray[np.bool_] = (scores >= DOUBT_FROM) & (scores < sure_from)
    rows, columns = np.nonzero(doubtful)
    if not voters or not len(rows):
        return scores, np.zeros_like(doubtful)
    pairs = [Pair(int(row), articles[int(column)]) for row, column in zip(rows, columns, strict=True)]
    mean = np.mean([_checked(voter, voter.votes(law, pairs), len(pairs)) for voter in voters], axis=0)
    before = np.clip(scores[rows, columns].astype(np.float64), _NEARLY_SURE, 1 - _NEARLY_SURE)
    after = 1 / (1 + np.exp(-(np.log(before / (1 - before)) + WEIGHT * mean)))
    result = scores.copy()
    result[rows, columns] = np.minimum(after, max(sure_from - _JUST_BELOW, DOUBT_FROM))
    return result, doubtful


def voters_of(settings: Settings, base: KnowledgeBase) -> tuple[Voter, ...]:
    """The voters that the settings name; mostly none. UsageError or MissingToolError where one cannot be had."""
    found: list[Voter] = []
    if settings.embedding_votes:
        from palermo.embedding import load_embedder
        from palermo.tagging.embedding_voter import EmbeddingVoter

        if settings.embedding_model is None:
            raise UsageError("PALERMO_EMBEDDING_VOTES is set, but PALERMO_EMBEDDING_MODEL names no model")
        found.append(EmbeddingVoter(load_embedder(settings.embedding_model, settings.embedding_floor), base))
    if settings.language_model:
        from palermo.tagging.language_model_voter import LanguageModelVoter, Program

        found.append(LanguageModelVoter(Program(settings.language_model), base))
    return tuple(found)


def _checked(voter: Voter, votes: Sequence[float], expected: int) -> NDArray[np.float64]:
    given = np.asarray(votes, dtype=np.float64)
    if given.shape != (expected,) or not np.all(np.abs(given) <= 1):  # a NaN is no vote either
        raise DataError(f"{voter.name}: {expected} votes from -1 to 1 were expected. Mend the model, or leave it out.")
    return given
