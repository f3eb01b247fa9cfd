"""Which concepts a provision defines. The sentences are ours."""

from __future__ import annotations

import pytest

from palermo.concepts.load import lexicon
from palermo.tagging.definitions import DEFINITION_STATEMENT, defined_concepts


def defined(language: str, text: str, heading_defines: bool = False) -> set[str]:
    terms = lexicon(language)
    assert terms is not None
    return defined_concepts(text, terms.find(text), heading_defines)


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("en", 'In this Act, "organized criminal group" has the meaning given below.', "organized-criminal-group"),
        ("en", "For the purposes of this Part an organized criminal group is any three persons.", "organized-criminal-group"),
        ("en", "Trafficking in persons means taking people to a boat by force.", "trafficking-in-persons"),
        ("es", "A los efectos de esta ley, se entiende por trata de personas todo traslado.", "trafficking-in-persons"),
        ("de", "„Geldwäsche“ im Sinne dieses Gesetzes ist jedes Verbergen.", "money-laundering"),
        ("ja", "この法律において「犯罪収益」とは、船から得た財産をいう。", "proceeds-of-crime"),
    ],
)  # fmt: skip
def test_a_term_beside_words_that_define_is_defined(language: str, text: str, concept: str) -> None:
    assert concept in defined(language, text)


@pytest.mark.parametrize(
    "text",
    [
        "Whoever commits trafficking in persons is liable to imprisonment.",
        'The register holds "organized criminal group" as a keyword.',
        "A boat means a vessel. The harbour master reports trafficking in persons to the police.",
    ],
)
def test_a_term_that_is_only_mentioned_is_not_defined(text: str) -> None:
    assert not defined("en", text) & {"trafficking-in-persons", "organized-criminal-group"}


def test_where_the_heading_says_that_it_defines_quotation_marks_are_enough() -> None:
    text = '"organized criminal group": three persons or more.'
    assert defined("en", text) == set()
    assert defined("en", text, heading_defines=True) == {"organized-criminal-group"}


def test_words_that_define_are_not_defined_themselves() -> None:
    assert DEFINITION_STATEMENT not in defined("en", 'In this Act "means" means nothing.')
