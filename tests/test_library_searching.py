"""What a library adds to its engine's answers: near-identical and similar provisions, suggestions, help."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.contract import SearchQuery
from library import Library, open_library
from library.helping import help_with
from library.near_identical import Alike, Likeness, alike
from library.searching import as_json, search
from library.similar import as_json as similar_as_json
from library.similar import similar
from library.starter import add_starter
from library.suggesting import Suggestions
from palermo.errors import UnknownIdError
from palermo.model.law import Law
from palermo.model.provision import Provision


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The digests that ship; nobody changes it."""
    with open_library(tmp_path_factory.mktemp("starter")) as library:
        add_starter(library)
        yield library


def a_law(number: int = 1, state: str = "AND") -> Law:
    return Law(id=f"/akn/ad/act/2020/{number}", state=state, title=f"Act {number}")


def a_provision(text: str, number: str = "1", language: str = "en", law: int = 1) -> Provision:
    version = f"/akn/ad/act/2020/{law}/{language}@"
    return Provision(
        id=f"{version}#sec_{number}", version=version, order=0, eid=f"sec_{number}", number=number, text=text,
        language=language, language_method="declared", language_confidence=1, source_file="law.md",
    )  # fmt: skip


LONG = "The warden of the harbour keeps a book of every lantern that a boat carries by night and shows it to the court."


def test_the_same_provision_in_two_languages_stands_together() -> None:
    law = a_law()
    provisions = [(law, a_provision(LONG)), (law, a_provision("Le gardien tient un livre.", language="fr"))]
    assert alike(provisions) == {0: [Alike(1, Likeness.LANGUAGE)]}
    other = [(law, a_provision(LONG)), (law, a_provision("Le gardien tient un livre.", "2", "fr"))]
    assert alike(other) == {0: [], 1: []}


def test_nearly_the_same_words_stand_together() -> None:
    copied = LONG.replace("night", "day")
    pairs = [(a_law(), a_provision(LONG)), (a_law(2), a_provision(copied, law=2))]
    assert alike(pairs) == {0: [Alike(1, Likeness.WORDING)]}
    half = LONG[: len(LONG) // 2] + " Whoever sails without one is sent home on foot and pays for the oil."
    assert alike([(a_law(), a_provision(LONG)), (a_law(2), a_provision(half, law=2))]) == {0: [], 1: []}
    short = [(a_law(), a_provision("Repealed.")), (a_law(2), a_provision("Repealed.", law=2))]
    assert alike(short) == {0: [], 1: []}


def test_copies_in_writing_without_spaces_stand_together() -> None:
    text = "港长应当登记每一艘船在夜间携带的灯笼并向法院出示登记簿"
    pairs = [(a_law(), a_provision(text, language="zh")), (a_law(2), a_provision(text + "。", language="zh", law=2))]
    assert alike(pairs) == {0: [Alike(1, Likeness.WORDING)]}


def test_an_answer_names_the_other_words(starter: Library) -> None:
    answer = search(starter, "money laundering")
    (idea,) = answer.other_words
    assert idea.name == "Money-laundering"
    assert "money laundering" in idea.terms["en"]
    printed = as_json(answer)
    assert printed["other_words"][0]["concept"] == idea.concept
    assert printed["understood"][0] == {"start": 0, "end": 16, "what": "concept", "value": idea.concept}
    assert search(starter, "money laundering", exact=True).other_words == ()


def test_a_question_in_another_language_finds_digests(starter: Library) -> None:
    found = search(starter, "blanchiment de capitaux", limit=5)
    assert found.total > 10
    assert all("untoc:6" in {tag.article for tag in hit.tags} for hit in found.hits[:3])


def test_similar_provisions_say_what_they_share(starter: Library) -> None:
    (hit,) = search(starter, "trafficking in persons", states=["UGA"], limit=1).hits
    found = similar(starter, hit.provision.id, limit=5)
    assert hit.provision.id not in {each.found.provision.id for each in found}
    assert len(found) == 5
    assert any("tip:5" in each.requirements or "tip:5.1" in each.requirements for each in found)
    assert any("trafficking-in-persons" in each.concepts for each in found)
    of_namibia = similar(starter, hit.provision.id, states=("NAM",))
    assert {each.found.law.state for each in of_namibia} == {"NAM"}
    printed = similar_as_json(found)
    assert printed[0]["shares"].keys() == {"requirements", "concepts"}
    with pytest.raises(UnknownIdError):
        similar(starter, "/akn/ad/act/1999/nothing/en@#sec_1")


def test_suggestions_complete_what_is_typed(starter: Library) -> None:
    suggestions = Suggestions(starter)

    def words(typed: str) -> list[str]:
        return [one.words for one in suggestions.for_typed(typed)]

    assert words("money lau")[0] == "money laundering"
    assert words("laundering mon") == words("mon laundering")
    assert "RICO" in words("ric")
    assert "Namibia" in words("nami")
    assert words("") == words("zzzz") == []
    assert len(suggestions.for_typed("a", limit=3)) == 3
    assert len(suggestions.first(100)) == 100


def test_help_names_selections_that_keep_everything_out(starter: Library) -> None:
    found = help_with(starter, SearchQuery("trafficking in persons", states=("CAN",), instrument="fap"))
    totals = {wider.without: wider.total for wider in found.wider}
    assert totals["instrument"] == search(starter, "trafficking in persons", states=["CAN"]).total > 0
    assert "language" not in totals  # nothing was chosen there
    assert "tip:5" in found.articles
    assert [held.state for held in found.held] == ["CAN"]
    nothing = help_with(starter, SearchQuery("submarines torpedoes"))
    assert (nothing.wider, nothing.articles) == ((), ())
