"""What a question cites: places in the treaties, provisions of national laws, and what only looks like either."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palermo.asking.citation_words import load_citation_words
from palermo.asking.citations import national_citation, treaty_citation, treaty_citations_in
from palermo.asking.numerals import HAN, value
from palermo.errors import DataError
from palermo.model.state import states
from palermo.reference_data import corpus_file
from palermo.treaties.load import exists, instruments

TREATY = [
    ("UNTOC 5(1)(a)", "untoc:5.1.a"),
    ("untoc 5 (1) (a) (ii)", "untoc:5.1.a.ii"),
    ("untoc:5.1.a.i", "untoc:5.1.a.i"),
    ("UNTOC Article 18, paragraph 3", "untoc:18.3"),
    ("UNTOC art 18 para 3 (c)", "untoc:18.3.c"),
    ("Palermo Convention art. 6", "untoc:6"),
    ("Palermo 6", "untoc:6"),
    ("art 5 UNTOC", "untoc:5"),
    ("article 3(a) of the Trafficking Protocol", "tip:3.a"),
    ("TIP Protocol article 8", "tip:8"),
    ("TIP 5", "tip:5"),
    ("FAP 5", "fap:5"),
    ("FAP 8.1.a", "fap:8.1.a"),
    ("smuggling protocol 6", "som:6"),
    ("SOM 6(1)(b)(i)", "som:6.1.b.i"),
    ("Article 10 of the UN Convention against Transnational Organized Crime", "untoc:10"),
    ("UNTOC Trafficking Protocol art. 6", "tip:6"),
    ("article 5 de la Convention de Palerme", "untoc:5"),
    ("art. 3 a) du Protocole relatif à la traite des personnes", "tip:3.a"),
    ("artículo 5 de la Convención de Palermo", "untoc:5"),
    ("Protocolo contra la trata, artículo 3", "tip:3"),
    ("art. 5 da Convenção de Palermo", "untoc:5"),
    ("Art. 5 Palermo-Übereinkommen", "untoc:5"),
    ("Palermo Sözleşmesi madde 5", "untoc:5"),
    ("статья 5 Палермской конвенции", "untoc:5"),
    ("ст. 3 Протокола о торговле людьми", "tip:3"),
    ("المادة 5 من اتفاقية باليرمو", "untoc:5"),
    ("المادة ٥ الفقرة ١ (أ) من اتفاقية باليرمو", "untoc:5.1.a"),
    ("《公约》第五条", "untoc:5"),
    ("巴勒莫公约第十八条", "untoc:18"),
    ("巴勒莫公约第五条第一款第(一)项", "untoc:5.1.a"),
    ("《贩运人口议定书》第三条", "tip:3"),
    ("팔레르모 협약 제5조", "untoc:5"),
]
NO_TREATY = [
    "", "article 5", "art. 5(1)(a)", "tip 5", "a tip for 5 people", "som 6", "smuggling 6 years", "smuggling 6",
    "UNTOC", "UNTOC penalties", "UNTOC 5 years", "UNTOC 99", "UNTOC 2000", "Palermo 15 November 2000", "TIP OFF",
    "TIP report 2023", "the 5 UNTOC requirements", "palermo 5", "section 5 of the Extradition Act UNTOC", "第五条",
    "UNCAC article 15", "trafficking protocol", "5 UNTOC",
]  # fmt: skip


@pytest.mark.parametrize(("question", "reference"), TREATY)
def test_a_place_in_a_treaty(question: str, reference: str) -> None:
    found = treaty_citation(question)
    assert found is not None
    assert (found.reference, found.start, found.end, found.rest) == (reference, 0, len(question), "")


@pytest.mark.parametrize("question", NO_TREATY)
def test_no_place_in_a_treaty(question: str) -> None:
    assert treaty_citation(question) is None


def test_the_rest_of_the_words_is_handed_back() -> None:
    found = treaty_citation("penalties under UNTOC art. 5, Kenya")
    assert found is not None
    assert (found.rest, found.start, found.end) == ("penalties under , Kenya", 16, 28)


@pytest.mark.parametrize(
    ("question", "reference"),
    [("UNTOC 5(9)(z)", "untoc:5"), ("UNTOC 5(1)(z)", "untoc:5.1"), ("TIP 3(a)(9)", "tip:3.a"), ("FAP 5(a)", "fap:5")],
)
def test_a_paragraph_that_is_not_there_gives_the_place_above(question: str, reference: str) -> None:
    found = treaty_citation(question)
    assert found is not None
    assert found.reference == reference


@pytest.mark.parametrize(
    ("question", "references"),
    [
        ("UNTOC articles 5, 6 and 8", ["untoc:5", "untoc:6", "untoc:8"]),
        ("articles 5 et 6 de la Convention de Palerme", ["untoc:5", "untoc:6"]),
        ("UNTOC 12-14", ["untoc:12", "untoc:13", "untoc:14"]),
        ("TIP Protocol 3(a), 5 and 8", ["tip:3.a", "tip:5", "tip:8"]),
        ("UNTOC 5 and 6 years", ["untoc:5"]),
        ("UNTOC art. 5 and TIP art. 5", ["untoc:5", "tip:5"]),
        ("article 5 UNTOC article 3 TIP", ["untoc:5", "tip:3"]),
        ("UNTOC article 5 article 3 of the TIP Protocol", ["untoc:5", "tip:3"]),
    ],
)
def test_several_places(question: str, references: list[str]) -> None:
    assert [one.reference for one in treaty_citations_in(question)] == references


@pytest.mark.parametrize(("name", "short"), [("untoc", "UNTOC"), ("tip", "TIP"), ("som", "SOM"), ("fap", "FAP")])
def test_every_paragraph_of_every_instrument_can_be_cited(name: str, short: str) -> None:
    for reference in instruments()[name].references:
        parts = "".join(f"({part})" for part in reference.paragraph)
        for question in (f"{short} {reference.article}{parts}", f"article {reference.article}{parts} of {short}"):
            found = treaty_citation(question)
            assert found is not None, question
            assert found.reference == str(reference)


# National laws

NATIONAL = [
    # question, number, law, State, year
    ("Criminal Code 467.11 Canada", "467.11", "Criminal Code", "CAN", None),
    ("Canada Criminal Code section 467.11", "467.11", "Criminal Code", "CAN", None),
    ("art 416-bis codice penale", "416-bis", "codice penale", None, None),
    ("art. 416-bis c.p.", "416-bis", "c.p.", "ITA", None),
    ("s. 3 Bribery Act 2010", "3", "Bribery Act", None, 2010),
    ("section 1 Bribery Act 2010 UK", "1", "Bribery Act", "GBR", 2010),
    ("18 U.S.C. 1961", "1961", "18 U.S.C.", "USA", None),
    ("18 USC § 1956(a)(1)", "1956(a)(1)", "18 USC", "USA", None),
    ("Código Penal art. 177 bis España", "177 bis", "Código Penal", "ESP", None),
    ("§ 129a StGB Österreich", "129a", "StGB", "AUT", None),
    ("§ 129 a StGB Deutschland", "129 a", "StGB", "DEU", None),
    ("UAPA s 15", "15", "UAPA", "IND", None),
    ("UAPA 15", "15", "UAPA", "IND", None),
    ("302 IPC", "302", "IPC", "IND", None),
    ("Indian Penal Code 370", "370", "Penal Code", "IND", None),
    ("Ley 25.246 art 5", "5", "Ley 25.246", None, None),
    ("Republic Act 9165 section 5", "5", "Republic Act 9165", None, None),
    ("L. 425-1 code monétaire et financier", "L. 425-1", "code monétaire et financier", None, None),
    ("article 5 of the Criminal Code of Canada", "5", "Criminal Code", "CAN", None),
    ("article 5 Kenya", "5", "", "KEN", None),
    ("467.11 Canada", "467.11", "", "CAN", None),
    ("rikoslaki 17 luku 1 a §", "1 a", "rikoslaki 17 luku", None, None),
    ("220. madde Türk Ceza Kanunu", "220", "Türk Ceza Kanunu", None, None),
    ("ст. 210 УК РФ", "210", "УК РФ", "RUS", None),
    ("статья 127.1 Уголовного кодекса Российской Федерации", "127.1", "Уголовного кодекса", "RUS", None),
    ("المادة 291 قانون العقوبات مصر", "291", "قانون العقوبات", "EGY", None),
    ("中华人民共和国刑法第二百九十四条", "294", "刑法", "CHN", None),
    ("日本 刑法第197条の2", "197-2", "刑法", "JPN", None),
    ("형법 제114조 대한민국", "114", "형법", "KOR", None),
]
NO_LAW = [
    "", "article 5", "section 467.11", "article 5 corruption", "5 years imprisonment", "Criminal Code 5 years",
    "5 years imprisonment Criminal Code", "Kenya 5 years imprisonment", "POCA 2002", "Bribery Act 2010",
    "Criminal Code Canada 1985", "Act 5 of 1998", "Ley 25.246", "Lei 9.613/1998", "Law No. 16 of 2020",
    "trafficking law Kenya", "10 laws on trafficking", "Kenya's 5 laws", "1.5 million Canada", "12 victims in Spain",
    "maximum fine 10000 dollars Penal Code", "12/03/2010 Criminal Code", "article 5 UNTOC Canada", "3 Bribery Act",
    "UNTOC 5 Criminal Code", "AML 5", "the 3 phases of money laundering",
]  # fmt: skip


@pytest.mark.parametrize(("question", "number", "law", "state", "year"), NATIONAL)
def test_a_provision_of_a_law(question: str, number: str, law: str, state: str | None, year: int | None) -> None:
    found = national_citation(question)
    assert found is not None
    assert (found.number, found.law, found.state, found.year) == (number, law, state, year)
    written = question[found.start : found.end]
    assert written == number or written.startswith(("第", "제"))


@pytest.mark.parametrize("question", NO_LAW)
def test_no_provision_of_a_law(question: str) -> None:
    assert national_citation(question) is None


def test_a_short_form_of_several_states_leaves_the_state_open() -> None:
    found = national_citation("§ 129 StGB")
    assert found is not None
    assert (found.state, found.states[0]) == (None, "DEU")
    assert set(found.states) == {"DEU", "AUT", "CHE", "LIE"}


def test_two_states_leave_the_state_open() -> None:
    found = national_citation("article 5 penal code Kenya Uganda")
    assert found is not None
    assert (found.state, found.states) == (None, ("KEN", "UGA"))


@given(st.text(st.sampled_from("§第条1l 59.(-)a:/"), max_size=40) | st.text(max_size=60))
def test_citations_stand_in_the_question(question: str) -> None:
    for words in (question, f"UNTOC {question}", f"{question} Criminal Code Kenya"):
        for one in treaty_citations_in(words):
            assert exists(one.reference)
            assert 0 <= one.start < one.end <= len(words)
        law = national_citation(words)
        if law is not None:
            assert 0 <= law.start < law.end <= len(words)
            assert law.number
            assert set(law.states) <= set(states())


@pytest.mark.parametrize("piece", ["1-1-", "(1)", "§ 1", "UNTOC 5, ", "art. 5 ", "protocol ", "18 U.S.C. "])
def test_a_pasted_page_takes_no_minutes(piece: str) -> None:
    page = (piece * 2_000)[:2_000]
    begun = time.monotonic()
    treaty_citations_in(page)
    national_citation(page)  # "1-1-" once took two minutes: every split of the number was tried
    assert time.monotonic() - begun < 20


# The words


@pytest.mark.parametrize(
    ("written", "expected"),
    [("18", 18), ("٥", 5), ("五", 5), ("十", 10), ("十八", 18), ("二十", 20), ("二百九十四", 294), ("一百零五", 105),
     ("一百一十", 110), ("一千二百", 1200), ("二〇", 20)],
)  # fmt: skip
def test_numbers(written: str, expected: int) -> None:
    assert value(written) == expected


@pytest.mark.parametrize("written", ["", "x", "1x", "五x", "5五"])
def test_no_numbers(written: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        value(written)


@given(st.text(HAN, min_size=1, max_size=6))
def test_any_han_characters_have_a_value(written: str) -> None:
    assert value(written) >= 0


def test_a_broken_file_of_words_is_named(tmp_path: Path) -> None:
    file = tmp_path / "citation_words.yaml"
    file.write_text(corpus_file("citation_words.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert load_citation_words(file).law.search("bribery act")
    file.write_text("law_words: []\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"citation_words\.yaml.*law_words"):
        load_citation_words(file)
