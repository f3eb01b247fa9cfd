"""How likely each provision of a law implements each article, step by step.

A first opinion adds up what the concepts in each zone say of an article; in some languages another adds up what the
words say. Then the share of the whole law on each article is estimated. Trees weigh all with the relative features of
`features.py` for every pair of provision and article on which anything speaks. Last, other trees look at each pair a
second time, beside what the first ones found of the neighbours, the law and the other articles.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from palermo.tagging.features import (
    ZONES,
    context_features,
    general_features,
    law_features,
    law_share_features,
    second_look_features,
    word_features,
    wording_features,
    zone_vectors,
)
from palermo.tagging.parameters import Parameters
from palermo.tagging.signals import Matrix, Signals
from palermo.tagging.subjects import Subjects
from palermo.tagging.wordings import NO_OPINION, WordModel, opinion_of_words

_LIKELY = 0.02
"""A first opinion from which a pair is looked at although none of the article's own ideas speaks."""
BEST_CANDIDATE_FROM = 0.18
"""The score from which the best candidate of a law counts although it is below the threshold."""
_POSSIBLE = 0.003
_LIKELY_SHARE = 0.05
_POSSIBLE_SHARE = 0.02


class Pairs(NamedTuple):
    """Pairs of provision and article that are looked at, and their features."""

    provisions: NDArray[np.intp]
    articles: NDArray[np.intp]
    features: Matrix


def first_opinion(signals: Signals, weights: dict[str, Matrix], intercepts: Matrix) -> Matrix:
    """Provisions by articles: a logistic regression over the concepts in each zone."""
    total = np.broadcast_to(intercepts[None], (signals.size, len(intercepts)))
    for zone, vectors in zone_vectors(signals):
        total = total + vectors @ weights[zone].T
    return sigmoid(total)


def pairs(
    signals: Signals, subjects: Subjects, opinion: Matrix, shares: Matrix, unknown: NDArray[np.bool_],
    worded: Callable[[NDArray[np.bool_]], Matrix],
) -> Pairs:  # fmt: skip
    """Every pair on which anything speaks, with its features.

    `shares` has one value an article; `unknown` marks the articles on which there is no first opinion; `worded` says
    of the provisions that matter what their words say.
    """
    opinion = np.where(unknown[None], np.float32(0), opinion)
    link = subjects.characteristic.T
    speaks = np.maximum(signals.heading, signals.counts > 0)
    some_word = (speaks @ link + signals.above @ link + (signals.title @ link)[None]) > 0
    possible = some_word & ((opinion > _POSSIBLE) | (shares[None] > _POSSIBLE_SHARE))
    possible |= (opinion > _LIKELY) | (shares[None] > _LIKELY_SHARE)
    provisions, articles = np.nonzero(possible)
    asked = np.zeros(signals.size, dtype=bool)
    asked[provisions] = True
    columns = [matrix[provisions, articles] for matrix in word_features(signals, subjects)]
    columns += [
        np.where(unknown[articles], NO_OPINION, matrix[provisions, articles])
        for matrix in (*context_features(opinion, signals), *wording_features(worded(asked)))
    ]
    columns += [matrix[provisions, articles] for matrix in law_share_features(shares, signals.size)]
    features = np.concatenate([np.stack(columns, 1), general_features(signals, subjects)[provisions]], axis=1)
    return Pairs(provisions, articles, features.astype(np.float32))


def placed(found: Pairs, logits: Matrix, among: Matrix) -> Matrix:
    """A copy of `among`, provisions by articles, with the probabilities of the pairs in it."""
    result = among.copy()
    result[found.provisions, found.articles] = sigmoid(logits)
    return result


def second_look(found: Pairs, scores: Matrix, signals: Signals) -> Pairs:
    """The same pairs, with features of how they stand among the scores that the first look gave to all pairs.

    `scores` is provisions by articles.
    """
    columns = [matrix[found.provisions, found.articles] for matrix in second_look_features(scores, signals)]
    features = np.concatenate([found.features, np.stack(columns, 1)], axis=1)
    return found._replace(features=features.astype(np.float32))


