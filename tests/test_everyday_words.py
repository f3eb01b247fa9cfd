"""The words of everyday in `corpus/concepts/everyday`: each of them is understood in a question."""

from __future__ import annotations

import pytest

from palermo.asking.concepts import concepts_in
from palermo.asking.written_terms import everyday_terms
from palermo.concepts.load import concepts, languages
from palermo.reference_data import corpus_file

WITH_FILE = [code for code in languages() if corpus_file("concepts", "everyday", f"{code}.yaml").is_file()]


@pytest.mark.parametrize("language", WITH_FILE)
def test_an_everyday_word_stands_for_its_concept(language: str) -> None:
    lost = []
    for concept, terms in everyday_terms(language).items():
        for term in terms:
            asked = concepts_in(term.replace("*", ""), {language})
            if concept not in {one.concept for one in asked}:
                lost.append((concept, term, [one.concept for one in asked]))
    assert not lost


@pytest.mark.parametrize("language", WITH_FILE)
def test_no_word_stands_for_more_than_two_concepts(language: str) -> None:
    found: dict[str, list[str]] = {}
    for concept, terms in everyday_terms(language).items():
        assert concept in concepts()
        assert len(set(terms)) == len(terms), concept
        for term in terms:
            found.setdefault(term, []).append(concept)
    assert not {term: names for term, names in found.items() if len(names) > 2}


def test_questions_in_everyday_words_are_understood() -> None:
    asked = {
        "bribing an official": "active-bribery",
        "can the police tap phones": "interception",
        "freezing bank accounts of a suspect": "freezing-or-seizure",
        "airlines that bring passengers without visa": "carrier-duties",
        "peut-on extrader ses nationaux": "nationals-not-extradited",
        "écoutes téléphoniques de la police": "interception",
        "rebaja de pena para el arrepentido": "cooperating-offender",
        "Telefonüberwachung durch die Polizei": "interception",
        "como proteger testemunhas": "witness-protection",
        "afpakken van crimineel geld": "confiscation",
        "aiutare i migranti ad attraversare": "facilitating-illegal-entry",
    }
    assert {
        words: concept in {one.concept for one in concepts_in(words)} for words, concept in asked.items()
    } == dict.fromkeys(asked, True)
