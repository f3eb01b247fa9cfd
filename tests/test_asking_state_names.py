"""States by name in a question: variants, other languages, and words that only look like one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palermo.asking.state_names import load_state_names, states_in
from palermo.errors import DataError
from palermo.model.state import State, StateStatus, states


def codes(question: str) -> list[str]:
    return [one.code for one in states_in(question)]


@pytest.mark.parametrize("state", [one for one in states().values() if one.status is not StateStatus.ORGANIZATION])
def test_every_state_is_found_by_the_name_that_the_united_nations_use(state: State) -> None:
    name, code = state.name, state.iso3
    for written in (name, name.upper(), name.partition(" (")[0]):
        found = states_in(f"law of {written}, article 5")
        assert [(one.code, one.start) for one in found] == [(code, len("law of "))], written


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("trafficking law in kenya", ["KEN"]),
        ("Kenya's law", ["KEN"]),
        ("UK and uk and U.K. Bribery Act", ["GBR", "GBR", "GBR"]),
        ("Britain", ["GBR"]),
        ("the US, the USA, the U.S. and the U.S.A.", ["USA"] * 4),
        ("American law", ["USA"]),
        ("Czech Republic, Czechia", ["CZE", "CZE"]),
        ("Ivory Coast, Côte d'Ivoire, cote d ivoire", ["CIV"] * 3),
        ("Turkey Türkiye turkiye", ["TUR"] * 3),
        ("Georgia Jordan Chad", ["GEO", "JOR", "TCD"]),
        (
            "Bolivia Iran Venezuela Micronesia Moldova Syria Laos Russia",
            ["BOL", "IRN", "VEN", "FSM", "MDA", "SYR", "LAO", "RUS"],
        ),
        ("Democratic Republic of the Congo, Congo", ["COD", "COG"]),
        ("Guinea-Bissau Equatorial Guinea Papua New Guinea Guinea", ["GNB", "GNQ", "PNG", "GIN"]),
        ("South Sudan Sudan Niger Nigeria Dominica Dominican Republic", ["SSD", "SDN", "NER", "NGA", "DMA", "DOM"]),
        ("South Korea, North Korea, Republic of Korea", ["KOR", "PRK", "KOR"]),
        ("Allemagne Pays-Bas Royaume-Uni", ["DEU", "NLD", "GBR"]),
        ("España Alemania Países Bajos paises bajos", ["ESP", "DEU", "NLD", "NLD"]),
        ("Deutschland Österreich Schweiz", ["DEU", "AUT", "CHE"]),
        ("Россия и Российской Федерации, УК РФ", ["RUS", "RUS", "RUS"]),
        ("القانون في مصر والمغرب", ["EGY", "MAR"]),
        ("قانون للسعودية", ["SAU"]),
        ("中国刑法", ["CHN"]),
        ("日本の刑法", ["JPN"]),
        ("대한민국의 형법", ["KOR"]),
        ("กฎหมายประเทศไทย", ["THA"]),
        ("भारत का कानून", ["IND"]),
        ("Ελλάδα Україна ישראל ایران", ["GRC", "UKR", "ISR", "IRN"]),
        ("the Polish law", ["POL"]),
        ("EU directive", ["EUE"]),
    ],
)
def test_variants_and_languages(question: str, expected: list[str]) -> None:
    assert codes(question) == expected


@pytest.mark.parametrize(
    "question",
    ["", "no", "it is in no State", "tell us", "polish the text", "eu", "in to be at", "an island", "la grenade",
     "Latin American countries", "Inter-American Convention", "South America", "kenyatta", "States Parties",
     "United Nations Convention", "penal code", "may", "can", "are", "per"],
)  # fmt: skip
def test_words_that_are_no_state(question: str) -> None:
    assert codes(question) == []


def test_no_two_letter_code_or_word_is_a_state() -> None:
    for one in states().values():
        assert codes(one.iso2.lower()) in ([], ["GBR"]), one
    assert codes("uk") == ["GBR"]


@given(st.lists(st.sampled_from(["Kenya", "中国", "New", "Guinea", "Papua", "of", "Republic", "The", "ไทย", "U.S."])))
def test_spans_stand_in_the_question_side_by_side(words: list[str]) -> None:
    question = " ".join(words)
    spans = [(one.start, one.end) for one in states_in(question)]
    assert all(start < end <= len(question) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("names: {KEN: [Kenia]}\nas_written: {}\n", "no_state"),
        ("names: {Kenya: [Kenia]}\nas_written: {}\nno_state: []\n", "line 1: names"),
        ("names:\n  XXX: [Kenia]\nas_written: {}\nno_state: []\n", "line 2: 'XXX' is the code of no State"),
        ("names:\n  NOR: ['no']\nas_written: {}\nno_state: []\n", "line 2: 'no' is too short"),
        ("names:\n  KEN: [Kenia]\n  UGA: [Kénia]\nas_written: {}\nno_state: []\n", "line 3: 'Kénia' names KEN too"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "state_names.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"state_names\.yaml.*{problem}"):
        load_state_names(file, states())
