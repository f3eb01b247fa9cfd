"""Segments of a column as rows."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pdf.columns import Region
from ingest.pdf.rows import _are_rows, _belongs, lines_of, rows_of
from ingest.pdf.segments import Segment

_SEGMENTS = st.lists(
    st.builds(
        lambda text, left, down, size: Segment(text, left, left + 5 * len(text), down / 2, size / 2, False),
        st.sampled_from(["1", "Words", "Words of a line"]), st.integers(0, 60), st.integers(0, 60),
        st.integers(15, 25),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@given(_SEGMENTS)
def test_what_needs_no_search_would_not_be_joined(segments: list[Segment]) -> None:
    if _are_rows(segments):
        assert not any(_belongs(one, [other]) for one, other in permutations(segments, 2))


def _region(*segments: Segment) -> Region:
    return Region(list(segments), 50.0, 250.0, False)


def test_a_plain_column_is_read_from_the_top() -> None:
    below, above = Segment("below", 50, 90, 113, 10, False), Segment("above", 50, 90, 100, 10, True)
    assert [line.text for line in lines_of(_region(below, above), 1)] == ["above", "below"]
    assert [line.bold for line in lines_of(_region(below, above), 1)] == [True, False]


@pytest.mark.parametrize("down", [100.0, 95.0])
def test_what_stands_on_the_same_line_or_is_raised_joins_it(down: float) -> None:
    mark, words = Segment("1", 91, 94, down, 6, False), Segment("words", 50, 90, 100, 10, False)
    assert [[s.text for s in row] for row in rows_of(_region(mark, words))] == [["words", "1"]]


def test_an_empty_segment_makes_no_line() -> None:
    assert lines_of(_region(Segment(" ", 50, 90, 100, 10, False)), 1) == []
