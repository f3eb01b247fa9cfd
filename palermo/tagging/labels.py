"""Laws with hand labels, as training and evaluation need them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palermo.tagging.law_text import LawText
from palermo.tagging.signals import Signals
from palermo.tagging.wordings import Wording, wordings

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class LabelledLaw:
    """A law and what people say of its provisions. The rows follow the law's provisions."""

    deposit: str
    state: str
    language: str
    text: LawText
    numbers: list[str]
    wanted: list[frozenset[str]]
    """The articles that each provision implements."""
    neutral: list[frozenset[str]]
    """Articles that count neither way for it."""
    examined: list[bool]
    """Whether somebody looked at the provision, so that an article not named is not implemented."""


@dataclass(frozen=True)
class LabelledSignals:
    """A labelled law after its concepts were looked up; provisions by articles."""

    law: LabelledLaw
    signals: Signals
    wanted: Marks
    counted: Marks
    """Which pairs count, either way."""
    wordings: list[Wording]
    """By provision."""


def labelled_signals(law: LabelledLaw, found: Signals, articles: list[str]) -> LabelledSignals:
    """Labels as matrices in the order of `articles`; labels of other articles are left out."""
    column = {article: n for n, article in enumerate(articles)}
    wanted = np.zeros((len(law.wanted), len(articles)), dtype=bool)
    counted = np.repeat(np.array(law.examined, dtype=bool)[:, None], len(articles), axis=1)
    for row, (yes, neither) in enumerate(zip(law.wanted, law.neutral, strict=True)):
        wanted[row, [column[article] for article in yes if article in column]] = True
        counted[row, [column[article] for article in neither - yes if article in column]] = False
    return LabelledSignals(law, found, wanted, counted, wordings(law.text.provisions))
