"""How often tags are right, against labels: counts, ranking and calibration, with how sure the figures are.

What counts is a pair of a labelled law's number and an article. A pair that the labels leave open counts neither way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from palermo.tagging.labels import Marks
from palermo.tagging.signals import Matrix

FEWEST_LABELS = 5
"""Labels that an article needs for its figures to enter a mean over articles."""
FIRST, FIRST_MANY = 10, 50
"""How far down a list of provisions a reader looks, in a hurry and with patience."""
BINS = 10
DRAWS = 500
FEWEST_LAWS = 5
"""Laws that it takes to draw from them: with fewer, the interval is Wilson's."""
BOOTSTRAP, WILSON = "bootstrap over laws", "Wilson"
_SEED = 0
_Z = 1.959964
_Totals: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class JudgedLaw:
    """What was said of a law beside what people say of it. Rows are its numbers, columns the articles."""

    deposit: str
    state: str
    language: str
    wanted: Marks
    counted: Marks
    """Which pairs count, either way."""
    said: Marks
    scores: Matrix
    """0 where nothing speaks for the pair."""
    sure: Marks
    """Where it was said with enough certainty to need no review first."""
    named: Marks
    """By article: whether the machine said it of any provision, also where a person rejected it since."""


class Counts(NamedTuple):
    """Pairs that were said rightly, said wrongly, and missed."""

    tp: int
    fp: int
    fn: int

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        together = self.precision + self.recall
        return 2 * self.precision * self.recall / together if together else 0.0

    @property
    def labels(self) -> int:
        return self.tp + self.fn


class Interval(NamedTuple):
    """Where a figure lies with 95 % probability."""

    low: float
    high: float


@dataclass(frozen=True)
class Figures:
    """Counts with intervals. F1 has one only where there are laws enough to draw from."""

    counts: Counts
    laws: int
    """Laws with anything to count."""
    method: str
    precision: Interval
    recall: Interval
    f1: Interval | None


@dataclass(frozen=True)
class Ranking:
    """Where the provisions that implement an article stand when all are ordered by score."""

    labels: int
    ndcg: float
    """nDCG of the first ten."""
    recall: float
    """Of those that the first fifty could hold, the share that they hold."""


@dataclass(frozen=True)
class Bin:
    """Pairs with scores in one tenth, those with a score of 0 left out."""

    low: float
    count: int
    mean_score: float
    share_right: float


@dataclass(frozen=True)
class Sure:
    """The tags that need no review first."""

    said: int
    right: int
    share_of_said: float
    precision: Interval


@dataclass(frozen=True)
class Measures:
    """Everything that was measured. Groups without anything to count are left out."""

    tagging: Figures
    by_article: dict[str, Figures]
    by_language: dict[str, Figures]
    by_state: dict[str, Figures]
    by_instrument: dict[str, Figures]
    labelled_pairs: int
    """Pairs of State and article in the labels."""
    missed_pairs: tuple[tuple[str, str], ...]
    """Those that the machine named nowhere in the State's labelled laws."""
    ranking: dict[str, Ranking]
    calibration: tuple[Bin, ...]
    sure: Sure

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the articles with labels enough, each rounded as it is printed."""
        values = [round(one.counts.f1, 4) for one in self.by_article.values() if one.counts.labels >= FEWEST_LABELS]
        return _mean(values)

    @property
    def missed_share(self) -> float:
        """The share of the labels' pairs of State and article that no tag has."""
        return len(self.missed_pairs) / self.labelled_pairs if self.labelled_pairs else 0.0

    @property
    def ranked(self) -> list[Ranking]:
        """The rankings within articles with labels enough."""
        return [one for one in self.ranking.values() if one.labels >= FEWEST_LABELS]

    @property
    def ndcg(self) -> float:
        """The mean over the articles with labels enough."""
        return _mean([one.ndcg for one in self.ranked])

    @property
    def recall_of_many(self) -> float:
        """The mean over the articles with labels enough."""
        return _mean([one.recall for one in self.ranked])


def measured(laws: Sequence[JudgedLaw], articles: Sequence[str]) -> Measures:
    """Measure what was said of the laws; `articles` names the columns. ValueError where there is no law."""
    if not laws:
        raise ValueError("there is no law to measure on")
    totals = np.stack([_totals(law) for law in laws])
    by_article = {article: figures(totals[:, [n]].sum(1)) for n, article in enumerate(articles)}

    def by(name: Callable[[JudgedLaw], str]) -> dict[str, Figures]:
        names = [name(law) for law in laws]
        return _some({
            one: figures(totals[[n for n, each in enumerate(names) if each == one]].sum(1)) for one in sorted({*names})
        })  # fmt: skip

    instruments = [article.partition(":")[0] for article in articles]
    by_instrument = {
        one: figures(totals[:, [n for n, each in enumerate(instruments) if each == one]].sum(1))
        for one in dict.fromkeys(instruments)
    }
    pairs, missed = _state_pairs(laws, articles)
    return Measures(
        figures(totals.sum(1)), _some(by_article), by(lambda law: law.language), by(lambda law: law.state),
        _some(by_instrument), pairs, missed, _rankings(laws, articles), _calibration(laws), _sure(laws),
    )  # fmt: skip


