"""Learning the parameters from labels, so that every step is judged on States that it has not seen.

The later steps learn from opinions on States that the earlier steps were not trained on: otherwise they would trust
them too much. All of it is deterministic: the same labels give the same parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, vstack
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from palermo.tagging.features import ZONES, law_features, zone_vectors
from palermo.tagging.labels import LabelledSignals
from palermo.tagging.parameters import Parameters
from palermo.tagging.scoring import Pairs, first_opinion, mixed, pairs, placed, second_look
from palermo.tagging.signals import Matrix
from palermo.tagging.subjects import Subjects
from palermo.tagging.trees import Trees
from palermo.tagging.wordings import WIDTH, Wording, WordModel, opinion_of_words

INNER_FOLDS = 5
FEWEST_LABELS = 4
"""Labels that an article needs for an opinion of its own."""
HIDDEN_SHARE = 0.3
"""Share of the articles whose first opinion the trees learn to do without, in each law."""
PRECISION_OF_SURE_TAGS = 0.92
"""How often a tag that needs no review first should be right (measured on States left out)."""
_REGULARIZATION = 1.0
_TYPICAL_LAW = 150
_SMALLEST_LAW = 30
_FIRST_LOOK, _SECOND_LOOK = 200, 120
"""Trees of each."""
_WORDS_REGULARIZATION = 10.0
_FEWEST_PROVISIONS_OF_A_WORD = 3
_MOST_WORDS = 1_000
"""Words and pairs of words that speak for or against an article in one language."""
_SEED = 0


@dataclass(frozen=True)
class _FirstSteps:
    weights: dict[str, Matrix]
    intercepts: Matrix
    words: dict[str, WordModel]
    share_trees: Trees

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """The articles with too few labels for an opinion."""
        return np.isneginf(self.intercepts)

    def opinion(self, law: LabelledSignals) -> Matrix:
        return first_opinion(law.signals, self.weights, self.intercepts)

    def worded(self, law: LabelledSignals, asked: NDArray[np.bool_]) -> Matrix:
        return opinion_of_words(law.signals.provisions, self.words, law.wanted.shape[1], asked, law.wordings)

    def shares(self, law: LabelledSignals, subjects: Subjects) -> Matrix:
        return np.clip(self.share_trees.sums(law_features(law.signals, subjects)), 0, 1)


def train(laws: Sequence[LabelledSignals], subjects: Subjects, facts: dict[str, object]) -> Parameters:
    """Parameters from all the laws given. `facts` is kept with them.

    ValueError where the laws are of fewer than two States or hold no label.
    """
    if len({law.law.state for law in laws}) < 2 or not any((law.wanted & law.counted).any() for law in laws):
        raise ValueError("labels of at least two States are needed")
    folds = folds_of([law.law.state for law in laws], INNER_FOLDS)
    unseen, hidden = _unseen_pairs(laws, subjects, folds)
    first = _first_steps(laws, subjects)
    seen_first, hidden_first = _out_of_fold(laws, folds, unseen, hidden, _FIRST_LOOK)
    pair_trees = _pair_trees(laws, unseen, hidden, _FIRST_LOOK)
    unseen, hidden = _looked_at_again(laws, unseen, hidden, seen_first, hidden_first)
    seen_second, _ = _out_of_fold(laws, folds, unseen, hidden, _SECOND_LOOK)
    second_trees = _pair_trees(laws, unseen, hidden, _SECOND_LOOK)
    raw = [mixed(*logits) for logits in zip(seen_first, seen_second, strict=True)]
    calibration, implements_from, sure_from = _calibrate(laws, unseen, raw)
    return Parameters(
        subjects.articles, subjects.concepts, first.weights, first.intercepts, first.words,
        first.share_trees, pair_trees, second_trees, calibration, implements_from, sure_from, facts,
    )  # fmt: skip


def folds_of(groups: Sequence[str], most: int) -> list[int]:
    """A fold for each item, whole groups together, the largest groups spread first."""
    sizes = {group: groups.count(group) for group in set(groups)}
    loads = [0] * min(most, len(sizes))
    fold: dict[str, int] = {}
    for group in sorted(sizes, key=lambda one: (-sizes[one], one)):
        lightest = loads.index(min(loads))
        fold[group] = lightest
        loads[lightest] += sizes[group]
    return [fold[group] for group in groups]


def _unseen_pairs(
    laws: Sequence[LabelledSignals], subjects: Subjects, folds: list[int]
) -> tuple[list[Pairs], list[Pairs]]:
    """The pairs of each law, with opinions of models that saw no law of its fold; and some of them a second time.

    The second time the first opinion is hidden, as it is for an article without labels: so the trees learn to do
    without it.
    """
    chance = np.random.default_rng(_SEED)
    seen: dict[int, Pairs] = {}
    hidden: dict[int, Pairs] = {}
    for fold in sorted(set(folds)):
        first = _first_steps([law for law, at in zip(laws, folds, strict=True) if at != fold], subjects)
        for n, at in enumerate(folds):
            if at == fold:
                law = laws[n]
                known = first.opinion(law), first.shares(law, subjects)
                worded = partial(first.worded, law)
                seen[n] = pairs(law.signals, subjects, *known, first.unknown, worded)
                blind = chance.random(len(subjects.articles)) < HIDDEN_SHARE
                again = pairs(law.signals, subjects, *known, first.unknown | blind, worded)
                chosen = blind[again.articles]
                hidden[n] = Pairs(again.provisions[chosen], again.articles[chosen], again.features[chosen])
    return [seen[n] for n in range(len(laws))], [hidden[n] for n in range(len(laws))]


def _first_steps(laws: Sequence[LabelledSignals], subjects: Subjects) -> _FirstSteps:
    rows = vstack([_rows(law) for law in laws]).tocsr()
    wanted = np.concatenate([law.wanted for law in laws])
    counted = np.concatenate([law.counted for law in laws])
    law_weights = np.concatenate([np.full(len(law.wanted), _weight(law)) for law in laws])
    width = len(subjects.concepts)
    weights = {zone: np.zeros((len(subjects.articles), width), dtype=np.float32) for zone in ZONES}
    intercepts = np.full(len(subjects.articles), -np.inf, dtype=np.float32)
    for article in range(len(subjects.articles)):
        known = counted[:, article]
        labels = wanted[known, article]
        if labels.sum() < FEWEST_LABELS:
            continue
        model = LogisticRegression(C=_REGULARIZATION, solver="liblinear", max_iter=200, random_state=_SEED)
        model.fit(rows[known], labels, sample_weight=law_weights[known])
        for n, zone in enumerate(ZONES):
            weights[zone][article] = model.coef_[0, n * width : (n + 1) * width]
        intercepts[article] = model.intercept_[0]
    examined = [law for law in laws if law.counted.any()]
    shares = HistGradientBoostingRegressor(
        max_iter=120, max_leaf_nodes=8, learning_rate=0.07, min_samples_leaf=15, l2_regularization=3,
        random_state=_SEED, early_stopping=False,
    )  # fmt: skip
    shares.fit(
        np.concatenate([law_features(law.signals, subjects) for law in examined]),
        np.concatenate([_shares(law) for law in examined]),
    )
    return _FirstSteps(weights, intercepts, _words(laws), exported(shares))


def _words(laws: Sequence[LabelledSignals]) -> dict[str, WordModel]:
    """A model for each language in which laws of two States or more have labels."""
    states: dict[str, set[str]] = {}
    for law in laws:
        for provision, labels in zip(law.signals.provisions, law.wanted, strict=True):
            if labels.any():
                states.setdefault(provision.language, set()).add(law.law.state)
    models = {language: _word_model(laws, language) for language in sorted(states) if len(states[language]) > 1}
    return {language: model for language, model in models.items() if len(model.columns)}


def _by_words(said: Sequence[Wording]) -> csc_matrix:
    """Provisions by hashes of words."""
    ends = np.cumsum([0, *(len(one.hashes) for one in said)])
    values, hashes = (np.concatenate(parts) for parts in zip(*((one.values, one.hashes) for one in said), strict=True))
    return csr_matrix((values, hashes, ends), shape=(len(said), WIDTH)).tocsc()


def _word_model(laws: Sequence[LabelledSignals], language: str) -> WordModel:
    parts = [
        (law, np.array([row for row, one in enumerate(law.signals.provisions)
                        if one.language == language and law.counted[row].any()], dtype=np.intp))
        for law in laws
    ]  # fmt: skip
    parts = [(law, at) for law, at in parts if len(at)]
    rows = _by_words([law.wordings[row] for law, at in parts for row in at])
    wanted = np.concatenate([law.wanted[at] for law, at in parts])
    counted = np.concatenate([law.counted[at] for law, at in parts])
    weights = np.concatenate([np.full(len(at), _weight(law)) for law, at in parts])
    spread = np.diff(rows.indptr)
    columns = np.flatnonzero(spread >= _FEWEST_PROVISIONS_OF_A_WORD)
    rarity = np.log((1 + rows.shape[0]) / (1 + spread[columns])) + 1
    rarity /= max(1.0, float(rarity.mean()))
    rows = rows[:, columns].multiply(rarity[None]).tocsr()
    found = np.zeros((len(columns), wanted.shape[1]), dtype=np.float32)
    intercepts = np.full(wanted.shape[1], -np.inf, dtype=np.float32)
    for article in range(wanted.shape[1]):
        known = counted[:, article]
        labels = wanted[known, article]
        if labels.sum() < FEWEST_LABELS or labels.all():
            continue
        model = LogisticRegression(C=_WORDS_REGULARIZATION, solver="liblinear", max_iter=100, random_state=_SEED)
        model.fit(rows[known], labels, sample_weight=weights[known])
        best = np.argsort(-np.abs(model.coef_[0]), kind="stable")[:_MOST_WORDS]
        found[best, article] = model.coef_[0, best] * rarity[best]
        intercepts[article] = model.intercept_[0]
    used = np.flatnonzero(found.any(1))
    return WordModel(columns[used].astype(np.int32), found[used], intercepts)


def _rows(law: LabelledSignals) -> csr_matrix:
    size = law.signals.size
    zones = [np.broadcast_to(vectors, (size, vectors.shape[1])) for _, vectors in zone_vectors(law.signals)]
    return csr_matrix(np.concatenate(zones, axis=1))


def _weight(law: LabelledSignals) -> float:
    """Large laws count for less than their provisions, small ones for more: a law is one author's choice of words."""
    return float(np.sqrt(_TYPICAL_LAW / max(_SMALLEST_LAW, law.counted.any(1).sum())))


