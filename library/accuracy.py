"""The figures that are published: as data for the front end, and as a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import palermo.tagging.parameters as tagging
from library.evaluating import Evaluation
from palermo.concepts.load import languages
from palermo.errors import DataError, UsageError
from palermo.tagging.subjects import subjects
from palermo.treaties.knowledge import knowledge

FILE = "accuracy.json"
WEAK_F1 = 0.6
FEW_LABELS = 10
_LEFT_TO_THE_COMMAND = ("by_state", "lost")
"""Figures by State measure our tagger, but would be read as a ranking of States."""


def published_file() -> Path:
    """Where the figures lie that ship with Palermo."""
    return Path(tagging.__file__).with_name(FILE)


def published() -> dict[str, Any] | None:
    """The figures that ship with Palermo; None where none were written. DataError where the file is damaged."""
    file = published_file()
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DataError(f"{file}: cannot be read: {error}. Write it anew with palermo evaluate.") from error
    return found


def figures(evaluation: Evaluation) -> dict[str, Any]:
    """The figures to publish, with what is weak and what was not measured at all."""
    found = evaluation.as_json()
    for name in _LEFT_TO_THE_COMMAND:
        del found[name]
    del found["false_not_identified"]["missed_pairs"]
    found["baselines"] = {
        name: {part: one[part] for part in ("tagging", "macro_f1_articles_n5", "false_not_identified", "ranking")}
        for name, one in found["baselines"].items()
    }
    for one in found["baselines"].values():
        del one["false_not_identified"]["missed_pairs"], one["ranking"]["by_article"]
    found["weak"] = [
        article
        for article, one in found["by_article"].items()
        if one["f1"] < WEAK_F1 or one["tp"] + one["fn"] < FEW_LABELS
    ]
    labelled = {article for article, one in found["by_article"].items() if one["tp"] + one["fn"]}
    measured_languages = {name for name, one in found["by_language"].items() if one["tp"] + one["fn"]}
    found["not_measured"] = {
        "articles": [article for article in subjects(knowledge()).articles if article not in labelled],
        "languages": [language for language in languages() if language not in measured_languages],
    }
    return found


def publish(evaluation: Evaluation, page: Path, data: Path) -> None:
    """Write the page and the data; UsageError where a file cannot be written."""
    from library.accuracy_page import page_of

    found = figures(evaluation)
    written = {page: page_of(found), data: json.dumps(found, ensure_ascii=False, indent=1) + "\n"}
    for file, words in written.items():
        try:
            file.write_text(words, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}; name another file") from error
