"""The knowledge base: what it covers, in numbers; and that a broken file is named with its line and the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_corpus import forget_what_was_read, use_corpus, write_corpus

from palermo.concepts.load import concepts, languages, terms
from palermo.errors import DataError, UnknownIdError
from palermo.treaties.coverage import TREATY_LANGUAGES, coverage
from palermo.treaties.knowledge import KnowledgeBase, element_of, knowledge
from palermo.treaties.load import exists, instruments
from palermo.treaties.model_provision import ModelProvision, paragraphs
from palermo.treaties.requirement import Legislation, Level

COUNTS = {
    "untoc": {"mandatory": 135, "must_consider": 15, "best_efforts": 20, "optional": 40, "safeguard": 15, "definition": 15},
    "tip": {"mandatory": 34, "must_consider": 8, "best_efforts": 2, "safeguard": 4, "definition": 3},
    "som": {"mandatory": 56, "must_consider": 6, "optional": 6, "safeguard": 8, "definition": 6},
    "fap": {"mandatory": 38, "must_consider": 1, "optional": 5, "safeguard": 1, "definition": 8},
}  # fmt: skip
NEEDING_A_LAW = {"untoc": 50, "tip": 4, "som": 8, "fap": 15}
REQUIREMENTS, CONCEPTS = "treaties/requirements/pier.yaml", "concepts/concepts.yaml"
PROVISIONS, LAWS, FRENCH = "model_provisions/pier.yaml", "model_laws.yaml", "concepts/terms/fr.yaml"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small corpus that may be broken."""
    use_corpus(write_corpus(tmp_path / "corpus"), monkeypatch)
    yield tmp_path / "corpus"
    monkeypatch.undo()
    forget_what_was_read()


def change(corpus: Path, name: str, old: str, new: str) -> Path:
    """Put `new` where `old` stands for the first time; the file."""
    file = corpus / name
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")
    return file


def line(file: Path, words: str) -> int:
    """The line on which words stand first."""
    return next(
        number for number, one in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if words in one
    )  # fmt: skip


def test_the_requirements_by_instrument_and_level() -> None:
    levels: dict[str, Counter[str]] = {name: Counter() for name in instruments()}
    for one in knowledge().requirements.values():
        levels[one.article.split(":")[0]][one.level] += 1
    assert levels == COUNTS
    assert len(knowledge().requirements) == 426


def test_the_duties_that_need_a_law() -> None:
    assert {one.instrument: one.mandatory_needing_law for one in coverage(knowledge()).instruments} == NEEDING_A_LAW


def test_every_paragraph_is_a_requirement_or_said_to_be_none() -> None:
    base = knowledge()
    assert not set(base.requirements) & set(base.not_requirements)
    for instrument in instruments().values():
        for article in instrument.articles:
            own = f"{instrument.id}:{article.number}"
            for reference in [f"{own}.{paragraph}" for paragraph in article.paragraphs] or [own]:
                covered = {reference, own} & {*base.requirements, *base.not_requirements}
                assert covered, f"{reference} is missing"


def test_requirements_stand_in_the_order_of_the_treaties() -> None:
    order = {str(each): n for n, each in enumerate(r for one in instruments().values() for r in one.references)}
    places = [order[reference] for reference in knowledge().requirements]
    assert places == sorted(places)


def test_every_element_has_a_concept_or_the_reason_why_none() -> None:
    for one in knowledge().requirements.values():
        for element in one.elements:
            assert bool(element.concepts) != bool(element.no_concept), f"{one.id}#{element.id}"
            assert set(element.concepts) <= set(concepts()), f"{one.id}#{element.id}"


def test_whatever_is_named_is_there() -> None:
    base = knowledge()
    for one in base.requirements.values():
        assert all(exists(reference) for reference in one.see_also), one.id
        assert all(other in base.requirements for other in one.alternative_to), one.id
    for provision in base.model_provisions.values():
        assert all(element_of(base.requirements, part.element) for part in provision.parts), provision.id
    for law in base.model_laws.values():
        assert all(exists(reference) for reference in law.serves), law.id


