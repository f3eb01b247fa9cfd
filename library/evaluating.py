"""The library held against hand labels: were the labelled provisions split off, and are their tags right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from library.evaluation_json import measures_as_json
from library.judging import Opinion, columns, judged_laws, opinion_held
from library.labels import GoldLaw, HeldText, held_texts, read_gold
from library.opening import Library
from palermo.errors import DataError
from palermo.tagging.measures import Measures, measured
from palermo.tagging.parameters import METHOD, parameters
from palermo.tagging.tagger import is_by_signals

if TYPE_CHECKING:
    from library.left_out import Progress, Trial


class LeftOut(StrEnum):
    """What a tagger must not have learned from before it is measured on it."""

    STATES = "states"
    LANGUAGES = "languages"


@dataclass(slots=True)
class Segmentation:
    """Found and labelled provisions by language; `lost` names those that were not found."""

    by_language: dict[str, tuple[int, int]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def found(self) -> int:
        return sum(found for found, _ in self.by_language.values())

    @property
    def labelled(self) -> int:
        return sum(labelled for _, labelled in self.by_language.values())

    @property
    def recall(self) -> float:
        return self.found / self.labelled if self.labelled else 0.0

    def as_json(self) -> dict[str, Any]:
        """Its part of the document that `palermo evaluate --json` prints."""
        return {
            "segmentation": {"gold": self.labelled, "found": self.found, "recall": round(self.recall, 4)},
            "segmentation_by_language": {
                language: {"gold": labelled, "found": found, "recall": round(found / labelled, 4)}
                for language, (found, labelled) in sorted(self.by_language.items())
            },
            "lost": self.lost,
        }


@dataclass(frozen=True)
class Basis:
    """What was measured, on what."""

    left_out: LeftOut | None
    """None where the tags are those that the library holds."""
    labels: int
    """Pairs of provision and article."""
    provisions: int
    """Numbers that count."""
    laws: tuple[str, ...]
    states: tuple[str, ...]
    languages: tuple[str, ...]
    not_held: tuple[str, ...]
    """Labelled laws that the library does not hold: whatever they contain counts as missed."""
    learned_from: int | None
    """How many of the laws the tags that are held were learned from; None where that is not known."""
    thresholds: tuple[tuple[float, float], ...]
    """From which scores a tag says `implements` and is sure, once for each group left out."""


@dataclass(frozen=True)
class Evaluation:
    """Everything that `palermo evaluate` says."""

    basis: Basis
    segmentation: Segmentation
    measures: Measures
    baselines: dict[str, Measures]

    def as_json(self) -> dict[str, Any]:
        """The document that `palermo evaluate --json` prints."""
        basis = self.basis
        return {
            "basis": {
                "method": METHOD, "left_out": basis.left_out and basis.left_out.value, "labels": basis.labels,
                "provisions": basis.provisions, "laws": list(basis.laws), "states": list(basis.states),
                "languages": list(basis.languages), "not_held": list(basis.not_held),
                "learned_from": basis.learned_from,
                "thresholds": [
                    {"implements_from": round(implements, 4), "sure_from": round(sure, 4)}
                    for implements, sure in basis.thresholds
                ],
            },
            **self.segmentation.as_json(),
            **measures_as_json(self.measures),
            "baselines": {name: measures_as_json(one) for name, one in self.baselines.items()},
        }  # fmt: skip


def evaluate(
    library: Library, folder: Path, *, left_out: LeftOut | None = None, baselines: bool = False,
    progress: Progress | None = None,
) -> Evaluation:  # fmt: skip
    """Measure the tags that the library holds, or those of taggers that have not seen what is `left_out`.

    The latter trains anew for each group that is left out: five groups of States or of languages. UsageError
    where `folder` holds no labels, or too few to train on.
    """
    gold = read_gold(folder)
    texts = held_texts(library, gold)
    articles = columns(texts)
    ours: Trial | None = None
    baseline_opinions: dict[str, list[Opinion]] = {}
    if left_out or baselines:
        from library.left_out import trials  # loads scikit-learn

        found = trials(
            texts, articles, ours=left_out is not None, baselines=baselines,
            by_language=left_out is LeftOut.LANGUAGES, progress=progress,
        )  # fmt: skip
        baseline_opinions = {name: one.opinions for name, one in found.baselines.items()}
        ours = found.ours
    if ours:
        opinions, thresholds = ours.opinions, ours.thresholds
    else:
        opinions, thresholds = [opinion_held(text, articles) for text in texts], _shipped_thresholds()

    def measures(what: Sequence[Opinion]) -> Measures:
        return measured(judged_laws(gold, texts, what, articles), articles)

    return Evaluation(
        _basis(gold, texts, left_out, thresholds),
        _segmentation(gold, texts),
        measures(opinions),
        {name: measures(its_opinions) for name, its_opinions in baseline_opinions.items()},
    )


def evaluate_segmentation(library: Library, folder: Path) -> Segmentation:
    """Recall of the labelled provisions by number. UsageError where `folder` holds no labels."""
    gold = read_gold(folder)
    return _segmentation(gold, held_texts(library, gold))


def _segmentation(laws: Sequence[GoldLaw], texts: Sequence[HeldText]) -> Segmentation:
    with_words: dict[str, set[str]] = {}
    for text in texts:
        numbers = with_words.setdefault(text.gold.deposit, set())
        pairs = zip(text.law.numbers, text.law.text.provisions, strict=True)
        numbers.update(number for number, provision in pairs if provision.text.strip())
    result = Segmentation()
    for law in laws:
        hits = law.printed.keys() & with_words.get(law.deposit, set())
        found, total = result.by_language.get(law.language, (0, 0))
        result.by_language[law.language] = (found + len(hits), total + len(law.printed))
        result.lost += [f"{law.deposit}#{law.printed[number]}" for number in sorted(law.printed.keys() - hits)]
    result.by_language = {language: counts for language, counts in result.by_language.items() if counts[1]}
    return result


def _basis(
    laws: Sequence[GoldLaw], texts: Sequence[HeldText], left_out: LeftOut | None,
    thresholds: tuple[tuple[float, float], ...],
) -> Basis:  # fmt: skip
    held = {text.gold.deposit for text in texts}
    numbers = {
        (text.gold.deposit, number)
        for text in texts
        for number, looked_at in zip(text.law.numbers, text.law.examined, strict=True)
        if looked_at
    }
    numbers.update((law.deposit, number) for law in laws for number in law.printed if law.counts(number))
    return Basis(
        left_out,
        sum(len(articles) for law in laws for articles in law.core.values()),
        len(numbers),
        tuple(law.deposit for law in laws),
        tuple(sorted({law.state for law in laws})),
        tuple(sorted({law.language for law in laws})),
        tuple(law.deposit for law in laws if law.deposit not in held),
        0 if left_out else _learned_from(laws, texts),
        thresholds,
    )


def _learned_from(laws: Sequence[GoldLaw], texts: Sequence[HeldText]) -> int | None:
    if not any(is_by_signals(tag) for text in texts for tags in text.tags for tag in tags):
        return 0
    try:
        known = parameters().facts.get("laws")
    except DataError:
        return None
    return len({law.deposit for law in laws}.intersection(known)) if isinstance(known, list) else None


def _shipped_thresholds() -> tuple[tuple[float, float], ...]:
    try:
        shipped = parameters()
    except DataError:
        return ()
    return ((shipped.implements_from, shipped.sure_from),)
