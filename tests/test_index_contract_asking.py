"""What every search engine makes of fields, nearness, misspellings, names, ideas and selections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from index_samples import an_entry, filled, find, highlighted, ids

from index.contract import SearchEngine

pytest_plugins = ["index_engines"]

CRIME = ("untoc:5.1.a.ii", "implements")
TRAFFICKING = ("tip:5.1", "implements")


@pytest.fixture
def library(engine: SearchEngine) -> SearchEngine:
    return filled(
        engine,
        an_entry(
            "Whoever sells a person into bondage on a river boat goes to the galleys.", "1", heading="Selling people",
            law_title="Criminal Code", law="/akn/ca/act/1985/code", year=1985, targets=(TRAFFICKING,),
            themes=("criminalization",), review="machine", text_concepts=(("trafficking-in-persons", 2),),
        ),
        an_entry(
            "The lock-keeper keeps a list of all river boats that pass the lock.", "2", law_title="Criminal Code",
            law="/akn/ca/act/1985/code", year=1985, order=1,
        ),
        an_entry(
            "Wer Menschen verkauft, wird auf die Galeere geschickt.", "232", state="DEU", language="de",
            law_title="Criminal Code", native_title="Strafgesetzbuch", year=1998, targets=(TRAFFICKING,),
            themes=("criminalization",), review="reviewed", text_concepts=(("trafficking-in-persons", 1),),
        ),
        an_entry(
            "The bill would open the lock at dawn for boats of the band.", "3", state="NAM", law_title="Locks Bill",
            year=2021, status="bill", targets=(CRIME,), themes=("participation",), review="machine",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("state:CAN boats", {"CAN/en/1", "CAN/en/2"}),
        ("country:Namibia", {"NAM/en/3"}),
        ("boats -state:CAN", {"NAM/en/3"}),
        ("lang:de", {"DEU/de/232"}),
        ("title:strafgesetzbuch", {"DEU/de/232"}),
        ('title:"locks bill" boats', {"NAM/en/3"}),
        ("heading:selling", {"CAN/en/1"}),
        ("text:selling", {"CAN/en/1"}),  # sells: another form of the word
        ("heading:boats", set()),
        ("number:232", {"DEU/de/232"}),
        ("year:1985", {"CAN/en/1", "CAN/en/2"}),
        ("year:1990..2030", {"DEU/de/232", "NAM/en/3"}),
        ("year:>=2000 lock", {"NAM/en/3"}),
        ("status:bill", {"NAM/en/3"}),
        ("article:tip:5", {"CAN/en/1", "DEU/de/232"}),
        ("requirement:untoc:5.1.a", {"NAM/en/3"}),
        ("concept:trafficking-in-persons", {"CAN/en/1", "DEU/de/232"}),
        ("region:Africa", {"NAM/en/3"}),
        ("state:(CAN OR DEU)", {"CAN/en/1", "CAN/en/2", "DEU/de/232"}),
        ("state:(CAN DEU)", {"CAN/en/1", "CAN/en/2", "DEU/de/232"}),
        ("state:CAN OR year:1998", {"CAN/en/1", "CAN/en/2", "DEU/de/232"}),
        ("state:CAN AND heading:selling", {"CAN/en/1"}),
    ],
)
def test_fields(library: SearchEngine, words: str, expected: set[str]) -> None:
    result = find(library, words)
    assert set(ids(result)) == expected
    assert result.problems == ()


def test_a_typed_selection_counts_like_one_from_the_panel(library: SearchEngine) -> None:
    typed, chosen = find(library, "boats state:CAN"), find(library, "boats", states=("CAN",))
    assert typed.facets == chosen.facets
    assert typed.facets["state"] == {"CAN": 2, "NAM": 1}


def test_a_value_that_does_not_exist_is_a_problem_and_selects_nothing(library: SearchEngine) -> None:
    result = find(library, "boats state:Atlantis")
    assert set(ids(result)) == {"CAN/en/1", "CAN/en/2", "NAM/en/3"}
    (problem,) = result.problems
    assert (problem.start, problem.end) == (6, 20)
    assert "Atlantis" in problem.message


def test_words_near_one_another_in_any_order(library: SearchEngine) -> None:
    assert ids(find(library, "list NEAR/3 boats")) == ["CAN/en/2"]
    assert ids(find(library, "boats NEAR/3 list")) == ["CAN/en/2"]
    assert find(library, "keeper NEAR/2 boats").total == 0


def test_other_forms_of_near_words_count(library: SearchEngine) -> None:
    assert ids(find(library, "lists NEAR/3 boat")) == ["CAN/en/2"]
    assert find(library, "lists NEAR/3 boat", exact=True).total == 0


def test_words_alike_by_letters(library: SearchEngine) -> None:
    assert ids(find(library, "galeys~")) == ["CAN/en/1"]
    assert ids(find(library, "bondgae~1")) == ["CAN/en/1"]
    assert find(library, "gallops~1").total == 0


def test_a_misspelled_word_finds_what_was_meant_and_says_so(library: SearchEngine) -> None:
    result = find(library, "bondgae boats")
    assert ids(result) == ["CAN/en/1"]
    assert result.spellings == (("bondgae", "bondage"),)
    assert highlighted(result.hits[0]) == ["bondage", "boat"]
    assert find(library, "bondgae boats", exact=True).total == 0


def test_exact_means_as_typed(library: SearchEngine) -> None:
    assert set(ids(find(library, "boat"))) == {"CAN/en/1", "CAN/en/2", "NAM/en/3"}
    assert ids(find(library, "boat", exact=True)) == ["CAN/en/1"]
    assert find(library, "galleys boat submarine", exact=True).total == 0


def test_an_idea_is_found_in_other_words_and_languages(library: SearchEngine) -> None:
    result = find(library, "trafficking in persons")
    assert set(ids(result)) == {"CAN/en/1", "DEU/de/232"}
    assert ("concept", "trafficking-in-persons") in {(u.what, u.value) for u in result.understood}
    assert find(library, "trafficking in persons", exact=True).total == 0


def test_in_other_languages_the_ideas_are_enough(library: SearchEngine) -> None:
    result = find(library, "trafficking in persons galleys")
    assert ids(result) == ["CAN/en/1", "DEU/de/232"]


def test_the_words_themselves_come_before_other_words(engine: SearchEngine) -> None:
    filled(
        engine,
        an_entry("He sells people.", "1", text_concepts=(("trafficking-in-persons", 1),)),
        an_entry("Trafficking in persons is forbidden.", "2", text_concepts=(("trafficking-in-persons", 1),)),
    )
    assert ids(find(engine, "trafficking in persons")) == ["CAN/en/2", "CAN/en/1"]


def test_a_named_state_brings_its_texts_first(library: SearchEngine) -> None:
    result = find(library, "boats Namibia")
    assert ids(result)[0] == "NAM/en/3"
    assert ("state", "NAM") in {(u.what, u.value) for u in result.understood}


def test_a_citation_goes_straight_there(library: SearchEngine) -> None:
    assert ids(find(library, "Criminal Code 232 Germany"))[0] == "DEU/de/232"
    assert ids(find(library, "§ 232 StGB"))[0] == "DEU/de/232"


def test_a_place_in_the_treaties_finds_what_is_tagged_to_it(library: SearchEngine) -> None:
    result = find(library, "UNTOC 5(1)(a)")
    assert ids(result) == ["NAM/en/3"]
    assert ("treaty", "untoc:5.1.a") in {(u.what, u.value) for u in result.understood}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"regions": ("Africa",)}, {"NAM/en/3"}),
        ({"regions": ("Western Europe",)}, {"DEU/de/232"}),
        ({"statuses": ("bill",)}, {"NAM/en/3"}),
        ({"themes": ("criminalization",)}, {"CAN/en/1", "DEU/de/232"}),
        ({"review": "reviewed"}, {"DEU/de/232"}),
        ({"first_year": 1990}, {"DEU/de/232", "NAM/en/3"}),
        ({"last_year": 1990}, {"CAN/en/1", "CAN/en/2"}),
        ({"first_year": 1990, "last_year": 2000}, {"DEU/de/232"}),
    ],
)
def test_more_selections(library: SearchEngine, selection: dict[str, object], expected: set[str]) -> None:
    assert set(ids(find(library, **selection))) == expected


def test_every_facet_ignores_its_own_selection(library: SearchEngine) -> None:
    facets = find(library, first_year=1990, statuses=("bill",), themes=("participation",)).facets
    assert facets["year"] == {"2021": 1}
    assert facets["status"] == {"bill": 1}
    assert facets["theme"] == {"participation": 1}
    facets = find(library, "boats", statuses=("bill",)).facets
    assert facets["status"] == {"enacted": 2, "bill": 1}
    assert facets["region"] == {"Africa": 1}
    assert find(library).facets["requirement"] == {"tip:5.1": 2, "untoc:5.1.a.ii": 1}
    assert find(library).facets["review"] == {"machine": 2, "reviewed": 1}
    assert find(library, "nothing like it").facets["state"] == {}


def test_orders(library: SearchEngine) -> None:
    assert ids(find(library, sort="date")) == ["NAM/en/3", "DEU/de/232", "CAN/en/1", "CAN/en/2"]
    assert ids(find(library, "boats lock", sort="state")) == ["CAN/en/2", "NAM/en/3"]


def test_similar_provisions_share_words_ideas_or_requirements(library: SearchEngine) -> None:
    mine = an_entry(
        "Any person who sells persons into bondage on boats.", "7", state="GHA", targets=(TRAFFICKING,),
        text_concepts=(("trafficking-in-persons", 1),),
    )  # fmt: skip
    assert [hit.id for hit in library.similar(mine)][:2] == ["CAN/en/1", "DEU/de/232"]
    assert [hit.id for hit in library.similar(mine, states=("DEU",))] == ["DEU/de/232"]
    itself = an_entry("The lock-keeper keeps a list of all river boats.", "2")
    assert "CAN/en/2" not in [hit.id for hit in library.similar(itself)]
    assert library.similar(an_entry("", "8")) == ()


def test_starting_anew_keeps_the_old_entries_until_the_end(opened: Callable[[], SearchEngine]) -> None:
    first, second = opened(), opened()
    filled(first, an_entry("A boat", "1"), an_entry("A raft", "2", law="/akn/can/act/1999/rafts"))
    first.start_anew()
    first.add([an_entry("A canoe", "1")])
    assert find(second, "boat").total == 1
    first.commit()
    assert (find(second).total, find(second, "canoe").total, find(second, "raft").total) == (1, 1, 0)
    assert first.held() == second.held() == {"/akn/can/act/2001/rivers@en"}