def test_alternatives_name_one_another() -> None:
    base = knowledge()
    for one in base.requirements.values():
        for other in one.alternative_to:
            assert one.id in base.requirements[other].alternative_to, f"{other} does not name {one.id}"


def test_every_duty_that_needs_a_law_has_a_model_provision() -> None:
    base = knowledge()
    without = [
        one.id for one in base.requirements.values()
        if one.level is Level.MANDATORY and one.legislation is Legislation.NEEDED
        and not base.model_provisions_for(one.id)
    ]  # fmt: skip
    assert without == []


def test_every_offence_with_a_penalty_is_a_serious_crime() -> None:
    penalties = [one.penalty for one in knowledge().model_provisions.values() if one.penalty]
    assert penalties
    assert all(penalty.maximum_years_at_least >= 4 for penalty in penalties)


def test_terms_in_the_six_languages_for_whatever_the_treaties_define() -> None:
    defined = [one.id for one in concepts().values() if one.defined_in]
    assert defined
    for language in TREATY_LANGUAGES:
        found = terms(language)
        assert found is not None
        assert [name for name in defined if name not in found.terms] == [], language


def test_every_language_is_valid() -> None:
    assert set(TREATY_LANGUAGES) <= set(languages())
    for language in languages():
        assert terms(language) is not None, language


def test_a_requirement_is_found_and_an_unknown_one_names_its_neighbours() -> None:
    assert knowledge().requirement("untoc:5.1.a.i").article == "untoc:5"
    with pytest.raises(UnknownIdError, match=r"'untoc:5.9' is no requirement.*untoc:5.1.a.ii"):
        knowledge().requirement("untoc:5.9")
    with pytest.raises(UnknownIdError, match="none in that article"):
        knowledge().requirement("untoc:99.1")


