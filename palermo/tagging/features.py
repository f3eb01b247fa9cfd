"""Numbers that say how a provision stands to an article, the same for every language and every article.

They are relative: how strongly the article's ideas speak here, compared with all other articles, with the neighbours,
with the part and with the whole law. So what is learned on one language or article serves the others.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from palermo.tagging.signals import Matrix, Signals
from palermo.tagging.subjects import Subjects
from palermo.tagging.wordings import NO_OPINION

ZONES = ("heading", "counts", "opening", "above", "innermost", "title", "density", "neighbours")
_ZONE_WEIGHTS = {
    "heading": 1.5,
    "counts": 0.9,
    "opening": 0.7,
    "above": 1.0,
    "innermost": 1.0,
    "title": 1.5,
    "density": 1.0,
    "neighbours": 0.5,
}
"""Scales that make one unit in each zone worth about as much to a regularised model."""
_TINY = np.float32(1e-6)
_LIKELY = 0.4
_PART_DEPTHS = (1, 2, 99)


def zone_vectors(signals: Signals) -> Iterator[tuple[str, Matrix]]:
    """Provisions by concepts for each zone, scaled; one row where it is the same for the whole law."""
    speaks = np.maximum(signals.heading, signals.counts > 0).astype(np.float32)
    found = {
        "heading": signals.heading,
        "counts": np.minimum(np.log1p(signals.counts), 2),
        "opening": signals.opening,
        "above": signals.above,
        "innermost": signals.innermost,
        "title": signals.title[None],
        "density": np.sqrt(speaks.mean(0))[None],
        "neighbours": neighbours(speaks, 1),
    }
    for zone in ZONES:
        yield zone, (found[zone] * np.float32(_ZONE_WEIGHTS[zone])).astype(np.float32)


def law_features(signals: Signals, subjects: Subjects) -> Matrix:
    """Articles by features: what the law as a whole is about."""
    speaks = np.maximum(signals.heading, signals.counts > 0)
    columns: list[Matrix] = []
    for link in (subjects.characteristic, subjects.elements):
        title = link @ signals.title
        for values in (
            title,
            link @ speaks.mean(0),
            link @ signals.heading.mean(0),
            link @ np.log1p(signals.counts).mean(0),
            link @ signals.above.mean(0),
        ):
            columns += [values, values / (values.sum() + _TINY), values - values.max()]
        columns.append(np.full_like(title, (title > 0).sum()))
    columns.append(np.full_like(columns[0], np.log(signals.size)))
    return np.stack(columns, 1).astype(np.float32)


def word_features(signals: Signals, subjects: Subjects) -> Iterator[Matrix]:
    """Matrices of provisions by articles: how the article's ideas speak in each zone, and beside the others."""
    speaks = np.maximum(signals.heading, signals.counts > 0).astype(np.float32)
    present = (signals.counts > 0).astype(np.float32)
    logged = np.log1p(signals.counts)
    for link in (subjects.characteristic, subjects.elements):
        heading, here, counted = signals.heading @ link.T, present @ link.T, logged @ link.T
        yield from (heading, here, counted)
        for zone in (signals.opening, signals.above, signals.innermost, signals.outermost, signals.defined):
            yield zone @ link.T
        for values in (heading, here, counted):
            yield values / (values.sum(1, keepdims=True) + _TINY)
        strength = counted + 2 * heading
        yield strength - strength.max(1, keepdims=True)
        yield neighbours(strength, 1)
        yield neighbours(strength, 2)
        title, density = link @ signals.title, link @ speaks.mean(0)
        for law in (
            title,
            title / (title.sum() + _TINY),
            density,
            density / (density.sum() + _TINY),
            density - density.max(initial=0),
            link @ signals.heading.mean(0),
        ):
            yield np.broadcast_to(law[None], heading.shape)


