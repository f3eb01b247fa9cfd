"""The term language: what a term finds in a text, and that a place always stands on the words found."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palermo.concepts.concept import ConceptTerms, LanguageTerms
from palermo.concepts.lexicon import Lexicon, TermError, parse_term
from palermo.concepts.load import languages, lexicon, terms
from palermo.concepts.scripts import WITHOUT_SPACES, folded


def lexicon_of(language: str, *terms: str, negative: tuple[str, ...] = (), **more: tuple[str, ...]) -> Lexicon:
    """A lexicon with the concept `lantern`, and others by name."""
    entries: dict[str, Any] = {"lantern": {"terms": terms, "not": negative}}
    entries |= {name: {"terms": its_terms} for name, its_terms in more.items()}
    return Lexicon(LanguageTerms.model_validate({"language": language, "terms": entries}))


def found(language: str, term: str, text: str) -> list[str]:
    """The words that a term finds."""
    return [text[hit.start : hit.end] for hit in lexicon_of(language, term).find(text)]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("criminal group", "An organized Criminal GROUP acts.", ["Criminal GROUP"]),
        ("criminal group", "Criminal groups act.", []),
        ("criminal group*", "A criminal group and criminal groups.", ["criminal group", "criminal groups"]),
        ("group*", "subgroups", []),
        ("*group", "subgroup and subgroups", ["subgroup"]),
        ("*group*", "subgroups", ["subgroups"]),
        ("criminal group", "a criminal-group, a criminal\n  group", ["criminal-group", "criminal\n  group"]),
        ("criminal group", "criminal (or any other) group", []),
        ("criminal group", "criminal      group", []),
        ("crime", "crimes; crime", ["crime"]),
        ("467 crime", "467 crime", ["467 crime"]),
        ("co-operation", "co-operation, co operation", ["co-operation", "co operation"]),
    ],
)
def test_words_of_a_term_stand_side_by_side(term: str, text: str, expected: list[str]) -> None:
    assert found("en", term, text) == expected


@pytest.mark.parametrize("between", range(10))
def test_three_dots_stand_for_up_to_six_words(between: int) -> None:
    text = f"group {'x ' * between}crime"
    assert found("en", "group ... crime", text) == ([text] if between <= 6 else [])


def test_a_gap_ends_at_the_nearest_word_and_may_come_twice() -> None:
    assert found("en", "group ... crime", "group of crime and crime") == ["group of crime"]
    assert found("en", "group ... serious … crime*", "group for some serious or other crimes") == [
        "group for some serious or other crimes"
    ]
    assert found("en", "group ... serious crime", "group of serious and crime") == []


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("fr", "groupe* criminel* organisé*", "GROUPES CRIMINELS ORGANISES"),
        ("fr", "association de malfaiteurs", "ASSOCIATION DE MALFAITEURS"),
        ("fr", "infraction d'une particulière gravité", "infraction d’une particuliere gravite"),
        ("es", "asociación ilícita", "asociacio\u0301n ili\u0301cita"),
        ("de", "kriminelle Vereinigung", "KRIMINELLE VEREINIGUNG"),
        ("tr", "suç örgütü", "SUÇ ÖRGÜTÜ"),
        ("tr", "insan ticareti", "İNSAN TİCARETİ"),
        ("tr", "kaçakçılığı", "KAÇAKÇILIĞI"),
        ("el", "εγκληματική οργάνωση", "ΕΓΚΛΗΜΑΤΙΚΗ ΟΡΓΑΝΩΣΗ"),
        ("el", "εγκληματικές οργανώσεις", "ΕΓΚΛΗΜΑΤΙΚΕΣ ΟΡΓΑΝΩΣΕΙΣ"),
        ("ru", "организованная группа", "ОРГАНИЗОВАННАЯ ГРУППА"),
        ("ru", "путём", "путем"),
        ("ar", "جماعة إجرامية منظمة", "جماعة اجرامية منظمة"),
        ("ar", "جماعه", "جماعة"),
        ("ar", "جماعة", "جَمَاعَةٌ"),
        ("ar", "جماعة", "جـمـاعـة"),
        ("ar", "*جماع* *منظم*", "والجماعات المنظمة"),
        ("ar", "مدى", "مدي"),
        ("he", "ארגון פשיעה", "אִרְגּוּן פשיעה"),
        ("ko", "범죄단체*", "범죄단체를"),
        ("vi", "tổ chức", "TỔ CHỨC"),
        ("zh", "犯罪集团", "犯罪集团"),
        ("ja", "ﾏﾈｰ", "マネー"),
        ("th", "องค์กรอาชญากรรม", "องค์กรอาชญากรรม"),
    ],
)
def test_case_accents_and_forms_of_letters_do_not_count(language: str, term: str, text: str) -> None:
    assert found(language, term, text) == [text]
    assert found(language, term, unicodedata.normalize("NFD", text)) != [] or language in WITHOUT_SPACES


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("sv", "häleri", "haleri"),
        ("vi", "tội", "tôi"),
        ("tr", "suç", "suc"),
        ("pl", "zorganizowana grupę", "zorganizowana grupe"),
    ],
)
def test_where_a_mark_makes_another_letter_it_counts(language: str, term: str, text: str) -> None:
    assert found(language, term, term.upper()) == [term.upper()]
    assert found(language, term, text) == []


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("ar", "جماع*", "والجماعات"),
        ("ar", "إجرام", "إجرامية"),
        ("tr", "suç", "sucu"),
        ("ko", "범죄단체", "범죄단체를"),
    ],
)
def test_without_a_star_the_whole_word_counts(language: str, term: str, text: str) -> None:
    assert found(language, term, text) == []


@pytest.mark.parametrize(
    ("language", "term", "text", "expected"),
    [
        ("zh", "犯罪集团", "组织、领导犯罪集团的，处刑。", ["犯罪集团"]),
        ("zh", "非法制造...枪支", "非法制造、买卖枪支", ["非法制造、买卖枪支"]),
        ("zh", "非法制造...枪支", f"非法制造{'的' * 15}枪支", [f"非法制造{'的' * 15}枪支"]),
        ("zh", "非法制造...枪支", f"非法制造{'的' * 16}枪支", []),
        ("zh", "犯罪*", "犯罪集团", ["犯罪"]),
        ("zh", "贿...罪", "行贿受贿罪", ["贿受贿罪"]),
        ("zh", "UN", "ＵＮ公约", ["ＵＮ"]),
        ("ja", "マネー・ローンダリング", "マネー・ローンダリング罪", ["マネー・ローンダリング"]),
        ("th", "ฟอกเงิน", "ความผิดฐานฟอกเงินและ", ["ฟอกเงิน"]),
    ],
)
def test_scripts_without_spaces_are_searched_letter_by_letter(
    language: str, term: str, text: str, expected: list[str]
) -> None:
    assert found(language, term, text) == expected


def test_a_negative_term_takes_away_what_it_overlaps_and_nothing_else() -> None:
    words = lexicon_of("en", "lantern*", negative=("lantern fish", "magic lantern*"))
    text = "A lantern, a lantern fish, Magic Lanterns, the lantern."
    assert [hit.start for hit in words.find(text)] == [text.index("lantern"), text.rindex("lantern")]


def test_a_negative_term_counts_for_its_own_concept_only() -> None:
    words = lexicon_of("en", "lantern*", negative=("lantern fish",), fish=("lantern fish",))
    assert [(hit.concept, hit.start, hit.end) for hit in words.find("lantern fish")] == [("fish", 0, 12)]


def test_where_the_longest_is_taken_away_a_shorter_one_may_stand() -> None:
    words = lexicon_of("en", "lantern", "lantern of the boat", negative=("the boat",))
    assert [(hit.start, hit.end) for hit in words.find("lantern of the boat")] == [(0, 7)]


def test_overlapping_places_of_one_concept_are_one_and_those_of_two_are_two() -> None:
    words = lexicon_of("en", "boat lantern", "lantern", "boat lantern at night", boat=("boat*",))
    text = "boat lantern at night"
    assert [(hit.concept, hit.start, hit.end) for hit in words.find(text)] == [("boat", 0, 4), ("lantern", 0, 21)]


def test_places_come_in_the_order_of_the_text() -> None:
    words = lexicon_of("en", "lantern", boat=("boat",))
    hits = words.find("boat lantern boat lantern")
    assert [hit.start for hit in hits] == [0, 5, 13, 18]
    assert words.find("") == []


@pytest.mark.parametrize(
    ("language", "term", "problem"),
    [
        ("ru", "оpганизация", "has the letter 'p', which is not of the script of 'ru'"),
        ("en", "группа", "not of the script of 'en'"),
        ("el", "οrganosi", "not of the script of 'el'"),
        ("ar", "организация", "not of the script of 'ar'"),
        ("en", "... crime", "'...' stands between words"),
        ("en", "crime ...", "'...' stands between words"),
        ("en", "cri*me", "'*' stands at the beginning or the end of a word"),
        ("en", "a*", "would match nearly everything"),
        ("en", "crime of a*", "would match nearly everything"),
        ("zh", "罪", "too short"),
        ("ja", "*", "too short"),
        ("en", "*", "has no letters"),
        ("en", "--", "has no letters"),
        ("en", "", "'...' stands between words"),
    ],
)
def test_a_term_that_is_not_well_written_is_refused_with_the_reason(language: str, term: str, problem: str) -> None:
    with pytest.raises(TermError) as error:
        parse_term(term, language)
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("language", "term"), [("ru", "УНП ООН UNODC"), ("ar", "*FATF*"), ("zh", "FATF"), ("el", "ΟΗΕ")]
)
def test_acronyms_in_latin_letters_pass_everywhere(language: str, term: str) -> None:
    assert parse_term(term, language)


LETTERS = st.sampled_from("aAbc éÉçßıİiIσςΣάأإاةهىيـ\u064bпП犯罪集团ＡﬁßǅŉḀ\u0301\u200d\u00ad-'’*. \n\t()…19")
TEXTS = st.one_of(st.text(), st.text(LETTERS, max_size=60))
INVENTED = {
    "en": ("ab*", "*c", "a ... b", "*bc*", "1"), "tr": ("iı*", "ıi", "a i"), "el": ("σά*", "*ς", "α ... σ"),
    "ar": ("*اه*", "أب", "ي ... ا"), "zh": ("犯罪", "罪...团", "集团"), "ja": ("犯罪", "abc"),
    "ru": ("пп", "*п ... *п"),
}  # fmt: skip


@given(st.sampled_from(sorted(INVENTED)), TEXTS)
def test_no_text_breaks_the_search_and_every_place_stands_on_a_term(language: str, text: str) -> None:
    words = lexicon_of(language, *INVENTED[language])
    hits = words.find(text)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        part = text[hit.start : hit.end]
        assert part == part.strip() or language in WITHOUT_SPACES
        assert (0, len(part)) in [(each.start, each.end) for each in words.find(part)], part
    assert all(first.end <= second.start for first, second in pairwise(hits)), "one concept: no overlap"
    assert words.find(text) == hits


@given(TEXTS)
def test_folding_keeps_the_places(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.sampled_from(["en", "ru", "ar", "zh", "ja", "ko", "tr"]), TEXTS)
def test_every_term_is_read_or_refused(language: str, term: str) -> None:
    with suppress(TermError):
        assert parse_term(term, language)


@given(st.text(LETTERS.filter(lambda letter: letter.isalpha()), min_size=2, max_size=8), st.text(max_size=8))
def test_a_word_is_found_as_it_is_written(word: str, around: str) -> None:
    """Whatever a term can be written with, the same letters in a text are found."""
    try:
        words = lexicon_of("en", word)
    except TermError:
        return
    text = f"{around} {word} {around}"
    assert any(text[hit.start : hit.end] for hit in words.find(text) if hit.start <= len(around) + 1 < hit.end)


@pytest.mark.parametrize("language", languages())
def test_the_terms_that_ship_find_themselves(language: str) -> None:
    """A term without stars and dots, put in a sentence of its own, shows its concept."""
    words = lexicon(language)
    assert words is not None
    checked = 0
    held = terms(language)
    assert held is not None
    for concept, its_terms in held.terms.items():
        for term in its_terms.terms:
            plain = term.replace("*", "").replace(" ... ", " ").replace("...", "").replace("…", "")
            hits = words.find(plain)
            if not its_terms.negative:
                assert concept in {hit.concept for hit in hits}, f"{concept}: {term}"
                checked += 1
    assert checked


def test_serbian_is_found_in_either_script() -> None:
    words = Lexicon(LanguageTerms(language="sr", terms={"boats": ConceptTerms(terms=("љуљање чамц*", "њих*"))}))
    for text in ("Забрањено је љуљање чамца.", "Zabranjeno je ljuljanje čamca.", "Њихов ЧАМАЦ", "NJIHOV čamac"):
        [hit] = words.find(text)
        assert text[hit.start : hit.end].lower() in {"љуљање чамца", "ljuljanje čamca", "њихов", "njihov"}
