"""Segmentation held against hand labels: were the labelled provisions split off, with words in them?"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from library.exporting import provision_lines
from library.opening import Library
from palermo.errors import UsageError

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


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
        """The document that `palermo evaluate --json` prints."""
        return {
            "segmentation": {"gold": self.labelled, "found": self.found, "recall": round(self.recall, 4)},
            "segmentation_by_language": {
                language: {"gold": labelled, "found": found, "recall": round(found / labelled, 4)}
                for language, (found, labelled) in sorted(self.by_language.items())
            },
            "lost": self.lost,
        }


def evaluate_segmentation(library: Library, gold: Path) -> Segmentation:
    """Recall of the labelled provisions by number. UsageError where `gold` holds no labels."""
    held: dict[str, dict[str, bool]] = {}
    for line in provision_lines(library):
        numbers = held.setdefault(line["deposit"].casefold(), {})
        number = comparable_number(line["number"])
        numbers[number] = numbers.get(number, False) or bool(line["text"].strip())
    evaluation = Segmentation()
    for deposit, language, labelled in read_labels(gold):
        numbers = held.get(deposit.casefold(), {})
        hits = {number for number in labelled if numbers.get(comparable_number(number))}
        found, total = evaluation.by_language.get(language, (0, 0))
        evaluation.by_language[language] = (found + len(hits), total + len(labelled))
        evaluation.lost += [f"{deposit}#{number}" for number in sorted(labelled - hits)]
    if not evaluation.labelled:
        raise UsageError(f"{gold} holds no labels: <state>/<law>/gold.jsonl beside meta.json")
    return evaluation


def read_labels(gold: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Deposit name, declared language and labelled numbers of each law with a `gold.jsonl`."""
    for file in sorted(gold.glob("*/*/gold.jsonl")):
        try:
            language = json.loads((file.parent / "meta.json").read_text(encoding="utf-8")).get("language", "und")
            lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
            distinct = {comparable_number(line["provision"]): line["provision"] for line in lines}
        except (OSError, ValueError, KeyError) as error:
            raise UsageError(f"{file}: the labels cannot be read: {error}") from error
        yield f"{file.parent.parent.name}/{file.parent.name}", language, set(distinct.values())


def comparable_number(number: str) -> str:
    """A number in the form in which labels compare: case, spaces, accents, and hyphens or dots before a letter
    do not matter; a superscript is told from a plain digit."""
    plain = re.sub(r"<sup>\s*(.*?)\s*</sup>", r"^\1", number, flags=re.IGNORECASE)
    plain = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPTS), plain)
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", plain).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"\s+", "", plain).rstrip(".:)")
    return re.sub(r"[-–.](?=[^\W\d_])", "", plain).replace("–", "-")