def figures(totals: _Totals) -> Figures:
    """Counts and intervals of one group from its laws' tp, fp and fn; laws without any do not enter."""
    totals = totals[totals.sum(1) > 0]
    counts = Counts(*(int(value) for value in totals.sum(0)))
    if len(totals) < FEWEST_LAWS:
        tp, fp, fn = counts
        return Figures(counts, len(totals), WILSON, wilson(tp, tp + fp), wilson(tp, tp + fn), None)
    drawn = np.random.default_rng(_SEED).integers(0, len(totals), (DRAWS, len(totals)))
    tp, fp, fn = totals[drawn].sum(1).T
    return Figures(
        counts, len(totals), BOOTSTRAP, _middle(tp, tp + fp), _middle(tp, tp + fn), _middle(2 * tp, 2 * tp + fp + fn)
    )


def wilson(hits: int, of: int) -> Interval:
    """Wilson's interval of a share; everything where nothing was counted."""
    if not of:
        return Interval(0.0, 1.0)
    share, z2 = hits / of, _Z * _Z / of
    centre = (share + z2 / 2) / (1 + z2)
    half = _Z * ((share * (1 - share) + z2 / 4) / of) ** 0.5 / (1 + z2)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def ranking(scores: Matrix, wanted: Marks) -> Ranking:
    """How high the wanted ones stand. Equal scores share their places; a score of 0 has none."""
    labels = int(wanted.sum())
    places = scores > 0
    order = np.argsort(-scores[places], kind="stable")
    values = scores[places][order]
    _, group, sizes = np.unique(-values, return_inverse=True, return_counts=True)
    gains = (np.bincount(group, wanted[places][order], minlength=len(sizes)) / sizes)[group]
    discounts = 1 / np.log2(np.arange(FIRST) + 2)
    first = gains[:FIRST]
    best = discounts[: min(labels, FIRST)].sum()
    return Ranking(
        labels,
        float(first @ discounts[: len(first)] / best) if labels else 0.0,
        float(gains[:FIRST_MANY].sum() / min(labels, FIRST_MANY)) if labels else 0.0,
    )


def _totals(law: JudgedLaw) -> _Totals:
    """Articles by tp, fp, fn."""
    said, wanted = law.said & law.counted, law.wanted & law.counted
    return np.stack([(said & wanted).sum(0), (said & ~wanted).sum(0), (wanted & ~said).sum(0)], axis=1)


def _some(groups: dict[str, Figures]) -> dict[str, Figures]:
    return {name: one for name, one in groups.items() if any(one.counts)}


def _middle(hits: _Totals, of: _Totals) -> Interval:
    low, high = np.percentile(hits / np.maximum(of, 1), [2.5, 97.5])
    return Interval(float(low), float(high))


def _state_pairs(laws: Sequence[JudgedLaw], articles: Sequence[str]) -> tuple[int, tuple[tuple[str, str], ...]]:
    pairs: list[tuple[str, int]] = []
    missed: list[tuple[str, str]] = []
    for state in sorted({law.state for law in laws}):
        its_laws = [law for law in laws if law.state == state]
        wanted = np.logical_or.reduce([law.wanted.any(0) for law in its_laws])
        named = np.logical_or.reduce([law.named for law in its_laws])
        pairs += [(state, int(n)) for n in np.flatnonzero(wanted)]
        missed += [(state, articles[int(n)]) for n in np.flatnonzero(wanted & ~named)]
    return len(pairs), tuple(missed)


def _rankings(laws: Sequence[JudgedLaw], articles: Sequence[str]) -> dict[str, Ranking]:
    counted = np.concatenate([law.counted for law in laws])
    wanted = np.concatenate([law.wanted for law in laws]) & counted
    scores = np.concatenate([law.scores for law in laws])
    return {
        article: ranking(scores[counted[:, n], n], wanted[counted[:, n], n])
        for n, article in enumerate(articles)
        if wanted[:, n].any()
    }


def _calibration(laws: Sequence[JudgedLaw]) -> tuple[Bin, ...]:
    spoken = [law.counted & (law.scores > 0) for law in laws]
    scores = np.concatenate([law.scores[here] for law, here in zip(laws, spoken, strict=True)]).astype(np.float64)
    right = np.concatenate([law.wanted[here] for law, here in zip(laws, spoken, strict=True)])
    at = np.minimum((scores * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(n / BINS, int((at == n).sum()), float(scores[at == n].mean()), float(right[at == n].mean()))
        for n in range(BINS)
        if (at == n).any()
    )


def _sure(laws: Sequence[JudgedLaw]) -> Sure:
    totals = np.stack([
        [(law.sure & law.counted).sum(), (law.sure & law.counted & law.wanted).sum(), (law.said & law.counted).sum()]
        for law in laws
    ])  # fmt: skip
    said, right, every = (int(value) for value in totals.sum(0))
    held = totals[totals[:, 0] > 0]
    found = figures(np.stack([held[:, 1], held[:, 0] - held[:, 1], np.zeros(len(held), dtype=np.int64)], axis=1))
    return Sure(said, right, said / every if every else 0.0, found.precision)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
