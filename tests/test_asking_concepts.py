"""Which concepts the words of a question name, and which words name none."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palermo.asking import central_terms as central
from palermo.asking.concepts import AskedConcept, concepts_in, terms_for
from palermo.asking.written_terms import is_plain, read_quickly, written_terms
from palermo.concepts.load import concepts, languages
from palermo.errors import DataError, UnknownIdError
from palermo.reference_data import corpus_file, read_yaml
from tests.small_corpus import forget_what_was_read, use_corpus, write_corpus

NAMED = [
    # question, its concepts in their order, the language of the first
    ("trafficking in persons penalties", ["trafficking-in-persons"], "en"),
    ("human trafficking of workers", ["trafficking-in-persons"], "en"),
    ("money laundering predicate offences", ["money-laundering", "predicate-offence"], "en"),
    ("law on organized crime in Kenya", ["organized-criminal-group"], "en"),
    ("organised crime group membership", ["organized-criminal-group"], "en"),
    ("participation in an Organized Criminal Group", ["organized-criminal-group"], "en"),
    ("criminal gang", ["criminal-association", "organized-criminal-group"], "en"),
    ("extradition of nationals", ["nationals-not-extradited"], "en"),
    ("joint investigation teams", ["joint-investigation"], "en"),
    ("mutual legal assistance request", ["mutual-legal-assistance"], "en"),
    ("liability of legal persons", ["liability-of-legal-persons"], "en"),
    ("confiscation of equivalent value", ["value-confiscation"], "en"),
    ("bail", ["release-pending-trial"], "en"),
    ("ne bis in idem", ["ne-bis-in-idem"], "en"),
    ("sale of children", ["trafficking-in-children"], "en"),
    ("migrant smuggling by sea", ["smuggling-of-migrants"], "en"),
    ("tip off", ["tipping-off"], "en"),
    ("what is the fine for corruption", ["fine", "corruption"], "en"),
    ("false passport", ["fraudulent-travel-document"], "en"),
    ("launderers", ["money-laundering"], "en"),
    ("5 years imprisonment", ["imprisonment"], "en"),
    ("blanchiment d'argent peines", ["money-laundering"], "fr"),
    ("traite des personnes", ["trafficking-in-persons"], "fr"),
    ("association de malfaiteurs", ["criminal-association"], "fr"),
    ("responsabilite penale des personnes morales", ["liability-of-legal-persons"], "fr"),
    ("lavado de activos", ["money-laundering"], "es"),
    ("trata de personas penas", ["trafficking-in-persons"], "es"),
    ("proteccion de testigos", ["witness-protection"], "es"),
    ("lavagem de dinheiro", ["money-laundering"], "pt"),
    ("riciclaggio di denaro", ["money-laundering"], "it"),
    ("Menschenhandel Strafe", ["trafficking-in-persons"], "de"),
    ("Strafbarkeit der Geldwäsche", ["money-laundering"], "de"),
    ("отмывание денег", ["money-laundering"], "ru"),
    ("торговля людьми наказание", ["trafficking-in-persons"], "ru"),
    ("организованная преступная группа", ["organized-criminal-group"], "ru"),
    ("غسل الأموال", ["money-laundering"], "ar"),
    ("عقوبة الاتجار بالبشر", ["trafficking-in-persons"], "ar"),
    ("الجريمة المنظمة", ["organized-criminal-group"], "ar"),
    ("洗钱罪的处罚", ["money-laundering"], "zh"),
    ("引渡", ["extradition"], "zh"),
    ("人身取引の罰則", ["trafficking-in-persons"], "ja"),
    ("犯罪収益", ["proceeds-of-crime"], "ja"),
    ("자금세탁", ["money-laundering"], "ko"),
    ("음모", ["conspiracy"], "ko"),
    ("ค้ามนุษย์", ["trafficking-in-persons"], "th"),
    ("rửa tiền", ["money-laundering"], "vi"),
    ("insan ticareti", ["trafficking-in-persons"], "tr"),
    ("praní peněz", ["money-laundering"], "cs"),
    ("människohandel", ["trafficking-in-persons"], "sv"),
    ("ihmiskauppa", ["trafficking-in-persons"], "fi"),
    ("סחר בבני אדם", ["trafficking-in-persons"], "he"),
    ("ξέπλυμα χρήματος", ["money-laundering"], "el"),
    ("pencucian uang", ["money-laundering"], "id"),
    ("usafirishaji haramu wa binadamu", ["trafficking-in-persons"], "sw"),
    ("who may search a ship", ["sea-smuggling-measures"], "en"),  # an everyday name for it
]
NAMELESS = [
    "", "penalty", "court", "years", "act", "the", "article 5", "smuggling", "trafficking", "fraud", "police powers",
    "proceeds of crime act 2002", "who may paint a house", "penalties for repeat offenders", "shall be punished",
    "guilty of an offence", "no person shall", "de la", "peine", "ley", "суд", "قانون", "年", "12345", "!?",
]  # fmt: skip


def named(question: str) -> list[str]:
    return [one.concept for one in concepts_in(question)]


@pytest.mark.parametrize(("question", "expected", "language"), NAMED)
def test_a_question_names_concepts(question: str, expected: list[str], language: str) -> None:
    found = concepts_in(question)
    assert [one.concept for one in found] == expected
    assert found[0].language == language


@pytest.mark.parametrize("question", NAMELESS)
def test_weak_words_name_no_concept(question: str) -> None:
    assert concepts_in(question) == ()


def test_the_span_is_where_the_words_of_the_concept_stand() -> None:
    question = "trafficking in persons penalties"
    (found,) = concepts_in(question)
    assert found == AskedConcept("trafficking-in-persons", "en", 0, len("trafficking in persons"))


@pytest.mark.parametrize("concept", [one for one in concepts() if one not in central.SIGNS_OF_DRAFTING])
def test_every_concept_is_named_by_its_own_name(concept: str) -> None:
    assert concept in named(concepts()[concept].name)


def test_signs_of_drafting_are_concepts_that_no_article_is_about() -> None:
    assert {concepts()[one].articles for one in central.SIGNS_OF_DRAFTING} == {()}


@pytest.mark.parametrize("language", languages())
def test_the_first_term_of_nearly_every_concept_counts(language: str) -> None:
    first = {
        concept: plain[0].replace("*", "")
        for concept, its_terms in written_terms(language).items()
        if concept not in central.SIGNS_OF_DRAFTING and (plain := [t for t in its_terms.terms if is_plain(t)])
    }
    missed = [c for c, term in first.items() if c not in {one.concept for one in concepts_in(term, {language})}]
    assert len(missed) <= 1, missed


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("receivers", "asset-management"),  # fourth of its concept
        ("expel", "removal-of-foreigners"),
        ("costs", "fees"),
        ("frozen", "freezing-or-seizure"),
    ],
)
def test_a_word_alone_behind_the_third_does_not_count(word: str, concept: str) -> None:
    plain = [term for term in written_terms("en")[concept].terms if is_plain(term)]
    assert plain.index(word) >= central.FIRST_ALONE
    assert concept not in named(word)


def test_a_late_word_counts_where_it_is_long_or_in_the_name_of_the_concept() -> None:
    def place(word: str, concept: str) -> int:
        return [term for term in written_terms("en")[concept].terms if is_plain(term)].index(word)

    assert place("exploitation", "exploitation") >= central.FIRST_ALONE
    assert named("exploitation") == ["exploitation"]
    assert place("seizure", "freezing-or-seizure") >= central.FIRST_ALONE
    assert named("seizure") == ["freezing-or-seizure"]


def test_words_of_a_gapped_term_do_not_count() -> None:
    assert "assist* ... commission of" in written_terms("en")["aiding-and-abetting"].terms
    assert named("assistance to the commission of") == []


@pytest.mark.parametrize("between", [" ", "-", ", "])
def test_the_words_of_a_term_stand_side_by_side(between: str) -> None:
    assert named(f"money{between}laundering") == ["money-laundering"]
    assert "money-laundering" not in named("money from laundry")


def test_a_look_alike_takes_the_concept_away() -> None:
    assert named("proceeds of crime") == ["proceeds-of-crime"]
    assert named("Proceeds of Crime Act") == []


def test_the_longest_words_count() -> None:
    assert named("money laundering reporting officer") == ["internal-controls"]


def test_at_most_two_concepts_share_a_span() -> None:
    for question, _, _ in NAMED:
        spans = [(one.start, one.end) for one in concepts_in(question)]
        assert max(map(spans.count, spans)) <= 2


def test_a_word_of_several_languages_counts_once_in_the_language_of_the_question() -> None:
    assert [one.language for one in concepts_in("mafia")] == ["en"]
    assert [one.language for one in concepts_in("corruption des fonctionnaires")] == ["fr", "fr"]
    assert {one.language for one in concepts_in("confiscation extradition corruption")} == {"en"}


def test_a_plain_word_of_the_question_is_no_term_of_another_language() -> None:
    assert [one.concept for one in concepts_in("consent", {"nl"})] == ["arms-export-import-licence"]
    assert named("consent of the victim to exploitation") == ["consent-irrelevant", "exploitation"]
    assert named("consent given in exchange for a benefit of any kind") == []


def test_only_the_languages_asked_for_are_looked_in() -> None:
    assert concepts_in("lavado de activos", {"en", "fr"}) == ()
    assert [one.language for one in concepts_in("extradition", {"fr"})] == ["fr"]
    assert concepts_in("extradition", ()) == ()


@given(
    st.lists(
        st.sampled_from([question for question, _, _ in NAMED] + NAMELESS + ["*", "...", '"', "AND", "ß", "İ", "ﬁ"]),
        max_size=6,
    ).map(" ".join)
    | st.text(max_size=60)
)
def test_spans_stand_in_the_question_and_overlap_only_as_the_same_span(question: str) -> None:
    found = concepts_in(question)
    spans = sorted({(one.start, one.end) for one in found})
    assert all(0 <= start < end <= len(question) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    assert {one.concept for one in found} <= set(concepts()) - central.SIGNS_OF_DRAFTING


# Words to tell the reader


def test_terms_to_read_have_no_stars_and_no_gaps() -> None:
    for language in languages():
        for concept in written_terms(language):
            read = terms_for(concept, language)
            assert len(read) <= 5
            assert len(set(read)) == len(read)
            assert not any("*" in term or "..." in term or not term.strip() for term in read)


def test_the_plainest_terms_come_first_and_beginnings_are_completed() -> None:
    assert terms_for("trafficking-in-persons", "en", 2) == ("trafficking in persons", "traffic in persons")
    assert terms_for("confiscation", "en", 1) == ("confiscation",)  # "confiscat*"
    assert terms_for("mafia-type-association", "en")[0] == "mafia"
    assert terms_for("money-laundering", "zh", 1) == ("洗钱",)
    assert terms_for("money-laundering", "de", 1) == ("geldwäsche",)


def test_terms_of_nothing() -> None:
    assert terms_for("money-laundering", "xx") == ()
    assert terms_for("consent-irrelevant", "en", 0) == ()
    with pytest.raises(UnknownIdError, match="'laundry' is no concept"):
        terms_for("laundry", "en")


# Reading the files


@pytest.mark.parametrize("language", languages())
def test_every_file_is_read_quickly_and_says_what_the_yaml_says(language: str) -> None:
    file = corpus_file("concepts", "terms", f"{language}.yaml")
    found = read_quickly(file, language)
    assert found is not None
    assert {concept: (list(one.terms), list(one.negative)) for concept, one in found.items()} == {
        concept: (one["terms"], one.get("not", [])) for concept, one in read_yaml(file)["terms"].items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        'language: fr\nterms:\n  extradition:\n    terms: ["a*"]\n',
        "language: en\nterms:\n  extradition:\n    terms:\n      - extradit*\n",
        "language: en\nterms:\n  extradition:\n    terms: [extradit*]\n",
        'language: en\nterms:\n  no-concept-of-ours:\n    terms: ["a*"]\n',
        'language: en\nterms:\n  extradition:\n    terms: ["a*"]\n  extradition:\n    terms: ["b*"]\n',
    ],
)
def test_a_file_of_another_shape_is_left_to_the_reader_that_checks(tmp_path: Path, text: str) -> None:
    file = tmp_path / "en.yaml"
    assert read_quickly(file, "en") is None
    file.write_text(text, encoding="utf-8")
    assert read_quickly(file, "en") is None


def test_the_reader_that_checks_reads_other_shapes_and_names_mistakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_corpus(tmp_path) / "concepts" / "terms" / "en.yaml"
    use_corpus(tmp_path, monkeypatch)
    try:
        file.write_text("language: en\nterms:\n  bell:\n    terms:\n      - bell*\n    not:\n      - bell tower\n")
        assert written_terms.__wrapped__("en") == {"bell": (("bell*",), ("bell tower",))}
        forget_what_was_read()
        file.write_text('language: en\nterms:\n  horn:\n    terms: ["horn*"]\n')
        with pytest.raises(DataError, match=r"en\.yaml.*no such concept"):
            written_terms.__wrapped__("en")
    finally:
        monkeypatch.undo()
        forget_what_was_read()


@pytest.mark.parametrize("question", ["трговина људима", "trgovina ljudima"])
def test_serbian_may_be_asked_in_either_script(question: str) -> None:
    assert "trafficking-in-persons" in {one.concept for one in concepts_in(question, {"sr"})}
