"""The four instruments at article level: counts, round trips, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from palermo.errors import DataError, UnknownIdError
from palermo.reference_data import corpus_file, read_yaml
from palermo.treaties.article import Article
from palermo.treaties.load import article, exists, heading, instruments, load_instrument, load_themes, themes
from palermo.treaties.reference import TreatyReference, instrument_ids

ARTICLES = {"untoc": 41, "tip": 20, "som": 25, "fap": 21}
PARAGRAPHS = {"untoc": 302, "tip": 77, "som": 107, "fap": 79}


def test_the_counts_of_articles_and_paragraphs() -> None:
    assert tuple(instruments()) == instrument_ids()
    assert {name: len(one.articles) for name, one in instruments().items()} == ARTICLES
    held = {name: sum(len(a.paragraphs) for a in one.articles) for name, one in instruments().items()}
    assert held == PARAGRAPHS
    assert sum(ARTICLES.values()) == 107
    assert sum(held.values()) == 565


def test_every_article_and_paragraph_exists_under_its_reference() -> None:
    references = [r for one in instruments().values() for r in one.references]
    assert len(references) == len(set(references)) == 107 + 565
    assert all(exists(str(r)) and TreatyReference.parse(str(r)) == r for r in references)


@pytest.mark.parametrize(
    ("reference", "there"),
    [
        ("untoc:5.1.a.ii", True),
        ("untoc:5.1.a.ii#conduct", True),
        ("untoc:23.b", True),
        ("tip:3.a", True),
        ("untoc:5.1.a.iii", False),
        ("untoc:42", False),
        ("tip:21", False),
        ("fap:0", False),
        ("uncac:5", False),
        ("", False),
    ],
)
def test_what_exists(reference: str, there: bool) -> None:
    assert exists(reference) is there


def test_an_article_is_found_by_any_reference_below_it() -> None:
    assert article("untoc:5.1.a") is article("untoc:5")
    assert heading("som:16") == article("som:16").heading
    assert article("fap:8").number == 8


@pytest.mark.parametrize("reference", ["untoc:42", "untoc:0", "uncac:1", "untoc", ""])
def test_an_unknown_article_is_refused_with_what_there_is(reference: str) -> None:
    with pytest.raises(UnknownIdError, match=r"articles 1 to|no treaty reference"):
        article(reference)


def test_every_theme_is_used_and_every_statement_is_one_sentence_of_its_own() -> None:
    used = {a.theme for one in instruments().values() for a in one.articles}
    assert used == set(themes())
    for one in instruments().values():
        statements = [a.statement for a in one.articles]
        assert len(set(statements)) == len(statements)
        assert all(". " not in s and len(s) < 260 for s in statements)


marks = st.one_of(st.integers(1, 99).map(str), st.sampled_from("abcdefghij"), st.sampled_from(["ii", "iv", "bis"]))
elements = st.none() | st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)


@given(
    st.builds(
        TreatyReference,
        st.sampled_from(instrument_ids()),
        st.integers(1, 99),
        st.lists(marks, max_size=4).map(tuple),
        elements,
    )
)
def test_a_reference_survives_writing_and_reading(reference: TreatyReference) -> None:
    assert TreatyReference.parse(str(reference)) == reference


@given(st.from_regex(r"(untoc|tip|x)?:?[0-9]{0,3}(\.[0-9a-z]{0,3}){0,3}#?[a-z]?", fullmatch=True))
def test_a_text_that_is_no_reference_exists_nowhere(text: str) -> None:
    try:
        TreatyReference.parse(text)
    except ValueError:
        assert not exists(text)


@pytest.mark.parametrize(
    ("paragraphs", "problem"),
    [
        (["1", "3"], "order is broken"),
        (["1", "1"], "twice"),
        (["1.a"], "parent"),
        (["1", "1.b"], "order is broken"),
        (["1", "1.a", "1.a.ii"], "order is broken"),
        (["1", "(a)"], "no paragraph id"),
        (["a", "2"], "not both"),
        (["b"], "order is broken"),
    ],
)
def test_paragraphs_out_of_order_are_refused(paragraphs: list[str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Article(number=1, heading="Tolls", theme="general", statement="Asks for a toll on all bridges.",
                paragraphs=tuple(paragraphs))  # fmt: skip


def test_the_letter_i_and_the_item_i_are_told_apart() -> None:
    letters = tuple("abcdefghi")
    items = ("i.i", "i.ii", "i.iii")
    made = Article(
        number=1,
        heading="Tolls",
        theme="general",
        statement="Asks for a toll on all bridges.",
        paragraphs=letters + items,
    )
    assert made.paragraphs[-1] == "i.iii"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"adopted": "long ago"}, r"adopted: "),
        ({"nickname": "x"}, r"nickname: "),
        ({"id": "som"}, r"id: 'som' should be 'tip'"),
        ({"articles": [{"number": 2}]}, r"articles\[0\] \(number 2\)\.heading: "),
    ],
)
def test_a_broken_entry_is_named_with_file_and_place(tmp_path: Path, change: dict[str, object], place: str) -> None:
    file = tmp_path / "tip.yaml"
    whole = read_yaml(corpus_file("treaties", "tip.yaml"))
    file.write_text(yaml.safe_dump(whole | change), encoding="utf-8")
    with pytest.raises(DataError, match=rf"tip\.yaml: {place}"):
        load_instrument(file, "tip")


def test_a_missing_article_and_an_unknown_theme_are_named(tmp_path: Path) -> None:
    whole = read_yaml(corpus_file("treaties", "tip.yaml"))
    file = tmp_path / "tip.yaml"
    file.write_text(yaml.safe_dump(whole | {"articles": whole["articles"][:3] + whole["articles"][4:]}))
    with pytest.raises(DataError, match="article 4 should come here, not article 5"):
        load_instrument(file, "tip")
    whole["articles"][6]["theme"] = "astronomy"
    file.write_text(yaml.safe_dump(whole))
    with pytest.raises(DataError, match=r"article 7, theme: 'astronomy'"):
        load_instrument(file, "tip")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("id: tip\narticles: [\n", r"line \d+, column \d+"),
        ("adopted: 2000-13-45\n", "no valid YAML"),
        ("", "valid dictionary"),
    ],
)
def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path: Path, words: str, place: str) -> None:
    file = tmp_path / "tip.yaml"
    file.write_text(words)
    with pytest.raises(DataError, match=rf"tip\.yaml.*{place}"):
        load_instrument(file, "tip")


def test_a_missing_file_and_a_file_in_another_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"tip\.yaml: cannot be read"):
        load_instrument(tmp_path / "tip.yaml", "tip")
    (tmp_path / "themes.yaml").write_bytes(b"g\xe9n: 1")
    with pytest.raises(DataError, match=r"themes\.yaml: cannot be read"):
        load_themes(tmp_path / "themes.yaml")