def mixed(first: Matrix, second: Matrix) -> Matrix:
    """Both looks as one probability, by the mean of their logits: the second decides, the first orders, better."""
    return sigmoid((first + second) / 2)


class Scorer:
    """Trained parameters fitted to the knowledge base as it is now."""

    def __init__(self, learned: Parameters, subjects: Subjects) -> None:
        self.learned = learned
        self.subjects = subjects
        rows = {name: n for n, name in enumerate(learned.articles)}
        columns = {name: n for n, name in enumerate(learned.concepts)}
        known_rows = [n for n, name in enumerate(subjects.articles) if name in rows]
        known_columns = [n for n, name in enumerate(subjects.concepts) if name in columns]
        from_rows = [rows[subjects.articles[n]] for n in known_rows]
        from_columns = [columns[subjects.concepts[n]] for n in known_columns]
        self._weights = {}
        for zone in ZONES:
            weights = np.zeros((len(subjects.articles), len(subjects.concepts)), dtype=np.float32)
            weights[np.ix_(known_rows, known_columns)] = learned.weights[zone][np.ix_(from_rows, from_columns)]
            self._weights[zone] = weights
        self._intercepts = np.full(len(subjects.articles), -np.inf, dtype=np.float32)
        self._intercepts[known_rows] = learned.intercepts[from_rows]
        self._words = {
            language: _of_articles(model, known_rows, from_rows, len(subjects.articles))
            for language, model in learned.words.items()
        }

    def scores(self, signals: Signals) -> Matrix:
        """Provisions by articles: the calibrated probability that the provision implements the article.

        0 where nothing speaks for it, and throughout for a provision whose words cannot be read.
        """
        result = np.zeros((signals.size, len(self.subjects.articles)), dtype=np.float32)
        if not signals.size:
            return result
        opinion = first_opinion(signals, self._weights, self._intercepts)
        shares: Matrix = np.clip(self.learned.share_trees.sums(law_features(signals, self.subjects)), 0, 1)
        unknown = np.isneginf(self._intercepts)
        found = pairs(signals, self.subjects, opinion, shares, unknown, partial(self._worded, signals))
        if len(found.provisions):
            first = self.learned.pair_trees.sums(found.features)
            again = second_look(found, placed(found, first, result), signals)
            raw = mixed(first, self.learned.second_trees.sums(again.features))
            result[found.provisions, found.articles] = np.interp(raw, *self.learned.calibration)
        result[~signals.taggable] = 0
        return result

    def _worded(self, signals: Signals, asked: NDArray[np.bool_]) -> Matrix:
        return opinion_of_words(signals.provisions, self._words, len(self.subjects.articles), asked)


def _of_articles(model: WordModel, at: list[int], from_rows: list[int], articles: int) -> WordModel:
    """The model with its articles in the order of the knowledge base as it is now."""
    weights = np.zeros((len(model.columns), articles), dtype=np.float32)
    weights[:, at] = model.weights[:, from_rows]
    intercepts = np.full(articles, -np.inf, dtype=np.float32)
    intercepts[at] = model.intercepts[from_rows]
    return WordModel(model.columns, weights, intercepts)


def implemented(scores: Matrix, implements_from: float) -> NDArray[np.bool_]:
    """Which pairs of provision and article a law's scores call implemented.

    Beside the pairs above the threshold, the best candidate of the law on an article where none reaches it: to call
    an article not identified although the law has it does more harm than a tag that is marked to be reviewed.
    """
    yes: NDArray[np.bool_] = scores >= implements_from
    if len(scores):
        best, columns = scores.argmax(0), np.arange(scores.shape[1])
        yes[best, columns] |= scores[best, columns] >= BEST_CANDIDATE_FROM
    return yes


def sigmoid(values: Matrix) -> Matrix:
    """Logits as probabilities."""
    result: Matrix = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return result
