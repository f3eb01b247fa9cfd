"""What is said of the held texts, brought together with what people say of the same laws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from library.labels import GoldLaw, HeldText
from palermo.model.tag import Grade, Status, Tag
from palermo.tagging.labels import Marks
from palermo.tagging.measures import JudgedLaw
from palermo.tagging.signals import Matrix
from palermo.tagging.tagger import is_by_signals, needs_review
from palermo.treaties.load import instruments


class Opinion(NamedTuple):
    """What is said of one text; provisions by articles."""

    scores: Matrix
    said: Marks
    sure: Marks
    named: Marks
    """By article, as `JudgedLaw` has it."""


def columns(texts: Sequence[HeldText]) -> list[str]:
    """Every article of the instruments, and those that tags name besides."""
    known = [f"{one.id}:{article.number}" for one in instruments().values() for article in one.articles]
    tagged = {tag.article for text in texts for tags in text.tags for tag in tags}
    return [*known, *sorted(tagged - set(known))]


def opinion_held(text: HeldText, articles: Sequence[str], to_review: Callable[[Tag], bool] = needs_review) -> Opinion:
    """What the tags say that the library holds. to_review: whether a tag is to be looked at before it is relied on."""
    column = {article: n for n, article in enumerate(articles)}
    shape = (len(text.tags), len(articles))
    scores = np.zeros(shape, dtype=np.float32)
    said, sure = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    named = np.zeros(len(articles), dtype=bool)
    for row, tags in enumerate(text.tags):
        for tag in tags:
            at = column[tag.article]
            implements = tag.grade is Grade.IMPLEMENTS
            named[at] |= implements
            if tag.status is Status.REJECTED:
                continue
            if implements or is_by_signals(tag):  # that a treaty is named says nothing about implementing it
                scores[row, at] = max(scores[row, at], tag.score)
            said[row, at] |= implements
            sure[row, at] |= implements and not to_review(tag)
    return Opinion(scores, said, sure, named)


def opinion_of(
    scores: Matrix, said: Marks, sure: Marks, its_articles: Sequence[str], articles: Sequence[str]
) -> Opinion:
    """An opinion on `its_articles` among the columns `articles`."""
    at = [articles.index(article) for article in its_articles]
    shape = (len(scores), len(articles))
    wide_scores = np.zeros(shape, dtype=np.float32)
    wide_said, wide_sure = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    wide_scores[:, at], wide_said[:, at], wide_sure[:, at] = scores, said, sure
    return Opinion(wide_scores, wide_said, wide_sure, np.any(wide_said, axis=0))


def judged_laws(
    laws: Sequence[GoldLaw], texts: Sequence[HeldText], opinions: Sequence[Opinion], articles: Sequence[str]
) -> list[JudgedLaw]:
    """Every labelled law by its numbers: provisions that share one are read together, as labels cannot tell them
    apart; labelled numbers that are not held are missed."""
    return [
        _judged(law, [(text, one) for text, one in zip(texts, opinions, strict=True) if text.gold is law], articles)
        for law in laws
    ]


def _judged(law: GoldLaw, held: Sequence[tuple[HeldText, Opinion]], articles: Sequence[str]) -> JudgedLaw:
    numbers = sorted({*law.core, *law.related}.union(*(text.law.numbers for text, _ in held)))
    row = {number: n for n, number in enumerate(numbers)}
    column = {article: n for n, article in enumerate(articles)}
    shape = (len(numbers), len(articles))
    wanted, said, sure = (np.zeros(shape, dtype=bool) for _ in range(3))
    scores = np.zeros(shape, dtype=np.float32)
    counted = np.repeat(
        np.array([law.counts(number) for number in numbers], dtype=bool)[:, None], len(articles), axis=1
    )
    named = np.zeros(len(articles), dtype=bool)
    for number, found in law.core.items():
        wanted[row[number], [column[article] for article in found]] = True
    for number, found in law.related.items():
        neither = found - law.core.get(number, frozenset())
        counted[row[number], [column[article] for article in neither]] = False
    for text, opinion in held:
        at = [row[number] for number in text.law.numbers]
        np.maximum.at(scores, at, opinion.scores)
        np.logical_or.at(said, at, opinion.said)
        np.logical_or.at(sure, at, opinion.sure)
        named |= opinion.named
    return JudgedLaw(law.deposit, law.state, law.language, wanted, counted, said, scores, sure, named)
