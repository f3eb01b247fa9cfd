"""The view on accuracy: what it says of figures, of weak articles, and where nothing was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ui_samples import headings, html, opened, words


def counts(f1: float, labels: int, ends: list[float] | None = None) -> dict[str, Any]:
    return {
        "precision": f1,
        "recall": f1,
        "f1": f1,
        "tp": labels,
        "fp": 0,
        "fn": 0,
        "laws": 2,
        "interval": {"f1": ends},
    }


def figures() -> dict[str, Any]:
    ranking = {"ndcg_at_10": 0.8, "recall_at_50": 0.7}
    whole = {
        "tagging": counts(0.81, 40, [0.7, 0.9]), "macro_f1_articles_n5": 0.6, "ranking": ranking,
        "false_not_identified": {"rate": 0.12},
    }  # fmt: skip
    return {
        **whole,
        "basis": {"labels": 40, "provisions": 90, "laws": ["and/act"], "languages": ["ca", "fr"], "states": ["AND", "CAN"]},
        "by_language": {"fr": counts(0.5, 20), "ca": counts(0.9, 20)},
        "by_article": {"untoc:5": counts(0.85, 30, [0.7, 0.9]), "untoc:31": counts(0.2, 3), "tip:5": counts(0.7, 12)},
        "sure": {"precision": 0.93, "share_of_tags": 0.65},
        "baselines": {"nearest_article": whole},
        "weak": ["untoc:31"],
        "not_measured": {"articles": ["fap:15"], "languages": ["sw"]},
    }  # fmt: skip


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "accuracy.json"
    monkeypatch.setattr("library.accuracy.published_file", lambda: found)
    monkeypatch.setenv("PALERMO_LIBRARY", str(tmp_path / "library"))
    return found


def test_figures_by_article_and_language(file: Path) -> None:
    file.write_text(json.dumps(figures()), encoding="utf-8")
    app = opened("accuracy")
    page = words(app)
    for said in (
        "40 labels on 90 provisions of 1 laws, in 2 languages", "Andorra, Canada", "0.81 0.81 0.81 0.70 to 0.90",
        "93 % of the links that were sure enough", "Catalan 20 0.90", "12 %", "fap:15", "Swahili",
        "nearest article by its words (BM25)",
    ):  # fmt: skip
        assert said in page, said
    assert page.index("Catalan") < page.index("French")
    assert page.count(" weak ") == 1
    assert 'href="browse?article=untoc%3A5"' in html(app)
    assert headings(app)[:2] == [1, 2]


def test_nothing_was_measured_yet(file: Path) -> None:
    assert "Nothing has been measured yet" in words(opened("accuracy"))


def test_damaged_figures_are_named(file: Path) -> None:
    file.write_text("{", encoding="utf-8")
    assert "accuracy.json: cannot be read" in words(opened("accuracy"))
