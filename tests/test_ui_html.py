"""The one door between what came from outside and the page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.components.address import to
from ui.components.html import Html, element, is_safe_address, joined, show
from ui.components.languages import LANGUAGES, language_name
from ui.components.legal_text import depths, legal_text, opening_of, snippet


def test_words_and_attributes_are_escaped() -> None:
    made = element("p", "<b>&", title='"><script>', class_="x")
    assert made == '<p title="&quot;&gt;&lt;script&gt;" class="x">&lt;b&gt;&amp;</p>'


@given(st.text(), st.text())
def test_no_text_makes_an_element_of_its_own(words: str, value: str) -> None:
    made = element("p", words, element("span", value, title=value), None, [words])
    assert re.findall(r"<[^>]*>", made)[0] == "<p>"
    assert made.count("<") == made.count(">") == 4


def test_html_joined_with_words_is_words_again() -> None:
    assert element("p", element("b", "x") + "<i>") == "<p>&lt;b&gt;x&lt;/b&gt;&lt;i&gt;</p>"
    assert isinstance(joined([element("b", "x"), "<i>"]), Html)


def test_only_made_html_is_shown() -> None:
    with pytest.raises(TypeError, match="only what"):
        show("<b>plain words</b>")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["script", "style", "iframe", "form"])
def test_elements_that_run_or_load_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no <"):
        element(name, "x")


@pytest.mark.parametrize("attribute", ["onclick", "style", "src"])
def test_attributes_that_run_or_load_are_refused(attribute: str) -> None:
    with pytest.raises(ValueError, match="not for"):
        element("a", "x", **{attribute: "y"})


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://law.example/a?b=c", True), ("http://law.example", True), ("search?q=a", True), (".", True),
        ("javascript:alert(1)", False), (" JavaScript:alert(1)", False), ("data:text/html,x", False),
        ("//evil.example", False), ("https://", False), ("http://[", False), ("java\nscript:alert(1)", False),
    ],
)  # fmt: skip
def test_addresses_that_run_something_are_left_out(address: str, is_safe: bool) -> None:
    assert is_safe_address(address) is is_safe
    assert ("href" in element("a", "x", href=address)) is is_safe


def test_an_address_names_what_is_given_and_nothing_else() -> None:
    assert to("search", q="a&b c", state=["CAN", "FRA"], kind=[], page=None) == "search?q=a%26b+c&state=CAN&state=FRA"
    assert to("provision", id="/akn/x@#sec_1") == "provision?id=%2Fakn%2Fx%40%23sec_1"
    assert to("") == "."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Whoever", "(1) one", "(a) x", "(i) y", "(ii) z", "(b) x", "(2) two"], [0, 1, 2, 3, 3, 2, 1]),
        (["(g) x", "(h) x", "(i) x", "(j) x"], [1, 1, 1, 1]),
        (["1. one", "a) x", "b) y", "2. two"], [1, 2, 2, 1]),
        (["one", "two"], [0, 0]),
    ],
)
def test_enumerations_are_set_in(lines: list[str], expected: list[int]) -> None:
    assert list(depths(lines)) == expected


@given(st.lists(st.text()))
def test_every_line_has_a_depth_that_can_be_shown(lines: list[str]) -> None:
    found = list(depths(lines))
    assert len(found) == len(lines)
    assert all(-1 <= depth <= 5 for depth in found)


@given(st.text(), st.sampled_from(["en", "ar", "und"]))
def test_no_words_of_a_text_are_lost(text: str, language: str) -> None:
    for made in (legal_text(text, language), opening_of(text * 50, language)):
        assert isinstance(made, Html)
    shown = legal_text(text, language)
    assert all(element("p", line)[3:-4] in shown for line in text.splitlines() if line.strip())


def test_text_says_its_language_and_leaves_its_direction_to_the_letters() -> None:
    assert 'lang="ar" dir="auto"' in legal_text("نص", "ar")
    assert "lang=" not in legal_text("text", "und")


def test_a_long_text_keeps_its_rest_behind_a_summary() -> None:
    made = opening_of("\n".join(f"line {n} " + "x" * 400 for n in range(9)), "en")
    assert made.index("line 3") < made.index("<details>") < made.index("line 4")


def test_a_snippet_marks_what_was_found() -> None:
    assert "a <mark>b&lt;</mark> c" in snippet("a b< c", [(2, 4)], "en")


def test_languages_have_names() -> None:
    assert language_name("fr") == "French"
    assert language_name("xx") == "xx"
    assert all(code.isalpha() and name for code, name in LANGUAGES.items())
