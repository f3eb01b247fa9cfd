"""Plain ways to tag that ours must beat, for the same provisions and measured alike.

- `nearest_article`: by its words the provision is nearest to what we say of the article (BM25).
- `lexicon_rule`: the article with the most characteristic ideas in heading and text.
- `word_regression`: TF-IDF of words and pairs of words with a logistic regression an article, learned from labels.

Each gives scores of provisions by articles. What it says of a law is decided with the threshold that does best on the
other folds, so that none of them suffers from a bad one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from palermo.concepts.concept import LanguageTerms
from palermo.concepts.scripts import WITHOUT_SPACES, folded, normal, words
from palermo.tagging.labels import LabelledSignals, Marks
from palermo.tagging.law_text import ProvisionText
from palermo.tagging.signals import Matrix, Signals
from palermo.tagging.subjects import Subjects
from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.load import heading

LONGEST_READ = 1_500
"""Characters of a provision that the baselines read."""
_K1, _B = 1.2, 0.75
_STEM = 6
"""Letters that are left of a word, as a stem that needs no knowledge of the language."""
_HEADING_COUNTS, _TEXT_COUNTS = 2, 1
_MOST_WORDS = 60_000
_FEWEST_LABELS = 4
_SEED = 0


class Bm25:
    """Documents to which queries are near or far by their words (Robertson and others, 1994)."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        counts = [Counter(document) for document in documents]
        self._rows: dict[str, NDArray[np.float64]] = {}
        lengths = np.array([len(document) for document in documents], dtype=np.float64)
        norm = _K1 * (1 - _B + _B * lengths / max(1.0, float(lengths.mean())))
        for word in {word for document in documents for word in document}:
            found = np.array([count[word] for count in counts], dtype=np.float64)
            spread = int((found > 0).sum())
            rarity = np.log(1 + (len(documents) - spread + 0.5) / (spread + 0.5))
            self._rows[word] = rarity * found * (_K1 + 1) / (found + norm)
        self._nothing = np.zeros(len(documents))

    def scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """How near each document is, for each word of the query; so long queries compare with short ones."""
        if not query:
            return self._nothing
        total = sum((self._rows.get(word, self._nothing) for word in query), self._nothing)
        return np.asarray(total / len(query))


def nearest_article(
    laws: Sequence[LabelledSignals], subjects: Subjects, base: KnowledgeBase,
    terms: Callable[[str], LanguageTerms | None],
) -> list[Matrix]:  # fmt: skip
    """BM25 between a provision's words and each article's: heading and requirements in English, and the terms of its
    ideas in the provision's language. Only the nearest article of a provision has a score."""
    engines: dict[str, Bm25] = {}
    result = []
    for law in laws:
        scores = np.zeros((law.signals.size, len(subjects.articles)), dtype=np.float32)
        for row, provision in enumerate(law.law.text.provisions):
            language = provision.language
            if language not in engines:
                engines[language] = Bm25([_words_of_article(one, base, terms(language)) for one in subjects.articles])
            found = engines[language].scores(stems(_words_of_provision(provision), language))
            nearest = int(found.argmax())
            scores[row, nearest] = found[nearest]
        result.append(scores)
    return result


def lexicon_rule(signals: Signals, subjects: Subjects) -> Matrix:
    """Two points for each characteristic idea in the heading, one for each in the text only, less where an idea is
    characteristic of several articles. Only the article with the most points has a score."""
    points = np.maximum(_HEADING_COUNTS * signals.heading, _TEXT_COUNTS * (signals.counts > 0))
    found = points @ subjects.characteristic.T
    return np.where(found == found.max(1, keepdims=True), found, 0).astype(np.float32)


def word_regression(laws: Sequence[LabelledSignals], folds: Sequence[int], groups: Sequence[str]) -> list[Matrix]:
    """Scores of each law by a model of its group that saw no law of its fold; zeros where there is nothing to learn
    from. `groups` are languages for a model each, or all the same for one model of all laws."""
    result = [np.zeros(law.wanted.shape, dtype=np.float32) for law in laws]
    for group in sorted(set(groups)):
        members = [n for n, name in enumerate(groups) if name == group]
        vectors = _vectors([laws[n] for n in members])
        for fold in sorted({folds[n] for n in members}):
            seen = [n for n in range(len(members)) if folds[members[n]] != fold]
            unseen = [n for n in range(len(members)) if folds[members[n]] == fold]
            models = _models([(laws[members[n]], vectors[n]) for n in seen])
            for n in unseen:
                for article, model in models.items():
                    result[members[n]][:, article] = model.predict_proba(vectors[n])[:, 1]
    return result