def _shares(law: LabelledSignals) -> Matrix:
    result: Matrix = ((law.wanted & law.counted).sum(0) / law.counted.any(1).sum()).astype(np.float32)
    return result


def _out_of_fold(
    laws: Sequence[LabelledSignals], folds: list[int], seen: list[Pairs], hidden: list[Pairs], rounds: int
) -> tuple[list[Matrix], list[Matrix]]:
    """The logits of each law's pairs, by trees that saw no law of its fold."""
    of_seen, of_hidden = ([np.zeros(0, dtype=np.float32)] * len(laws) for _ in range(2))
    for fold in sorted(set(folds)):
        others = [n for n, at in enumerate(folds) if at != fold]
        trees = _pair_trees([laws[n] for n in others], [seen[n] for n in others], [hidden[n] for n in others], rounds)
        for n, at in enumerate(folds):
            if at == fold:
                of_seen[n], of_hidden[n] = trees.sums(seen[n].features), trees.sums(hidden[n].features)
    return of_seen, of_hidden


def _looked_at_again(
    laws: Sequence[LabelledSignals], seen: list[Pairs], hidden: list[Pairs], of_seen: list[Matrix],
    of_hidden: list[Matrix],
) -> tuple[list[Pairs], list[Pairs]]:  # fmt: skip
    """Both with the features of the second look. Around a pair whose first opinion is hidden the others keep theirs."""
    again: tuple[list[Pairs], list[Pairs]] = ([], [])
    for n, law in enumerate(laws):
        scores = placed(seen[n], of_seen[n], np.zeros(law.wanted.shape, dtype=np.float32))
        again[0].append(second_look(seen[n], scores, law.signals))
        again[1].append(second_look(hidden[n], placed(hidden[n], of_hidden[n], scores), law.signals))
    return again


