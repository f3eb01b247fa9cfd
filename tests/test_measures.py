"""Measures against examples that were worked out by hand."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest

from palermo.tagging.measures import BOOTSTRAP, WILSON, JudgedLaw, Ranking, figures, measured, ranking, wilson

ARTICLES = ["untoc:5", "untoc:6", "tip:5"]


def a_law(
    wanted: list[str], said: list[str], *, scores: list[list[float]] | None = None, sure: list[str] | None = None,
    open_pairs: list[str] | None = None, state: str = "AND", language: str = "en", deposit: str = "and/act",
) -> JudgedLaw:  # fmt: skip
    """A law whose rows are written as one letter an article: `x` for yes, `.` for no."""
    yes = np.array([[letter == "x" for letter in row] for row in wanted])
    answers = np.array([[letter == "x" for letter in row] for row in said])
    counted = np.array([[letter != "x" for letter in row] for row in open_pairs or ["..."] * len(wanted)])
    certain = np.array([[letter == "x" for letter in row] for row in sure or ["..."] * len(wanted)])
    values = np.array(scores if scores is not None else answers, dtype=np.float32)
    return JudgedLaw(deposit, state, language, yes, counted, answers, values, certain, answers.any(0))


def test_counts_by_group_and_what_is_left_open() -> None:
    first = a_law(["x..", ".x.", "...", "..x"], ["x..", "...", "x..", "..x"], open_pairs=["...", "...", "x..", "..."])
    second = a_law(["x..", "..."], ["xx.", "..x"], state="CAN", language="fr", deposit="can/act")
    found = measured([first, second], ARTICLES)
    assert found.tagging.counts == (3, 2, 1)
    assert found.by_article["untoc:5"].counts == (2, 0, 0)
    assert found.by_article["untoc:6"].counts == (0, 1, 1)
    assert found.by_article["tip:5"].counts == (1, 1, 0)
    assert found.by_language["en"].counts == found.by_state["AND"].counts == (2, 0, 1)
    assert found.by_language["fr"].counts == found.by_state["CAN"].counts == (1, 2, 0)
    assert found.by_instrument["untoc"].counts == (2, 1, 1)
    assert list(found.by_instrument) == ["untoc", "tip"]
    counts = found.tagging.counts
    assert (counts.precision, counts.recall) == (0.6, 0.75)
    assert counts.f1 == pytest.approx(2 / 3)


def test_groups_without_anything_to_count_are_left_out() -> None:
    found = measured([a_law(["..."], ["..."])], ARTICLES)
    assert found.by_article == found.by_language == found.by_state == found.by_instrument == {}
    assert (found.tagging.counts, found.macro_f1, found.missed_share, found.ndcg) == ((0, 0, 0), 0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="no law"):
        measured([], ARTICLES)


def test_the_mean_over_articles_needs_five_labels() -> None:
    rows = 5
    law = a_law(["xx."] * rows + ["..x"] * 4, ["x.."] * rows + ["..x"] * 4)
    assert measured([law], ARTICLES).macro_f1 == 0.5  # 1.0 and 0.0; the third article has four labels


def test_articles_that_a_state_has_and_no_tag_names() -> None:
    first = a_law(["xx.", "..x"], ["x..", "..."])
    elsewhere = a_law(["..."], [".x."], open_pairs=["xxx"], deposit="and/other")
    other_state = a_law(["..x"], ["..x"], state="CAN")
    found = measured([first, elsewhere, other_state], ARTICLES)
    assert found.labelled_pairs == 4
    assert found.missed_pairs == (("AND", "tip:5"),)
    assert found.missed_share == 0.25


@pytest.mark.parametrize(
    ("scores", "wanted", "expected"),
    [
        ([0.9, 0.5, 0.1], [True, False, True], Ranking(2, (1 + 1 / log2(4)) / (1 + 1 / log2(3)), 1.0)),
        ([0.5, 0.5], [True, False], Ranking(1, (1 + 1 / log2(3)) / 2, 1.0)),
        ([0.0, 0.0], [True, False], Ranking(1, 0.0, 0.0)),
        ([0.9, 0.0], [False, True], Ranking(1, 0.0, 0.0)),
        ([0.3], [False], Ranking(0, 0.0, 0.0)),
        ([1.0] * 100, [True] * 100, Ranking(100, 1.0, 1.0)),
        ([1.0 - n / 200 for n in range(100)], [n >= 50 for n in range(100)], Ranking(50, 0.0, 0.0)),
        ([1.0 - n / 200 for n in range(100)], [n % 2 == 0 for n in range(100)], None),
    ],
)
def test_ranking_within_an_article(scores: list[float], wanted: list[bool], expected: Ranking | None) -> None:
    found = ranking(np.array(scores, dtype=np.float32), np.array(wanted))
    if expected is None:
        gains = sum(1 / log2(n + 2) for n in range(0, 10, 2)) / sum(1 / log2(n + 2) for n in range(10))
        expected = Ranking(50, gains, 0.5)
    assert (found.labels, found.ndcg, found.recall) == (
        expected.labels, pytest.approx(expected.ndcg), pytest.approx(expected.recall)
    )  # fmt: skip


def test_equal_scores_rank_alike_in_any_order() -> None:
    scores = np.array([0.7, 0.4, 0.4, 0.4, 0.2], dtype=np.float32)
    wanted = np.array([False, True, False, False, True])
    order = np.array([0, 3, 2, 1, 4])
    assert ranking(scores, wanted) == ranking(scores[order], wanted[order])


def test_calibration_leaves_out_what_nothing_speaks_for() -> None:
    scores = [[0.05, 0.0, 0.95], [0.0, 1.0, 0.95], [0.0, 0.0, 0.05]]
    law = a_law(["..x", ".x.", "..."], ["..x", ".xx", "..."], scores=scores)
    low, high = measured([law], ARTICLES).calibration
    assert (low.low, low.count, low.share_right) == (0.0, 2, 0.0)
    assert low.mean_score == pytest.approx(0.05)
    assert (high.low, high.count) == (0.9, 3)
    assert high.mean_score == pytest.approx(2.9 / 3)
    assert high.share_right == pytest.approx(2 / 3)


def test_the_tags_that_need_no_review() -> None:
    law = a_law(["x..", ".x."], ["x.x", "xx."], sure=["x.x", "..."])
    found = measured([law], ARTICLES).sure
    assert (found.said, found.right, found.share_of_said) == (2, 1, 0.5)
    assert found.precision == wilson(1, 2)


def test_wilson() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(10, 10).high == pytest.approx(1.0)
    assert wilson(0, 10).low == 0.0


def test_few_laws_have_wilsons_interval_and_many_are_drawn_from() -> None:
    few = figures(np.array([[8, 2, 0], [0, 0, 4], [0, 0, 0]]))
    assert (few.laws, few.method, few.f1) == (2, WILSON, None)
    assert (few.precision, few.recall) == (wilson(8, 10), wilson(8, 12))
    alike = figures(np.array([[3, 1, 1]] * 6))
    assert (alike.laws, alike.method) == (6, BOOTSTRAP)
    assert alike.f1 == alike.precision == alike.recall == (0.75, 0.75)
    many = np.array([[9, 1, 1], [5, 5, 5], [7, 0, 2], [1, 3, 0], [4, 0, 4]])
    drawn = figures(many)
    assert drawn == figures(many)
    assert drawn.f1 is not None
    assert drawn.f1.low < drawn.counts.f1 < drawn.f1.high
