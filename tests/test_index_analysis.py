"""The words of a text are the same whether it is indexed, asked or highlighted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import chunks, located_words, segments, spaced_words
from index.folding import fold
from index.numbers import asked_number_key, number_key, printed_number_keys
from index.stemming import STEMMED_LANGUAGES, is_function_word, stemmed_text, stems_of

LETTERS = "aIİıßÉe\u0301ﬁ½№¹٤ 犯罪集团。，ﾎﾞｰﾄがか\u3099각\u1100\u1161ที่กำเแजा\u094dमَةأى\u0640\u200c\u00ad-co.\"'"
TEXTS = st.one_of(st.text(), st.text(alphabet=LETTERS), st.text(alphabet="co-re pre'L."))


@given(text=TEXTS)
def test_located_words_are_the_indexed_words(text: str) -> None:
    located = [word for _, chunk in chunks(text) for word in located_words(chunk)]
    assert [word.token for word in located] == spaced_words(text).split()


@given(text=TEXTS)
def test_words_stand_within_their_text_and_in_order(text: str) -> None:
    for start, chunk in chunks(text):
        assert text[start : start + len(chunk)] == chunk
        words = located_words(chunk)
        assert all(0 <= word.start < word.end <= len(chunk) for word in words)
        assert [word.start for word in words] == sorted(word.start for word in words)


@given(text=TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    for chunk in text.split():
        assert fold(fold(chunk).replace(" ", "-").replace("-", ".")).split() == fold(chunk).split()


@given(text=TEXTS, language=st.sampled_from(sorted(STEMMED_LANGUAGES)))
def test_the_stems_of_a_text_are_those_of_its_chunks(text: str, language: str) -> None:
    in_text = stemmed_text(text, language).split()
    assert in_text == [s for chunk in text.split() for s in stemmed_text(chunk, language).split()]
    tag = "~no" if language in ("nb", "nn") else f"~{language}"
    assert all(stem.endswith(tag) for stem in in_text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Été à 5,5 %", "l ete a 5 5"),
        ("Straße İl ILI Łódź Ærø", "strasse il ili lodz aero"),
        ("犯罪 罪", "犯罪 罪 罪"),
        ("犯罪集团", "犯罪 罪集 集团 团"),
        ("第5条", "第 5 条"),
        ("أُمّة إلى آل مؤسسة", "امه الي ال موسسه"),
        ("co-operation re-entry pre-trial anti-money", "cooperation reentry pretrial anti money"),
        ("133¹ and 133^1", "133 1 and 133 1"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert spaced_words(text).split() == words.split()


def test_a_run_in_a_query_may_go_on_in_the_text() -> None:
    assert [s.tokens for s in segments("犯罪集团 a罪")] == [("犯罪", "罪集", "集团"), ("a",), ("罪",)]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "organise organized organisation organizations"),
        ("ar", "المنظمات منظمة والمنظمة منظمات"),
        ("el", "οργάνωση ΟΡΓΑΝΩΣΗ οργανώσεις"),
        ("ru", "зачёт зачета"),
        ("tr", "örgüt örgütü ÖRGÜTLER"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    assert len({stems_of(form, language) for form in forms.split()}) == 1


def test_a_word_in_another_script_has_no_stem() -> None:
    assert stems_of("организация", "en") == ()
    assert stems_of("organisation", "ru") == ()
    assert stemmed_text("犯罪", "zh") == ""


def test_function_words() -> None:
    assert is_function_word("of", "en")
    assert not is_function_word("band", "en")
    assert not is_function_word("of", "el")  # no list for Greek


def test_numbers() -> None:
    same = ["416-bis", "416 bis", "416bis", "416.BIS", "§ 416 bis."]
    assert {number_key(number) for number in same} == {"416bis"}
    assert printed_number_keys("2:17") == ("2:17", "17")
    assert printed_number_keys("") == ()
    assert asked_number_key("5(1)(a)") == "5"
    assert [asked_number_key(word) for word in ("bands", "covid-19", "2nd-hand", "1,000", "")] == [None] * 5