def _pair_trees(laws: Sequence[LabelledSignals], seen: list[Pairs], hidden: list[Pairs], rounds: int) -> Trees:
    features, labels, weights = [], [], []
    for law, pairs_of_law in zip(laws, zip(seen, hidden, strict=True), strict=True):
        for found in pairs_of_law:
            counts = law.counted[found.provisions, found.articles]
            features.append(found.features[counts])
            labels.append(law.wanted[found.provisions, found.articles][counts])
            weights.append(np.full(int(counts.sum()), _weight(law)))
    model = HistGradientBoostingClassifier(
        max_iter=rounds, max_leaf_nodes=15, max_depth=6, learning_rate=0.08, min_samples_leaf=40, l2_regularization=5,
        max_features=0.5, random_state=_SEED, early_stopping=False,
    )  # fmt: skip
    model.fit(np.concatenate(features), np.concatenate(labels), sample_weight=np.concatenate(weights))
    return exported(model)


def exported(model: Any) -> Trees:
    """A fitted histogram gradient boosting model of scikit-learn as plain arrays."""
    trees = [predictors[0].nodes for predictors in model._predictors]
    nodes = np.concatenate(trees)
    starts = np.cumsum([0, *(len(tree) for tree in trees[:-1])]).astype(np.int32)
    own = np.concatenate([np.arange(len(tree)) for tree in trees])
    leaf = nodes["is_leaf"].astype(bool)
    return Trees(
        starts,
        np.where(leaf, 0, nodes["feature_idx"]).astype(np.int16),
        np.where(leaf, 0, nodes["num_threshold"]).astype(np.float32),
        np.where(leaf, own, nodes["left"]).astype(np.int16),
        np.where(leaf, own, nodes["right"]).astype(np.int16),
        np.where(leaf, nodes["value"], 0).astype(np.float32),
        float(np.ravel(model._baseline_prediction)[0]),
        int(nodes["depth"].max()),
    )


