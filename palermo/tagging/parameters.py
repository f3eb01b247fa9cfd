"""What was learned from the labels: a few hundred kilobytes that ship with Palermo."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from palermo.errors import DataError
from palermo.tagging.signals import Matrix
from palermo.tagging.trees import Trees
from palermo.tagging.wordings import WordModel

METHOD = "requirement-signals/3"
"""Parameters serve the method, and the features, that they were learned for, and no other."""
FILE = "parameters.npz"


@dataclass(frozen=True)
class Parameters:
    """Weights of the first opinion, trees of the two later steps, calibration and thresholds."""

    articles: list[str]
    concepts: list[str]
    """The order of rows and columns when it was trained; the knowledge base may have grown since."""
    weights: dict[str, Matrix]
    """For each zone, articles by concepts."""
    intercepts: Matrix
    """By article; minus infinity where there were too few labels to learn an opinion."""
    words: dict[str, WordModel]
    """By language, where laws of several States have labels."""
    share_trees: Trees
    """What share of a law is on an article."""
    pair_trees: Trees
    """Whether a provision implements an article."""
    second_trees: Trees
    """The same, beside what `pair_trees` say of other pairs."""
    calibration: tuple[Matrix, Matrix]
    """Raw scores, rising, and how often such a score was right."""
    implements_from: float
    """The calibrated score from which a tag says `implements`."""
    sure_from: float
    """The calibrated score from which a tag need not be reviewed first."""
    facts: dict[str, object]
    """Where it comes from: version, numbers of labels, laws, States, languages."""

    def to_bytes(self) -> bytes:
        """One compressed file, the same for the same parameters."""
        arrays: dict[str, NDArray[np.generic]] = {
            "intercepts": self.intercepts,
            "calibration_raw": self.calibration[0],
            "calibration_right": self.calibration[1],
            **{f"weights_{zone}": values.astype(np.float16) for zone, values in self.weights.items()},
        }
        for language, model in self.words.items():
            arrays[f"words_{language}_columns"] = model.columns
            arrays[f"words_{language}_weights"] = model.weights.astype(np.float16)
            arrays[f"words_{language}_intercepts"] = model.intercepts
        for name, trees in self._trees():
            for part in ("starts", "feature", "threshold", "left", "right", "value"):
                arrays[f"{name}_{part}"] = getattr(trees, part)
        described = {
            "articles": self.articles,
            "concepts": self.concepts,
            "zones": list(self.weights),
            "words": list(self.words),
            **{name: [trees.baseline, trees.depth] for name, trees in self._trees()},
            "implements_from": self.implements_from,
            "sure_from": self.sure_from,
            "facts": self.facts,
        }
        arrays["described"] = np.frombuffer(json.dumps(described, sort_keys=True).encode(), dtype=np.uint8)
        out = BytesIO()
        np.savez_compressed(out, allow_pickle=False, **arrays)
        return out.getvalue()

    def _trees(self) -> tuple[tuple[str, Trees], ...]:
        return ("share", self.share_trees), ("pair", self.pair_trees), ("second", self.second_trees)

    @classmethod
    def from_bytes(cls, data: bytes) -> Parameters:
        """What `to_bytes` wrote; ValueError or KeyError where it is something else, or of another method."""
        with np.load(BytesIO(data), allow_pickle=False) as held:
            described = json.loads(held["described"].tobytes())
            if described["facts"]["method"] != METHOD:
                raise ValueError(f"made for {described['facts']['method']}, not {METHOD}")

            def trees(name: str) -> Trees:
                parts = [
                    held[f"{name}_{part}"] for part in ("starts", "feature", "threshold", "left", "right", "value")
                ]
                return Trees(*parts, *described[name])

            def words(language: str) -> WordModel:
                columns, weights, intercepts = (
                    held[f"words_{language}_{part}"] for part in ("columns", "weights", "intercepts")
                )
                return WordModel(columns, weights.astype(np.float32), intercepts)

            return cls(
                described["articles"],
                described["concepts"],
                {zone: held[f"weights_{zone}"].astype(np.float32) for zone in described["zones"]},
                held["intercepts"],
                {language: words(language) for language in described["words"]},
                trees("share"),
                trees("pair"),
                trees("second"),
                (held["calibration_raw"], held["calibration_right"]),
                described["implements_from"],
                described["sure_from"],
                described["facts"],
            )


@cache
def parameters() -> Parameters:
    """The parameters that ship, read once; DataError where the file is missing or damaged."""
    file = files("palermo.tagging").joinpath(FILE)
    try:
        return Parameters.from_bytes(file.read_bytes())
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{file}: cannot be read: {error}. Restore it, or train it anew (docs/tagging.md).") from error
