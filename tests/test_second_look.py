"""The second look at a pair of provision and article, beside what the first look found of the others."""

from __future__ import annotations

import numpy as np

from palermo.concepts.load import lexicon
from palermo.tagging.features import second_look_features
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.scoring import Pairs, mixed, placed, second_look
from palermo.tagging.signals import Signals, signals

SCORES = np.array([[0.9, 0.1, 0.0], [0.0, 0.2, 0.0], [0.7, 0.0, 0.6]], dtype=np.float32)
"""Three provisions by three articles."""


def of_three_provisions() -> Signals:
    texts = [ProvisionText("", ("Part I",), "The keeper lights the lantern.", "en") for _ in SCORES]
    return signals(LawText((), texts), [], lexicon)


def values_at(provision: int, article: int) -> set[float]:
    found = second_look_features(SCORES, of_three_provisions())
    return {round(float(matrix[provision, article]), 4) for matrix in found}


def test_it_knows_the_provisions_before_and_behind_the_best_in_the_law_and_the_rank() -> None:
    features = values_at(1, 0)
    assert {0.9, 0.7} <= features  # before and behind
    assert -0.9 in features  # beside the best of the law
    assert 2.0 in features  # the third of three on the article


def test_it_knows_the_best_other_article_of_the_provision() -> None:
    assert 0.6 in values_at(2, 0)
    assert 0.7 in values_at(2, 2)


def test_the_features_stand_behind_those_of_the_first_look() -> None:
    first = Pairs(np.array([0, 2]), np.array([0, 2]), np.ones((2, 4), dtype=np.float32))
    again = second_look(first, SCORES, of_three_provisions())
    assert (again.features[:, :4] == 1).all()
    assert again.features.shape[1] > 4
    none = Pairs(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros((0, 4), dtype=np.float32))
    assert second_look(none, SCORES, of_three_provisions()).features.shape == (0, again.features.shape[1])


def test_the_probabilities_of_pairs_take_their_places_among_others() -> None:
    pairs = Pairs(np.array([1]), np.array([2]), np.ones((1, 4), dtype=np.float32))
    result = placed(pairs, np.array([0.0]), SCORES)
    assert result[1, 2] == 0.5
    assert SCORES[1, 2] == 0
    assert result[0, 0] == SCORES[0, 0]


def test_both_looks_count_alike() -> None:
    assert np.isclose(mixed(np.array([2.0]), np.array([-2.0])), 0.5).all()
    assert mixed(np.array([2.0]), np.array([1.0])) == mixed(np.array([1.0]), np.array([2.0]))