def _calibrate(
    laws: Sequence[LabelledSignals], found: list[Pairs], raw: list[Matrix]
) -> tuple[tuple[Matrix, Matrix], float, float]:
    """The calibration curve, and the two thresholds on calibrated scores."""
    scores, labels = [], []
    for law, one, its_raw in zip(laws, found, raw, strict=True):
        counts = law.counted[one.provisions, one.articles]
        scores.append(its_raw[counts])
        labels.append(law.wanted[one.provisions, one.articles][counts])
    every, right = np.concatenate(scores), np.concatenate(labels)
    isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(every, right)
    curve = (isotonic.X_thresholds_.astype(np.float32), isotonic.y_thresholds_.astype(np.float32))
    calibrated = np.interp(every, *curve)
    all_wanted = sum(int((law.wanted & law.counted).sum()) for law in laws)
    order = np.argsort(-calibrated, kind="stable")
    hits = np.cumsum(right[order])
    said = np.arange(1, len(order) + 1)
    ends = np.flatnonzero(np.diff(calibrated[order], append=-1.0))  # a threshold cannot part equal scores
    f1 = 2 * hits[ends] / (said[ends] + all_wanted)
    implements_from = float(calibrated[order][ends[np.argmax(f1)]])
    precise = ends[hits[ends] / said[ends] >= PRECISION_OF_SURE_TAGS]
    sure_from = float(calibrated[order][precise[-1]]) if len(precise) else 1.0
    return curve, implements_from, max(sure_from, implements_from)
