"""Snippets: a piece of the text as it stands, with the found words in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.planning import plan
from index.snippets import LENGTH, Highlighter

FILLER = "The keeper of the lock opens it at dawn and closes it at dusk. "
LANGUAGES = frozenset({"en", "ar", "fr"})


def snippet(text: str, words: str, language: str = "en") -> tuple[str, list[str]]:
    piece, spans = Highlighter(plan(words, LANGUAGES | {language}).sought()).snippet(text, language)
    assert piece in text
    return piece, [piece[start:end] for start, end in spans]


def test_the_window_holds_the_most_of_what_is_sought() -> None:
    text = f"Robbers. {FILLER * 8}Robbers lose their boats. {FILLER * 8}Robbers, robbers, robbers."
    piece, shown = snippet(text, "robber boat")
    assert shown == ["Robbers", "boats"]
    assert len(piece) <= LENGTH + 10
    assert f" {piece} " in text


def test_words_are_not_cut_at_the_ends() -> None:
    text = f"{FILLER * 8}Robbers {FILLER * 8}"
    piece, _ = snippet(text, "robbers")
    assert f" {piece} " in f" {text} "


@pytest.mark.parametrize("words", ["", "submarine", "-robbers"])
def test_without_a_find_the_text_opens(words: str) -> None:
    piece, shown = snippet(FILLER * 8, words)
    assert (FILLER * 8).startswith(piece)
    assert not shown
    assert snippet("", words) == ("", [])


def test_a_phrase_longer_than_a_snippet_stays_whole() -> None:
    phrase = "keeper " * 60
    piece, shown = snippet(f"{FILLER * 5}{phrase}{FILLER * 5}", f'"{phrase}"')
    assert phrase.strip() in piece
    assert len(shown) == 1


def test_a_phrase_is_one_highlight_across_lines_and_commas() -> None:
    assert snippet("They are armed,\n  robbers all", '"armed robbers"')[1] == ["armed,\n  robbers"]


def test_right_to_left_with_vowel_signs() -> None:
    piece, shown = snippet("تُصادَرُ القَوارِبُ في النَّهرِ " * 20, "قوارب", "ar")
    assert set(shown) == {"القَوارِبُ"}
    assert not piece.startswith("َ")


def test_a_very_long_text_is_quick() -> None:
    piece, shown = snippet("河川における密漁の罪" * 12_000, "密漁", "ja")
    assert shown[0] == "密漁"
    assert len(piece) <= LENGTH + 10


WORDS = st.sampled_from(
    [
        "robbers",
        "Robber",
        "boats,",
        "犯罪集团",
        "罪",
        "l’été",
        "cafe\u0301",
        "القَوارِب",
        "องค์กร",
        "—",
        "5(1)",
        "\n",
    ]
)


@given(
    text=st.lists(st.one_of(WORDS, st.text(max_size=5), st.just(FILLER)), max_size=30),
    gap=st.sampled_from([" ", ""]),
    words=st.lists(st.one_of(WORDS, st.sampled_from(['"robbers boats"', "rob*", "ete", "قوارب"])), max_size=4),
    language=st.sampled_from(["en", "fr", "ar", "zh", "th", "und"]),
)
def test_highlights_are_within_the_snippet_and_in_order(
    text: list[str], gap: str, words: list[str], language: str
) -> None:
    whole = gap.join(text)
    made = plan(" ".join(words), LANGUAGES)
    piece, spans = Highlighter(made.sought()).snippet(whole, language)
    assert piece in whole
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(piece)
        assert not piece[start].isspace()
        assert not piece[end - 1].isspace()
        last = end
    if not spans and len(whole) <= LENGTH:
        assert Highlighter(made.sought()).snippet(whole, language)[1] == ()
