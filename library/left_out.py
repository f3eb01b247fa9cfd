"""Taggers that have not seen what they are measured on: ours, trained anew for each group, and the baselines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from library.judging import Opinion, opinion_of
from library.labels import HeldText
from palermo.concepts.load import lexicon, terms
from palermo.errors import UsageError
from palermo.tagging.baselines import decided, lexicon_rule, nearest_article, word_regression
from palermo.tagging.labels import LabelledSignals, labelled_signals
from palermo.tagging.parameters import Parameters
from palermo.tagging.scoring import Scorer, implemented
from palermo.tagging.signals import Matrix, signals
from palermo.tagging.subjects import Subjects, subjects
from palermo.tagging.training import folds_of, train
from palermo.treaties.knowledge import knowledge

Progress = Callable[[int, int, str], None]

FOLDS = 5
"""Groups of States or languages that are left out in turn."""


@dataclass(frozen=True)
class Trial:
    """What one way of tagging says of each text, and the thresholds that it used in each group left out."""

    opinions: list[Opinion]
    thresholds: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Trials:
    """Ours, where it was asked for, and the baselines by name."""

    ours: Trial | None = None
    baselines: dict[str, Trial] = field(default_factory=dict)


def trials(
    texts: Sequence[HeldText], articles: Sequence[str], *, ours: bool, baselines: bool, by_language: bool,
    progress: Progress | None = None,
) -> Trials:  # fmt: skip
    """Leave out five groups of States in turn, or of languages, and ask who has not seen them: our method
    trained anew, the baselines, or both. UsageError where there are too few labels to leave any out."""
    laws = labelled(texts, progress)
    groups = [text.gold.language if by_language else text.gold.state for text in texts]
    folds = folds_of(groups, FOLDS)
    return Trials(
        _ours(laws, folds, articles, progress) if ours else None,
        _baselines(laws, folds, articles, by_language) if baselines else {},
    )


def the_subjects() -> Subjects:
    """The subjects of the knowledge base."""
    return subjects(knowledge())


def labelled(texts: Sequence[HeldText], progress: Progress | None = None) -> list[LabelledSignals]:
    """The texts with their concepts looked up."""
    known = the_subjects()
    result = []
    for done, text in enumerate(texts, start=1):
        found = signals(text.law.text, known.concepts, lexicon)
        result.append(labelled_signals(text.law, found, known.articles))
        if progress:
            progress(done, len(texts), text.gold.deposit)
    return result


def learn(laws: Sequence[LabelledSignals], facts: dict[str, object]) -> Parameters:
    """Parameters learned from the laws; ValueError where they are too few."""
    # One thread: on a busy machine two wait for each other most of the time (292 s instead of 17 s on small laws).
    with threadpool_limits(1):
        return train(laws, the_subjects(), facts)


def opinion_by(scorer: Scorer, law: LabelledSignals, articles: Sequence[str]) -> Opinion:
    """What the tagger with these parameters says of a law."""
    scores, learned = scorer.scores(law.signals), scorer.learned
    said = implemented(scores, learned.implements_from)
    return opinion_of(scores, said, scores >= learned.sure_from, scorer.subjects.articles, articles)


def _ours(
    laws: Sequence[LabelledSignals], folds: Sequence[int], articles: Sequence[str], progress: Progress | None
) -> Trial:
    """Our method on each fold, trained on the others. UsageError where the others are too few to train on."""
    known = the_subjects()
    opinions: dict[int, Opinion] = {}
    thresholds = []
    every = sorted(set(folds))
    for done, fold in enumerate(every, start=1):
        try:
            learned = learn([law for law, at in zip(laws, folds, strict=True) if at != fold], {})
        except ValueError as error:
            raise UsageError(f"too few labels to leave any out: {error}. Add labelled laws of other States") from error
        scorer = Scorer(learned, known)
        thresholds.append((learned.implements_from, learned.sure_from))
        for n, at in enumerate(folds):
            if at == fold:
                opinions[n] = opinion_by(scorer, laws[n], articles)
        if progress:
            progress(done, len(every), "trained and measured")
    return Trial([opinions[n] for n in range(len(laws))], tuple(thresholds))


def _baselines(
    laws: Sequence[LabelledSignals], folds: Sequence[int], articles: Sequence[str], by_language: bool
) -> dict[str, Trial]:
    """Each with thresholds from the other folds. A language that is left out has nothing to learn its words from."""
    known = the_subjects()
    scores: dict[str, list[Matrix]] = {
        "nearest_article": nearest_article(laws, known, knowledge(), terms),
        "lexicon_rule": [lexicon_rule(law.signals, known) for law in laws],
        "words_all_languages": word_regression(laws, folds, ["all"] * len(laws)),
    }
    if not by_language:
        scores["words_one_language"] = word_regression(laws, folds, [law.law.language for law in laws])
    return {
        name: Trial([
            opinion_of(found, said, np.zeros_like(said), known.articles, articles)
            for found, said in zip(its_scores, decided(laws, its_scores, folds), strict=True)
        ])
        for name, its_scores in scores.items()
    }  # fmt: skip