def test_the_small_corpus_is_complete(small: Path) -> None:
    base = knowledge()
    assert list(base.requirements) == ["pier:2.1.a", "pier:2.1.b", "pier:2.2"]
    assert base.requirements["pier:2.1.a"].fatf == ("3", "30"), "numbers may be written without quotation marks"
    assert [one.id for one in base.model_provisions_for("pier:2.1.a")] == ["lantern-on-boats"]
    assert [one.id for one in base.model_laws_for("pier:2")] == ["model-pier-law"]
    found = coverage(base)
    assert found.gaps == []
    counted = found.instruments[0]
    assert (counted.requirements, counted.not_requirements, counted.elements) == (3, 2, 4)
    assert (counted.mandatory_needing_law, counted.with_model_provision) == (1, 1)
    assert found.terms == dict.fromkeys(("ar", "en", "es", "fr", "ru", "zh"), 1)


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "said"),
    [
        (REQUIREMENTS, "concepts: [lantern]}", "concepts: [lamp]}", "{id: lantern,", "the concept 'lamp' is not in"),
        (REQUIREMENTS, "id: pier:2.2", "id: pier:2.9", "pier:2.9", "'pier:2.9' is no paragraph of pier:2"),
        (REQUIREMENTS, "id: pier:2.2", "id: pier:1", "id: pier:1", "'pier:1' is no paragraph of pier:2"),
        (REQUIREMENTS, "- id: pier:2.1.b", "- id: pier:2.1.a  # again", "# again", "pier:2.1.a stands there twice"),
        (REQUIREMENTS, 'paragraph: "1"', 'paragraph: "2"', 'paragraph: "2"', "pier:2.2 stands there twice"),
        (REQUIREMENTS, 'paragraph: "1"', 'paragraph: "7"', 'paragraph: "7"', "'pier:2.7' is no paragraph"),
        (REQUIREMENTS, "level: optional\n        cluster", "level: voluntary\n        cluster", "level: voluntary",
         "level: Input should be 'mandatory'"),
        (REQUIREMENTS, "cluster: IV", "cluster: V", "cluster: V", "cluster: Input should be 'I'"),
        (REQUIREMENTS, '["pier:2.2"]', '["pier:2.2", "pier:3"]', "see_also", "'pier:3' is no place in the instruments"),
        (REQUIREMENTS, '["pier:2.1.a"]', '["pier:2.1"]', 'alternative_to: ["pier:2.1"]', "'pier:2.1' is no requirement"),
        (REQUIREMENTS, "id: bell", "id: Bell", "id: Bell", "elements[0] (id Bell).id: String should match"),
        (REQUIREMENTS, "{id: night,", "{id: lantern,", "id: pier:2.1.a", "two elements are named 'lantern'"),
        (REQUIREMENTS, ", concepts: [bell, lantern]", "", "{id: bell", "give either 'concepts' or the reason"),
        (REQUIREMENTS, "label: Boats of war", "lable: Boats of war", "id: pier:2.2", "lable: Extra inputs"),
        (REQUIREMENTS, "instrument: pier", "instrument: quay", "instrument: quay", "'quay' is not listed in"),
        (REQUIREMENTS, "level: optional\n        cluster", "level: optional\n        theme: tides\n        cluster",
         "id: pier:2.2", "the theme 'tides' is not in themes.yaml"),
        (CONCEPTS, "articles: [pier:2]", "articles: [pier:8]", "lantern:", "'pier:8' is no place in the instruments"),
        (CONCEPTS, "defined_in: pier:2.1.a", "defined_in: pier:2.4", "lantern:", "'pier:2.4' is no place"),
        (PROVISIONS, '"without a lantern"', '"without a lamp"', "- id: lantern-on-boats",
         "the words 'without a lamp' do not stand in the text"),
        (PROVISIONS, "#lantern", "#lamp", "{words", "'pier:2.1.a#lamp' is no element"),
        (PROVISIONS, "pier:2.1.a#lantern", "pier:2.1.b#bell", "- id: lantern-on-boats",
         "'pier:2.1.b#bell' is no element of the requirements pier:2.1.a"),
        (PROVISIONS, 'requirements: ["pier:2.1.a"]', 'requirements: ["pier:2.1.a", "pier:2.1"]', "requirements:",
         "'pier:2.1' is no requirement"),
        (PROVISIONS, "maximum_years_at_least: 4", "maximum_years_at_least: 3", "penalty: {",
         "greater than or equal to 4"),
        (LAWS, 'serves: ["pier:2"]', 'serves: ["pier:12"]', "- id: model-pier-law", "'pier:12' is no place"),
        (LAWS, "confirmed: false", "confirmed: false\n    supersedes: [older]", "- id: model-pier-law",
         "there is no model law 'older'"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_its_line_and_what_to_do(
    small: Path, name: str, old: str, new: str, at: str, said: str
) -> None:
    file = change(small, name, old, new)
    with pytest.raises(DataError) as error:
        knowledge()
    message = str(error.value)
    assert message.startswith(f"{file}, line ")
    assert said in message
    assert message.endswith("Correct the entry.")
    place = int(message.removeprefix(f"{file}, line ").split(":")[0])
    assert place == line(file, at)


@pytest.mark.parametrize(
    ("name", "doubled"),
    [(PROVISIONS, "the id 'lantern-on-boats' is taken"), (LAWS, "the id 'model-pier-law' stands there twice")],
)
def test_an_id_that_stands_twice(small: Path, name: str, doubled: str) -> None:
    file = small / name
    head, _, entries = file.read_text(encoding="utf-8").partition("\n")
    file.write_text(f"{head}\n{entries}{entries}", encoding="utf-8")
    with pytest.raises(DataError, match=doubled):
        knowledge()


def test_no_yaml_is_named_with_line_and_column(small: Path) -> None:
    file = change(small, REQUIREMENTS, "level: optional\n        cluster", 'level: "optional\n        cluster')
    with pytest.raises(DataError) as error:
        knowledge()
    last = len(file.read_text(encoding="utf-8").splitlines())
    assert str(error.value).startswith(f"{file}, line ")
    place = int(str(error.value).removeprefix(f"{file}, line ").split(",")[0])
    assert line(file, 'level: "optional') <= place <= last + 1
    assert ", column " in str(error.value)
    assert str(error.value).endswith("Correct the line.")


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('["lanterne*"]', '["фонар"]', "  lantern:", "which is not of the script of 'fr'. Correct the term."),
        (
            '["lanterne*"]',
            '["l*"]',
            "  lantern:",
            "would match nearly everything; use a longer stem. Correct the term.",
        ),
        ('["lanterne*"]', '["falot", "falot"]', "  lantern:", "'falot' stands there twice. Take one away."),
        (
            "lantern:",
            "lamp:",
            "  lamp:",
            "there is no such concept in concepts.yaml. Correct the id or add the concept.",
        ),
        ('terms: ["lanterne*"]', "terms: []", "terms: []", "Correct the entry."),
    ],
)
def test_broken_terms_are_named_with_their_line(small: Path, old: str, new: str, at: str, said: str) -> None:
    file = change(small, FRENCH, old, new)
    with pytest.raises(DataError) as error:
        coverage(knowledge())
    assert str(error.value).startswith(f"{file}, line {line(file, at)}: ")
    assert str(error.value).endswith(said)


