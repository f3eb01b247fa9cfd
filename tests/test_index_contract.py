"""What every search engine must do, whichever it is."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_samples import an_entry, filled, find, highlighted, ids

from index.contract import FACETS, Hit, IndexEntry, SearchEngine, SearchQuery
from palermo.errors import SearchEngineError, UsageError

pytest_plugins = ["index_engines"]

CRIME = ("untoc:5.1.a.ii", "implements")
PROCEEDS = ("untoc:6.1.a.i#purpose", "touches")
SHIPS = ("som:8", "implements")


@pytest.fixture
def library(engine: SearchEngine) -> SearchEngine:
    return filled(
        engine,
        an_entry("Whoever joins a band of robbers commits an offence.", "1", targets=(CRIME,)),
        an_entry("Robbers forfeit their boats.", "2", targets=(CRIME, PROCEEDS)),
        an_entry("A lock-keeper opens the lock at dawn.", "3"),
        an_entry("Les voleurs perdent leurs bateaux.", "1", state="FRA", language="fr", targets=(PROCEEDS,)),
        an_entry("Robbers on ships are handed over.", "1", state="NAM", targets=(SHIPS,)),
        an_entry("Robbers are handed over.", "9", state="UNO", kind="model", targets=(CRIME,)),
    )


def test_all_words_are_demanded(library: SearchEngine) -> None:
    result = find(library, "robbers boats")
    assert (ids(result), result.total, result.relaxed) == (["CAN/en/2"], 1, False)


def test_where_nothing_has_all_words_most_will_do_and_the_result_says_so(library: SearchEngine) -> None:
    result = find(library, "robbers boats submarines")
    assert result.relaxed
    assert ids(result) == ["CAN/en/2"]
    nothing = find(library, "submarines torpedoes")
    assert (nothing.total, nothing.hits, nothing.relaxed) == (0, (), False)


def test_a_phrase_stands_as_it_is_written(library: SearchEngine) -> None:
    assert ids(find(library, '"band of robbers"')) == ["CAN/en/1"]
    assert find(library, '"robbers of band"').total == 0
    assert find(library, '"band of robber"').total == 0


def test_words_are_kept_out(library: SearchEngine) -> None:
    assert set(ids(find(library, "robbers -band NOT boats"))) == {"NAM/en/1", "UNO/en/9"}
    assert "CAN/en/1" not in ids(find(library, "-band"))
    assert find(library, "-band").total == 5


def test_alternatives_and_beginnings(library: SearchEngine) -> None:
    assert set(ids(find(library, "dawn OR bateaux"))) == {"CAN/en/3", "FRA/fr/1"}
    assert set(ids(find(library, "robb* AND ship*"))) == {"NAM/en/1"}


def test_an_empty_query_browses_by_state_law_and_place(library: SearchEngine) -> None:
    expected = ["CAN/en/1", "CAN/en/2", "CAN/en/3", "FRA/fr/1", "NAM/en/1", "UNO/en/9"]
    result = find(library)
    assert ids(result) == expected
    assert not any(hit.highlights for hit in result.hits)
    pages = [find(library, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [entry for page in pages for entry in ids(page)] == expected
    assert {page.total for page in pages} == {6}


def test_equals_come_by_state_and_place_however_the_index_was_made(engine: SearchEngine) -> None:
    entries = [an_entry("Robbers", str(n), state=state) for state in ("CAN", "FRA", "NAM") for n in range(10, 50)]
    shuffled = random.Random(5).sample(entries, len(entries))
    for state in ("NAM", "CAN", "FRA"):  # each commit makes a segment of its own
        filled(engine, *(entry for entry in shuffled if entry.state == state))
    expected = [entry.id for entry in entries]
    assert ids(find(engine, "robbers", limit=200)) == expected
    pages = [find(engine, "robbers", limit=7, offset=offset) for offset in range(0, 120, 7)]
    assert [entry for page in pages for entry in ids(page)] == expected


def test_a_page_of_nothing_still_counts(library: SearchEngine) -> None:
    result = find(library, "robbers", limit=0)
    assert (result.total, result.hits) == (4, ())
    assert result.facets["state"] == {"CAN": 2, "NAM": 1, "UNO": 1}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"states": ("FRA", "NAM")}, {"FRA/fr/1", "NAM/en/1"}),
        ({"languages": ("fr",)}, {"FRA/fr/1"}),
        ({"kinds": ("model",)}, {"UNO/en/9"}),
        ({"instrument": "som"}, {"NAM/en/1"}),
        ({"article": "untoc:5"}, {"CAN/en/1", "CAN/en/2", "UNO/en/9"}),
        ({"article": "untoc:5.1"}, {"CAN/en/1", "CAN/en/2", "UNO/en/9"}),
        ({"requirement": "untoc:6.1.a"}, {"CAN/en/2", "FRA/fr/1"}),
        ({"requirement": "untoc:6.1.a.i#purpose"}, {"CAN/en/2", "FRA/fr/1"}),
        ({"requirement": "untoc:6.1.b"}, set()),
        ({"article": "untoc:5", "states": ("CAN",)}, {"CAN/en/1", "CAN/en/2"}),
    ],
)
def test_selections(library: SearchEngine, selection: dict[str, str], expected: set[str]) -> None:
    assert set(ids(find(library, **selection))) == expected


def test_facets_are_counted_most_first(library: SearchEngine) -> None:
    facets = find(library).facets
    assert tuple(facets) == FACETS
    assert list(facets["state"].items()) == [("CAN", 3), ("FRA", 1), ("NAM", 1), ("UNO", 1)]
    assert list(facets["article"].items()) == [("untoc:5", 3), ("untoc:6", 2), ("som:8", 1)]
    assert list(facets["instrument"].items()) == [("untoc", 4), ("som", 1)]
    assert facets["kind"] == {"law": 5, "model": 1}


def test_a_facet_counts_as_if_nothing_were_selected_in_it(library: SearchEngine) -> None:
    facets = find(library, states=("CAN",), article="untoc:6").facets
    assert facets["state"] == {"CAN": 1, "FRA": 1}
    assert facets["article"] == {"untoc:5": 2, "untoc:6": 1}
    assert facets["instrument"] == {"untoc": 1}
    assert facets["language"] == {"en": 1}


def test_with_an_article_selected_what_implements_it_comes_first(engine: SearchEngine) -> None:
    filled(
        engine,
        an_entry("Robbers", "1", targets=(("untoc:5.1", "touches"),)),
        an_entry("Robbers", "2", targets=(("untoc:5.1", "implements"),)),
    )
    assert ids(find(engine, "robbers", article="untoc:5")) == ["CAN/en/2", "CAN/en/1"]


def test_heading_before_text_and_the_word_itself_before_its_kin(engine: SearchEngine) -> None:
    filled(
        engine,
        an_entry("The keeper may be confiscating a boat at the lock", "1"),
        an_entry("The keeper may order confiscation of boats at locks", "2"),
        an_entry("The keeper may take a boat away at the lock", "3", heading="Confiscation"),
    )
    assert ids(find(engine, "confiscation")) == ["CAN/en/3", "CAN/en/2", "CAN/en/1"]


def test_words_side_by_side_come_first(engine: SearchEngine) -> None:
    filled(
        engine,
        an_entry("The band, which was armed, met at night on the river bank", "1"),
        an_entry("The armed band met at night near the bank of the river", "2"),
    )
    assert ids(find(engine, "armed band")) == ["CAN/en/2", "CAN/en/1"]


def test_the_title_of_the_law_and_the_headings_above_are_searched(engine: SearchEngine) -> None:
    filled(
        engine,
        an_entry("A boat.", "1", law_title="Firearms Act"),
        an_entry("A boat.", "2", path=("Part II Weapons",)),
    )
    assert ids(find(engine, "firearm boat")) == ["CAN/en/1"]
    assert ids(find(engine, "weapon boat")) == ["CAN/en/2"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("467.11", "467.11"),
        ("416-bis", "416-bis"),
        ("416bis", "416-bis"),
        ("416 bis", "416-bis"),
        ("article 416 bis", "416-bis"),
        ("177 BIS", "177 bis"),
        ("L425-1", "L425-1"),
        ("l.425-1", "L425-1"),
        ("art. L. 425-1", "L425-1"),
        ("133^1", "133^1"),
        ("133¹", "133^1"),
        ("2:17", "2:17"),
        ("17", "2:17"),
        ("§ 129", "129"),
        ("art. 129(1)(a)", "129"),
        ("section 129 boats", "129"),
        ("١٢٩", "129"),
    ],
)
def test_a_provisions_number_finds_it_first(engine: SearchEngine, words: str, number: str) -> None:
    numbers = ["467.11", "416-bis", "177 bis", "L425-1", "133^1", "2:17", "129", "416", "133"]
    citing = "Boats under section 467.11, 416-bis, 177 bis, L425-1, 133 1, 2:17, 17, 129 1 a: " * 3
    filled(
        engine,
        an_entry(citing, "1000", id="citing", heading=citing),
        *(an_entry("On boats", n, order=i, id=n) for i, n in enumerate(numbers)),
    )
    assert ids(find(engine, words))[0] == number


def test_a_small_number_among_words_is_a_quantity(engine: SearchEngine) -> None:
    filled(
        engine,
        an_entry("Imprisonment for many years", "5"),
        an_entry("Imprisonment for 5 years", "8", heading="Penalty of imprisonment"),
    )
    assert ids(find(engine, "imprisonment 5 years"))[0] == "CAN/en/8"


def test_a_snippet_shows_the_words_in_the_text_as_it_stands(library: SearchEngine) -> None:
    hit = find(library, "robber boat").hits[0]
    assert hit.snippet == "Robbers forfeit their boats."
    assert highlighted(hit) == ["Robbers", "boats"]


def test_where_only_the_heading_matched_the_text_opens_the_snippet(engine: SearchEngine) -> None:
    filled(engine, an_entry("A lock is opened at dawn. " * 30, "1", heading="Bridges"))
    hit = find(engine, "bridge").hits[0]
    assert hit.snippet.startswith("A lock is opened")
    assert 180 <= len(hit.snippet) <= 260
    assert hit.highlights == ()


def test_nothing_shows_before_the_commit_and_everything_after_reopening(
    opened: Callable[[], SearchEngine],
) -> None:
    first, second = opened(), opened()
    first.add([an_entry("A boat", "1")])
    assert (find(first).total, find(second).total, second.held()) == (0, 0, frozenset())
    first.commit()
    assert (find(first).total, find(second).total) == (1, 1)
    first.close()
    again = opened()
    assert not again.was_rebuilt
    assert ids(find(again, "boats")) == ["CAN/en/1"]
    assert again.held() == {"/akn/can/act/2001/rivers@en"}


def test_adding_a_version_again_replaces_it(engine: SearchEngine) -> None:
    filled(engine, an_entry("A boat", "1"), an_entry("A raft", "2"))
    for _ in range(2):
        filled(engine, an_entry("A canoe", "1"))
    assert (find(engine).total, find(engine, "boat").total, find(engine, "canoe").total) == (1, 0, 1)


def test_a_version_may_come_in_pieces_before_the_commit(engine: SearchEngine) -> None:
    engine.add([an_entry("A boat", "1")])
    engine.add([an_entry("A raft", "2")])
    engine.commit()
    assert find(engine).total == 2


def test_a_single_entry_is_replaced_and_the_rest_of_its_version_stays(engine: SearchEngine) -> None:
    filled(engine, an_entry("A boat", "1", targets=(CRIME,)), an_entry("A raft", "2"))
    unheld = an_entry("A canoe", "1", state="FRA")
    assert engine.replace([an_entry("A boat", "1", targets=(SHIPS,)), unheld]) == 1
    assert find(engine, article="som:8").total == 0
    engine.commit()
    assert ids(find(engine)) == ["CAN/en/1", "CAN/en/2"]
    assert (ids(find(engine, article="som:8")), find(engine, article="untoc:5").total) == (["CAN/en/1"], 0)
    assert engine.held() == {"/akn/can/act/2001/rivers@en"}


def test_removed_versions_are_gone(library: SearchEngine) -> None:
    library.remove_versions(["/akn/can/act/2001/rivers@en", "/akn/xx/unknown@"])
    library.commit()
    assert "CAN" not in find(library).facets["state"]
    assert "/akn/can/act/2001/rivers@en" not in library.held()
    assert len(library.held()) == 3


def test_what_was_not_committed_is_lost(opened: Callable[[], SearchEngine]) -> None:
    first = opened()
    first.add([an_entry("A boat", "1")])
    first.close()
    assert opened().held() == frozenset()


def test_should_the_entries_fail_half_way_nothing_of_them_is_kept(engine: SearchEngine) -> None:
    def failing() -> Iterator[IndexEntry]:
        yield an_entry("A boat", "1")
        raise ValueError("the catalogue broke off")

    with pytest.raises(ValueError, match="broke off"):
        engine.add(failing())
    engine.commit()
    assert engine.held() == frozenset()
    assert find(filled(engine, an_entry("A raft", "1"))).total == 1


def test_one_writes_while_others_read(opened: Callable[[], SearchEngine]) -> None:
    first, second = opened(), opened()
    first.add([an_entry("A boat", "1")])
    with pytest.raises(SearchEngineError, match="written by another process"):
        second.add([an_entry("A raft", "2")])
    assert find(second).total == 0
    first.commit()
    filled(second, an_entry("A raft", "2", law="/akn/can/act/1999/rafts"))
    assert find(first).total == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": "5"},
        {"requirement": "untoc"},
        {"instrument": "uncac"},
        {"kinds": ("poem",)},
        {"limit": -1},
    ],
)
def test_a_selection_that_cannot_be_meant_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        SearchQuery(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [{"id": ""}, {"kind": "poem"}, {"order": -1}, {"targets": (("untoc", "implements"),)}]
)
def test_an_entry_checks_itself(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the messages come from several places
        an_entry(**wrong)
    with pytest.raises(ValueError, match="not within"):
        Hit("x", 1.0, "abc", ((2, 4),))


QUERY_PIECES = st.lists(
    st.one_of(
        st.sampled_from(["robbers", "boat", "AND", "OR", "NOT", '"', "-", "*", "(", ")", "5(1)", "^", "~1", ":"]),
        st.sampled_from(["[a TO b]", "\\", "/x/", "+", "&&", "«", "”", "犯罪", "犯", "ที่", "الماده", "İ", "\x00"]),
        st.text(max_size=6),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=QUERY_PIECES, gap=st.sampled_from(["", " "]))
def test_no_query_is_an_error(library: SearchEngine, pieces: list[str], gap: str) -> None:
    result = find(library, gap.join(pieces))
    assert len(result.hits) == min(result.total, 20)


@pytest.mark.parametrize("words", ['"robbers boats', "robbers AND", "OR robbers (boats)", "((robbers", "robbers\\"])
def test_malformed_words_still_find_something(library: SearchEngine, words: str) -> None:
    assert "CAN/en/2" in ids(find(library, words))
