"""Learning the tagger's parameters from the labels of the library's laws, and what that would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import palermo.tagging.parameters as shipped
from library.judging import columns, judged_laws, opinion_held
from library.labels import GoldLaw, HeldText, held_texts, read_gold
from library.left_out import Progress, labelled, learn, opinion_by, the_subjects
from library.opening import Library
from palermo.errors import UsageError
from palermo.tagging.labels import LabelledSignals
from palermo.tagging.measures import Measures, measured
from palermo.tagging.parameters import METHOD, Parameters
from palermo.tagging.scoring import Scorer


@dataclass(frozen=True)
class Change:
    """What becomes of one article's F1 on the labels."""

    article: str
    labels: int
    before: float
    after: float


@dataclass(frozen=True)
class Trained:
    """New parameters, and how they and what there was before fare on the labels that the new ones were learned from."""

    parameters: Parameters
    after: Measures
    before: Measures
    before_is_held: bool
    """Whether what there was before are the tags that the library holds, since no earlier parameters of this method
    were there: so a change of method shows its gains and losses too."""

    @property
    def changes(self) -> list[Change]:
        """Every article with labels or tags, in the order of the treaties."""
        old, new = self.before.by_article, self.after.by_article
        articles = [*new, *(article for article in old if article not in new)]
        return [
            Change(
                article,
                (new.get(article) or old[article]).counts.labels,
                old[article].counts.f1 if article in old else 0.0,
                new[article].counts.f1 if article in new else 0.0,
            )
            for article in articles
        ]

    def as_json(self) -> dict[str, Any]:
        """The document that `palermo train --json` prints."""
        return {
            "facts": self.parameters.facts,
            "thresholds": {
                "implements_from": round(self.parameters.implements_from, 4),
                "sure_from": round(self.parameters.sure_from, 4),
            },
            "f1": {
                "before": round(self.before.tagging.counts.f1, 4),
                "after": round(self.after.tagging.counts.f1, 4),
            },
            "before": "tags held" if self.before_is_held else "earlier parameters",
            "changes": [
                {"article": one.article, "labels": one.labels, "before": round(one.before, 4),
                 "after": round(one.after, 4)}
                for one in self.changes
            ],
        }  # fmt: skip


def default_file() -> Path:
    """Where the parameters lie that ship with Palermo."""
    return Path(shipped.__file__).with_name(shipped.FILE)


def train_on(library: Library, folder: Path, earlier: Parameters | None, progress: Progress | None = None) -> Trained:
    """Learn from the labels in `folder` of the laws that the library holds, and compare with `earlier`.

    Without earlier parameters, with the tags that the library holds, whatever method they come from.

    UsageError where there are no labels, or too few.
    """
    gold = read_gold(folder)
    texts = held_texts(library, gold)
    laws = labelled(texts, progress)
    held = {text.gold.deposit: text.gold for text in texts}
    facts: dict[str, object] = {
        "method": METHOD,
        "labels": sum(len(articles) for law in held.values() for articles in law.core.values()),
        "laws": sorted(held),
        "states": sorted({law.state for law in held.values()}),
        "languages": sorted({law.language for law in held.values()}),
    }
    try:
        learned = learn(laws, facts)
    except ValueError as error:
        raise UsageError(f"{folder}: {error}; take in labelled laws of more States") from error
    before = _measured(gold, texts, laws, earlier) if earlier else _held(gold, texts)
    return Trained(learned, _measured(gold, texts, laws, learned), before, earlier is None)


def read_parameters(file: Path) -> Parameters | None:
    """The parameters in a file; None where there is none, or nothing that can be read."""
    try:
        return Parameters.from_bytes(file.read_bytes())
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def write_parameters(learned: Parameters, file: Path) -> None:
    """Write the parameters whole or not at all; UsageError where that cannot be done."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(learned.to_bytes())
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{file} cannot be written: {error.strerror}; name another file with --out") from error


def _measured(
    gold: Sequence[GoldLaw], texts: Sequence[HeldText], laws: Sequence[LabelledSignals], learned: Parameters
) -> Measures:
    articles, scorer = columns(texts), Scorer(learned, the_subjects())
    opinions = [opinion_by(scorer, law, articles) for law in laws]
    return measured(judged_laws(gold, texts, opinions, articles), articles)


def _held(gold: Sequence[GoldLaw], texts: Sequence[HeldText]) -> Measures:
    articles = columns(texts)
    opinions = [opinion_held(text, articles, lambda tag: False) for text in texts]  # which are sure is not compared
    return measured(judged_laws(gold, texts, opinions, articles), articles)