def test_terms_in_a_file_that_is_named_for_another_language(small: Path) -> None:
    change(small, FRENCH, "language: fr", "language: es")
    with pytest.raises(DataError, match="'es' should be 'fr', as the file is named"):
        terms("fr")


def test_what_is_missing_is_said_as_a_gap(small: Path) -> None:
    change(small, REQUIREMENTS, "legislation: may_be_needed", "legislation: needed")
    for paragraph in ('""', '"1"'):
        words = (small / REQUIREMENTS).read_text(encoding="utf-8")
        start = words.index(f"    not_requirements:\n      - paragraph: {paragraph}")
        change(small, REQUIREMENTS, "\n".join(words[start:].splitlines()[:3]) + "\n", "")
    (small / FRENCH).unlink()
    assert coverage(knowledge()).gaps == [
        "pier:1 is neither a requirement nor said to be none",
        "pier:2.1 is neither a requirement nor said to be none",
        "pier:2.1.b is mandatory and needs a law, but has no model provision",
        "the glossary of defined terms has nothing in 'fr' for lantern",
    ]


def test_a_missing_folder_and_a_missing_file_are_named(small: Path) -> None:
    (small / LAWS).unlink()
    with pytest.raises(DataError, match=r"model_laws\.yaml: cannot be read: .* Restore the file"):
        knowledge()
    (small / PROVISIONS).unlink()
    (small / "model_provisions").rmdir()
    with pytest.raises(DataError, match=r"model_provisions: the folder is missing. Restore it."):
        knowledge()


def test_a_corpus_that_is_not_there_is_named(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_corpus(tmp_path / "none", monkeypatch)
    with pytest.raises(
        DataError, match=r"none: there is no such folder. Correct PALERMO_REFERENCE_DATA, or leave it unset."
    ):
        knowledge()


def test_a_mended_file_is_read_without_a_new_start(small: Path) -> None:
    file = change(small, REQUIREMENTS, "cluster: IV", "cluster: V")
    with pytest.raises(DataError):
        knowledge()
    file.write_text(file.read_text(encoding="utf-8").replace("cluster: V", "cluster: IV"), encoding="utf-8")
    assert len(knowledge().requirements) == 3


def test_paragraphs_of_a_clause_are_put_together_again() -> None:
    assert paragraphs("(1) A boat\n  shows (2) lanterns\n  at night.\n(a) in winter;\n\nor never.") == [
        "(1) A boat shows (2) lanterns at night.", "(a) in winter;", "or never.",
    ]  # fmt: skip
    text = "(1) one\n[(2) two]\n3. three"
    assert paragraphs(text) == ["(1) one", "[(2) two]", "3. three"]


def test_no_words_of_a_model_provision_are_lost_in_its_paragraphs() -> None:
    def words(one: ModelProvision) -> list[str]:
        return [word for paragraph in paragraphs(one.text) for word in paragraph.split()]

    base: KnowledgeBase = knowledge()
    assert all(words(one) == one.text.split() for one in base.model_provisions.values())
