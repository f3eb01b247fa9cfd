"""From the order of the eye to the order of reading, in lines with letters from right to left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pdf.characters import is_clean, letters_only
from ingest.pdf.directions import in_order_of_reading
from ingest.pdf.joining import Words


@pytest.mark.parametrize(
    ("eye", "read"),
    [
        ("رهش ١٢ ةنس", "سنة ١٢ شهر"),
        ("(١٢) ةدام", "مادة (١٢)"),
        (")١٢( ةدام", "مادة (١٢)"),  # the same, from a file whose brackets are mirrored
        ("( ٥ ةدام )", "( مادة ٥ )"),
        ("١/٣/٢٠٣١ خيرات", "تاريخ ١/٣/٢٠٣١"),
        ("٢٥٠٠٠٫٥٠ غلبم", "مبلغ ٢٥٠٠٠٫٥٠"),
        ("٪٥ ةبسن", "نسبة ٥٪"),
        ("كل -١", "١- لك"),
        ("12 ףיעס", "סעיף 12"),
        ("10-20 םיפיעס", "סעיפים 10-20"),
        ("5% לש רועיש", "שיעור של 5%"),
        ("UNODC بتكم", "مكتب UNODC"),
        ("(United Nations) ةدحتملا ممألا", "الأمم المتحدة (United Nations)"),
        ("Act 9 of 2031 نوناق", "قانون Act 9 of 2031"),
        ("«سوناف» ةملك", "كلمة «فانوس»"),
    ],
)
def test_a_line_from_the_right(eye: str, read: str) -> None:
    assert in_order_of_reading(list(eye), from_right=True) == read


def test_the_dash_of_an_item_stays_behind_its_number_where_it_is_drawn_as_for_latin_letters() -> None:
    assert in_order_of_reading(list("لك ١-"), from_right=True) == "١- كل"


def test_words_from_the_right_in_a_line_from_the_left_are_turned() -> None:
    assert in_order_of_reading(list("the word ةدام in law"), from_right=False) == "the word مادة in law"


def test_a_glyph_of_several_letters_keeps_their_order() -> None:
    assert in_order_of_reading(["م", "لا", "س"], from_right=True) == "سلام"


@given(st.lists(st.sampled_from(list("ابتثمن ١٢٣()abc.-/«»")), max_size=40), st.booleans())
def test_no_glyph_is_lost_or_added(glyphs: list[str], from_right: bool) -> None:
    other = str.maketrans("()«»", "(((("[:4])
    read = in_order_of_reading(glyphs, from_right)
    assert sorted(read.translate(other)) == sorted("".join(glyphs).translate(other))


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("ﻣﺎﺩﺓ", "مادة"),
        ("المـــادة", "المادة"),
        ("ef\ufb01cient", "efficient"),
        ("a\u200bb\u00a0c", "ab c"),
        ("ทํา", "ทำ"),
        ("αρθρo", "αρθρο"),
    ],
)
def test_letters_are_what_a_reader_would_type(line: str, clean: str) -> None:
    assert letters_only(line) == clean
    assert not is_clean(line)
    assert is_clean("Article 5. Words")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The confis-", "cation of goods"], "The confiscation of goods"),
        (["the self-", "contained part"], "the self-contained part"),
        (["the Inter-", "Agency Board"], "the Inter-Agency Board"),
        (["第五条の", "二に定める"], "第五条の二に定める"),
        (["自203", "1年3月"], "自2031年3月"),
        (["กลาง", "คืน"], "กลางคืน"),
        (["집단", "을 지휘한 사람"], "집단을 지휘한 사람"),
        (["장부를 갖추고", "법원의 요구"], "장부를 갖추고 법원의 요구"),
    ],
)
def test_lines_are_joined_as_their_language_does(lines: list[str], text: str) -> None:
    words = Words(["a self-contained act", "관리인은 장부를 갖추고 법원의 요구가 있으면 이를 제시한다."])
    assert words.join(lines) == text


def test_korean_lines_that_end_at_words_are_joined_with_spaces() -> None:
    words = Words()
    words.learn(["관리인은 모든 등불을"], ragged=True)
    assert words.join(["선박의", "압수"]) == "선박의 압수"
