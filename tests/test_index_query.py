"""What a reader typed, as a tree, and what the tree means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.plan import NoneOf, Wanted
from index.planning import plan
from index.query import MOST_WORDS, Either, Every, Form, Leaf, Node, Without, parse

A, B, C, D = (Leaf(letter) for letter in "abcd")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("", ()),
        ("a b", (A, B)),
        ("a b OR c d", (A, Either((B, C)), D)),
        ("a AND b OR c AND d", (Either((Every((A, B)), Every((C, D)))),)),
        ("a -b NOT c", (A, Without(B), Without(C))),
        ("a AND NOT b", (Every((A, Without(B))),)),
        ('"a b" c', (Leaf("a b", Form.PHRASE), C)),
        ("«a b» “c d”", (Leaf("a b", Form.PHRASE), Leaf("c d", Form.PHRASE))),
        ('-"a b"', (Without(Leaf("a b", Form.PHRASE)),)),
        ("a* *b", (Leaf("a", Form.BEGINNING), Leaf("*b"))),
        ("and or not", (Leaf("and"), Leaf("or"), Leaf("not"))),
        ('a "b', (A, B)),
        ('"" () - -- * AND', ()),
        ("OR a OR", (A,)),
        ("AND a AND OR AND b", (Either((A, B)),)),
        ("NOT NOT a", (Without(A),)),
        ("-−a", (Without(Leaf("−a")),)),
        ("a-b", (Leaf("a-b"),)),
    ],
)
def test_reading(words: str, parts: tuple[Node, ...]) -> None:
    assert parse(words) == parts


@given(words=st.one_of(st.text(), st.text(alphabet='aANDORT "-*«»“„” ')))
def test_reading_never_fails(words: str) -> None:
    parse(words)
    plan(words, frozenset({"en", "fr", "ar", "zh"}))


def test_a_pasted_page_is_read_in_part() -> None:
    assert len(parse("boat " * 300)) == MOST_WORDS
    assert len(plan("(" * 5000, frozenset()).required) == 0


@pytest.mark.parametrize(
    ("words", "first", "relaxed"),
    [("a1 b2", 2, 1), ("b c d e", 4, 2), ("b c d e f g h i", 6, 4), ("b AND c", 1, 1), ("boat", 1, 1)],
)
def test_how_many_words_are_demanded(words: str, first: int, relaxed: int) -> None:
    made = plan(words.replace(" ", "oat ") + "oat" if "AND" not in words else words, frozenset({"en"}))
    assert (made.demanded(False), made.demanded(True)) == (first, relaxed)


def test_a_word_is_analysed_in_each_language_once() -> None:
    (wanted,) = plan("bandes", frozenset({"en", "fr", "ru", "zh"})).required
    assert wanted == Wanted(("bandes",), ("band~en", "band~fr"))


def test_numbers_join_the_words_that_belong_to_them() -> None:
    (alone,) = plan("5", frozenset()).required
    assert alone == Wanted(("5",), number="5")
    years = plan("5 years", frozenset()).required
    assert years == (Wanted(("5",)), Wanted(("years",)))
    joined = plan("article 5 bis on boats", frozenset({"en"}))
    assert joined.required[0] == Wanted(("5", "bis"), number="5bis")


def test_only_what_may_be_shown_is_sought() -> None:
    made = plan("a1 OR b2 -c3 (d4 AND NOT e5)", frozenset())
    assert [wanted.tokens for wanted in made.sought()] == [("a1",), ("b2",), ("d4",)]
    assert made.excluded == (Wanted(("c3",), number=None),)
    assert not isinstance(made.required[0], NoneOf)
