"""Measures as the document that `palermo evaluate --json` prints."""

from __future__ import annotations

from typing import Any

from palermo.tagging.measures import BINS, Figures, Interval, Measures


def measures_as_json(found: Measures) -> dict[str, Any]:
    """Every figure, rounded to four places."""
    return {
        "tagging": _figures(found.tagging),
        "macro_f1_articles_n5": _rounded(found.macro_f1),
        "by_instrument": _group(found.by_instrument),
        "by_language": _group(found.by_language),
        "by_state": _group(found.by_state),
        "by_article": _group(found.by_article),
        "false_not_identified": {
            "pairs": found.labelled_pairs, "missed": len(found.missed_pairs), "rate": _rounded(found.missed_share),
            "missed_pairs": [list(pair) for pair in found.missed_pairs],
        },
        "ranking": {
            "articles": len(found.ranked),
            "ndcg_at_10": _rounded(found.ndcg),
            "recall_at_50": _rounded(found.recall_of_many),
            "by_article": {
                article: {"labels": one.labels, "ndcg_at_10": _rounded(one.ndcg), "recall_at_50": _rounded(one.recall)}
                for article, one in found.ranking.items()
            },
        },
        "calibration": [
            {"from": _rounded(one.low), "to": _rounded(one.low + 1 / BINS), "count": one.count,
             "mean_score": _rounded(one.mean_score), "share_right": _rounded(one.share_right)}
            for one in found.calibration
        ],
        "sure": {
            "tags": found.sure.said, "right": found.sure.right,
            "precision": _rounded(found.sure.right / found.sure.said if found.sure.said else 0.0),
            "interval": _ends(found.sure.precision), "share_of_tags": _rounded(found.sure.share_of_said),
        },
    }  # fmt: skip


def _figures(one: Figures) -> dict[str, Any]:
    counts = one.counts
    return {
        "precision": _rounded(counts.precision), "recall": _rounded(counts.recall), "f1": _rounded(counts.f1),
        "tp": counts.tp, "fp": counts.fp, "fn": counts.fn, "laws": one.laws,
        "interval": {
            "method": one.method, "precision": _ends(one.precision), "recall": _ends(one.recall),
            "f1": _ends(one.f1) if one.f1 else None,
        },
    }  # fmt: skip


def _group(groups: dict[str, Figures]) -> dict[str, Any]:
    return {name: _figures(one) for name, one in groups.items()}


def _ends(interval: Interval) -> list[float]:
    return [_rounded(interval.low), _rounded(interval.high)]


def _rounded(value: float) -> float:
    return round(value, 4)