def decided(laws: Sequence[LabelledSignals], scores: Sequence[Matrix], folds: Sequence[int]) -> list[Marks]:
    """What is said of each law: scores from the threshold that gives the best F1 on the laws of the other folds."""
    thresholds = {}
    for fold in set(folds):
        others = [n for n, at in enumerate(folds) if at != fold]
        thresholds[fold] = _best_threshold([(laws[n], scores[n]) for n in others])
    return [one >= thresholds[fold] for one, fold in zip(scores, folds, strict=True)]


def stems(text: str, language: str) -> list[str]:
    """The beginnings of the words; pairs of characters in scripts without spaces."""
    if language not in WITHOUT_SPACES:
        return [normal(match.group(), language)[:_STEM] for match in words(text)]
    runs = [folded(match.group()) for match in words(text)]
    return [run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))]


def _words_of_provision(provision: ProvisionText) -> str:
    return f"{provision.heading}\n{provision.text[:LONGEST_READ]}"


def _words_of_article(article: str, base: KnowledgeBase, terms: LanguageTerms | None) -> list[str]:
    requirements = base.of_article(article)
    english = " ".join([heading(article), *(f"{one.label} {one.statement}" for one in requirements)])
    found = stems(english, "en")
    named = [concept for one in requirements for element in one.elements for concept in element.concepts]
    own = [one.id for one in base.concepts.values() if article in one.articles]
    for concept in dict.fromkeys([*own, *named]):
        if terms and concept in terms.terms:
            its_terms = " ".join(terms.terms[concept].terms)
            found += stems(its_terms.replace("*", "").replace("...", " "), terms.language)
    return found


def _vectors(laws: Sequence[LabelledSignals]) -> list[csr_matrix]:
    # Which words there are, and how rare, is no label: it may be read from all laws.
    vectorizer = TfidfVectorizer(
        analyzer=_grams, min_df=2, max_features=_MOST_WORDS, sublinear_tf=True, dtype=np.float32
    )  # fmt: skip
    rows = vectorizer.fit_transform(provision for law in laws for provision in law.law.text.provisions)
    ends = np.cumsum([0, *(law.signals.size for law in laws)])
    return [rows[start:end] for start, end in pairwise(ends)]


def _grams(provision: ProvisionText) -> list[str]:
    language = provision.language
    pattern = _words_of_provision(provision)
    if language in WITHOUT_SPACES:
        single = [folded(match.group()) for match in words(pattern)]
        return [*(character for run in single for character in run), *stems(pattern, language)]
    single = [normal(match.group(), language) for match in words(pattern)]
    return [*single, *(f"{one} {two}" for one, two in pairwise(single))]


def _models(laws: Sequence[tuple[LabelledSignals, csr_matrix]]) -> dict[int, LogisticRegression]:
    if not laws:
        return {}
    rows = vstack([vectors for _, vectors in laws]).tocsr()
    wanted = np.concatenate([law.wanted for law, _ in laws])
    counted = np.concatenate([law.counted for law, _ in laws])
    models = {}
    for article in range(wanted.shape[1]):
        known = counted[:, article]
        labels = wanted[known, article]
        if labels.sum() >= _FEWEST_LABELS and not labels.all():
            model = LogisticRegression(C=10, solver="liblinear", dual=True, random_state=_SEED)
            models[article] = model.fit(rows[known], labels)
    return models


def _best_threshold(laws: Sequence[tuple[LabelledSignals, Matrix]]) -> float:
    """The score from which saying yes gives the best F1; infinity where nothing was ever right."""
    if not laws:
        return float("inf")
    scores = np.concatenate([found[law.counted] for law, found in laws])
    right = np.concatenate([law.wanted[law.counted] for law, _ in laws])
    every = int(right.sum())
    scores, right = scores[scores > 0], right[scores > 0]
    order = np.argsort(-scores, kind="stable")
    said, hits = np.arange(1, len(order) + 1), np.cumsum(right[order])
    ends = np.flatnonzero(np.diff(scores[order], append=-1.0))  # a threshold cannot part equal scores
    if not hits[-1:].any():
        return float("inf")
    f1 = 2 * hits[ends] / (said[ends] + every)
    return float(scores[order][ends[f1.argmax()]])