def context_features(scores: Matrix, signals: Signals) -> Iterator[Matrix]:
    """Matrices of provisions by articles: a first opinion beside that on the neighbours, the part and the law."""
    mean = np.broadcast_to(scores.mean(0)[None], scores.shape)
    tenth = max(1, len(scores) // 10)
    yield scores
    yield scores / (scores.sum(1, keepdims=True) + _TINY)
    yield scores - scores.max(1, keepdims=True)
    yield mean
    yield mean / (mean.sum(1, keepdims=True) + _TINY)
    yield mean - mean.max(1, keepdims=True)
    yield np.broadcast_to(np.sort(scores, 0)[-tenth:].mean(0)[None], scores.shape)
    yield neighbours(scores, 1)
    yield (neighbours(scores, 2) + neighbours(scores, 3)) / 2
    paths = [provision.path for provision in signals.provisions]
    for depth in _PART_DEPTHS:
        part = _part_means(scores, paths, depth)
        yield part
    yield part - part.max(1, keepdims=True)


def second_look_features(scores: Matrix, signals: Signals) -> Iterator[Matrix]:
    """Matrices of provisions by articles: decisions on the neighbours, the part and the law, and on other articles."""
    yield from context_features(scores, signals)
    highest = np.sort(scores, axis=1)[:, -2:]
    other = np.where(scores >= highest[:, 1:], highest[:, :1], highest[:, 1:])
    before, behind = np.zeros_like(scores), np.zeros_like(scores)
    before[1:], behind[:-1] = scores[:-1], scores[1:]
    best = scores.max(0)[None]
    rank = scores.argsort(0, kind="stable")[::-1].argsort(0, kind="stable")
    likely = scores > _LIKELY
    for matrix in (
        other,
        scores - other,
        scores.sum(1, keepdims=True),
        before,
        behind,
        np.maximum(before, behind),
        best,
        scores - best,
        rank,
        rank / len(scores),
        likely.mean(0)[None],
        likely.sum(0)[None],
    ):
        yield np.broadcast_to(matrix, scores.shape)


def wording_features(opinion: Matrix) -> Iterator[Matrix]:
    """Matrices of provisions by articles: what the words say (`opinion_of_words`), beside the other articles, the law
    and the neighbours; `NO_OPINION` stays what it is."""
    known = opinion >= 0
    scores = np.where(known, opinion, 0).astype(np.float32)
    for matrix in (
        scores,
        scores - scores.max(1, keepdims=True),
        scores.mean(0)[None],
        scores.sum(1, keepdims=True),
        neighbours(scores, 1),
    ):
        yield np.where(known, matrix, NO_OPINION)


def law_share_features(shares: Matrix, size: int) -> Iterator[Matrix]:
    """The share of the law expected to be on each article, for each of its provisions."""
    for row in (shares, shares - shares.max(initial=0), shares / (shares.sum() + _TINY)):
        yield np.broadcast_to(row[None], (size, len(shares)))


def general_features(signals: Signals, subjects: Subjects) -> Matrix:
    """Provisions by features that do not depend on the article: what the provision does, length, place."""
    size = signals.size
    speaks = np.maximum(signals.heading, signals.counts > 0)
    place = np.arange(size, dtype=np.float32) / max(1, size)
    return np.concatenate(
        [
            signals.heading[:, subjects.general],
            (signals.counts[:, subjects.general] > 0),
            np.log1p(signals.lengths)[:, None],
            place[:, None],
            np.full((size, 1), np.log(max(1, size))),
            speaks.sum(1, keepdims=True),
            signals.heading.max(1, keepdims=True),
        ],
        axis=1,
    ).astype(np.float32)


def neighbours(values: Matrix, distance: int) -> Matrix:
    """The mean of the rows so far before and behind; nothing beyond the ends."""
    found = np.zeros_like(values, dtype=np.float32)
    if len(values) > distance:
        found[distance:] += values[:-distance]
        found[:-distance] += values[distance:]
    return found / 2


def _part_means(scores: Matrix, paths: list[tuple[str, ...]], depth: int) -> Matrix:
    """The mean over the provisions under the same headings, down to a depth."""
    part_of: dict[tuple[str, ...], int] = {}
    parts: NDArray[np.intp] = np.array(
        [part_of.setdefault(path[:depth], len(part_of)) for path in paths], dtype=np.intp
    )
    sums = np.zeros((len(part_of), scores.shape[1]), dtype=np.float32)
    np.add.at(sums, parts, scores)
    sizes = np.bincount(parts, minlength=len(part_of)).astype(np.float32)
    means: Matrix = (sums / sizes[:, None])[parts]
    return means
