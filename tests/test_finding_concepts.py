"""The method `concept-terms/1`: which concepts it finds in a provision, and that what it gives checks itself."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from test_tagger import BESIDE, INVENTED, law

from palermo.concepts.load import concepts, lexicon
from palermo.model.concepts_found import ConceptsFound
from palermo.tagging.finding_concepts import METHOD, find_concepts
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.signals import LONGEST_READ
from palermo.tagging.tagger import tag_law

PRISON = "is liable to imprisonment"


def the_one(language: str, heading: str, text: str) -> ConceptsFound | None:
    [found] = find_concepts(law(language, "Act", (heading, text)))
    return found


def test_heading_and_text_are_told_apart_and_places_counted() -> None:
    found = the_one("en", "Money laundering", f"Whoever bribes {PRISON}. Whoever bribes twice {PRISON} for longer.")
    assert found is not None
    assert found.heading == ("money-laundering",)
    counts = dict(found.text)
    assert "money-laundering" not in counts
    assert counts["imprisonment"] == 2
    assert list(counts) == sorted(counts)


def test_offences_in_other_languages_share_their_concepts() -> None:
    found = {language: the_one(language, heading, text) for language, _, _, heading, text in INVENTED}
    speaking = {
        language: {*one.heading, *dict(one.text)} if one is not None else set() for language, one in found.items()
    }
    assert set.intersection(*speaking.values()) >= {"imprisonment", "offence-statement"}
    for concept, its_languages in {
        "organized-criminal-group": ("en", "ru", "pl"), "proceeds-of-crime": ("es", "ko"),
        "trafficking-in-persons": ("de",), "smuggling-of-migrants": ("tr",), "active-bribery": ("fr",),
    }.items():  # fmt: skip
        assert {language for language, spoken in speaking.items() if concept in spoken} == set(its_languages)


def test_what_has_no_tag_has_concepts_all_the_same() -> None:
    tagged = tag_law(law("en", "Harbour Act", ("", BESIDE["en"]), ("", "Every keeper shall light the lantern.")))
    assert list(tagged.tags) == [(), ()]
    assert tagged.concepts_method == METHOD
    assert tagged.concepts[1] is not None
    assert dict(tagged.concepts[1].text) == {"duty-statement": 1}


def test_the_tagger_and_the_search_for_concepts_alone_find_the_same() -> None:
    for language, title, _, heading, text in INVENTED:
        one = law(language, title, ("", BESIDE[language]), (heading, text), ("", ""))
        tagged = tag_law(one)
        assert len(tagged.tags) == len(tagged.concepts) == 3
        assert list(tagged.concepts) == find_concepts(one)
        assert tagged.concepts[1] is not None
        assert tagged.concepts[2] is None


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    filling = "Lanterns are lit. " * (LONGEST_READ // 18 + 1)
    assert the_one("en", "", f"{filling}Whoever steals {PRISON}.") is None
    before = the_one("en", "", f"Whoever steals {PRISON}. {filling * 170}")
    assert before is not None
    assert dict(before.text)["imprisonment"] == 1


def test_every_concept_of_a_language_may_speak_at_once() -> None:
    """One plain term of each: none is lost among hundreds."""
    terms = lexicon("en")
    assert terms is not None
    heading = " / ".join(one.name for one in concepts().values())
    expected = sorted({hit.concept for hit in terms.find(heading)})
    assert len(expected) > 100
    found = the_one("en", heading, heading[:LONGEST_READ])
    assert found is not None
    assert list(found.heading) == expected
    assert ConceptsFound.model_validate_json(found.model_dump_json()) == found


def test_a_language_without_terms_is_read_with_those_of_the_law_or_not_at_all() -> None:
    words = f"Whoever steals {PRISON}."
    assert find_concepts(LawText((), [ProvisionText("", (), words, "yo")])) == [None]
    both = find_concepts(LawText((), [ProvisionText("", (), words, "en"), ProvisionText("", (), words, "und")]))
    assert both[0] == both[1] is not None
    assert find_concepts(LawText((), [])) == []


@pytest.mark.parametrize(
    ("problem", "facts"),
    [
        ("no concept is named", {}),
        ("each once", {"heading": ["fine", "bribe"]}),
        ("each once", {"heading": ["fine", "fine"]}),
        ("each once", {"text": [["fine", 1], ["bribe", 2]]}),
        ("each once", {"text": [["fine", 1], ["fine", 2]]}),
        ("greater than 0", {"text": [["fine", 0]]}),
        ("match pattern", {"heading": ["Fine!"]}),
        ("match pattern", {"text": [["", 1]]}),
    ],
)
def test_concepts_found_check_themselves(problem: str, facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=problem):
        ConceptsFound.model_validate({"provision": "", **facts})
