"""The words of a text are the same whether it is indexed, asked or highlighted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import chunks, located_words, segments, spaced_words
from index.folding import ChunkCache, fold
from index.numbers import asked_number_key, number_key, printed_number_keys
from index.stemming import STEMMED_LANGUAGES, is_function_word, stemmed_text, stems_in, stems_of

LETTERS = "aIİıßÉe\u0301ﬁ½№¹٤ 犯罪集团。，ﾎﾞｰﾄがか\u3099각\u1100\u1161ที่กำเแजा\u094dमَةأى\u0640\u200c\u00ad-co.\"'"
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=LETTERS),
    st.text(alphabet="co-re pre'L."),
    st.text(alphabet="обʼ'’єктиьйїщ דוחה״\"םןושל·lŀŁßşţ團団团が한국의"),
    st.text(alphabet="verungsheitskommsgesetzes waffenhandel 1½٣"),
)


@given(text=TEXTS)
def test_located_words_are_the_indexed_words(text: str) -> None:
    located = [word for _, chunk in chunks(text) for word in located_words(chunk)]
    assert [word.token for word in located] == spaced_words(text).split()


@given(text=TEXTS)
def test_words_stand_within_their_text_and_in_order(text: str) -> None:
    for start, chunk in chunks(text):
        assert text[start : start + len(chunk)] == chunk
        words = located_words(chunk)
        assert all(0 <= word.start < word.end <= len(chunk) for word in words)
        assert [word.start for word in words] == sorted(word.start for word in words)


@given(text=TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    for chunk in text.split():
        assert fold(fold(chunk).replace(" ", "-").replace("-", ".")).split() == fold(chunk).split()


@given(text=TEXTS, language=st.sampled_from(sorted(STEMMED_LANGUAGES)))
def test_the_stems_of_a_text_are_those_of_its_chunks(text: str, language: str) -> None:
    in_order, of_parts = [], []
    for chunk in text.split():
        found = stemmed_text(chunk, language).split()
        own = len(stems_of(chunk, language)) or len(found)
        in_order += found[:own]
        of_parts += found[own:]
    assert stemmed_text(text, language).split() == in_order + of_parts


MARKS = {"nb": "no", "nn": "no", "sr": "hr", "bs": "hr", "ms": "id"}


@given(text=TEXTS, language=st.sampled_from(sorted(STEMMED_LANGUAGES)))
def test_a_stem_has_letters_and_its_mark_and_nothing_else(text: str, language: str) -> None:
    mark = f"~{MARKS.get(language, language)}"
    stems = [*stemmed_text(text, language).split(), *stems_of(text, language), *stems_in(text, language)]
    for stem in stems:
        letters = stem.removesuffix(mark)
        assert letters != stem
        assert letters
        assert not letters.isnumeric()
        assert not any(c.isspace() or c == "~" for c in letters)
    assert is_function_word(text, language) in (True, False)


def test_stems_stand_in_the_order_of_the_words_without_the_numbers() -> None:
    text = "Whoever traffics 3 firearms, or 12 parts of firearms"
    assert stemmed_text(text, "en").split() == [
        f"{stem}~en" for stem in ("whoever", "traffick", "firearm", "or", "part", "of", "firearm")
    ]


def test_the_parts_of_compounds_follow_the_stems_of_the_words() -> None:
    words, parts = stemmed_text("Die Geldwäschebekämpfung gelingt", "de").split()[:3], ["geldwasch~de", "bekampf~de"]
    assert words == ["die~de", "geldwaschebekampf~de", "gelingt~de"]
    assert stemmed_text("Die Geldwäschebekämpfung gelingt", "de").split()[3:] == parts
    assert stems_of("Geldwäschebekämpfung", "de") == ("geldwaschebekampf~de",)
    assert stems_in("Geldwäschebekämpfung", "de") == ("geldwaschebekampf~de", *parts)


@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("de", "Ermittlungsverfahren", "Ermittlung Verfahren"),
        ("de", "Menschenhandelsopfern", "Menschenhandel Opfer"),
        ("de", "Schusswaffenverbots", "Schusswaffe Waffe Verbot"),
        ("nl", "mensenhandelzaken", "mensenhandel zaak"),
        ("nl", "identiteitsbewijs", "identiteit bewijs"),
        ("da", "våbenbesiddelsen", "våben besiddelse"),
        ("nb", "korrupsjonsforbudet", "korrupsjon forbud"),
        ("sv", "penningtvättsbrottet", "penningtvätt brott"),
        ("et", "rahapesuvastane", "rahapesu"),
        ("fi", "rahanpesurikos", "rahanpesu"),
    ],
)
def test_a_compound_is_found_by_its_parts(language: str, word: str, parts: str) -> None:
    wanted = {stem for part in parts.split() for stem in stems_of(part, language)}
    assert wanted <= set(stems_in(word, language))
    assert wanted.isdisjoint(stems_of(word, language))


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("de", "misshandelten"),
        ("de", "erschöpfende"),
        ("de", "Eigenschaft"),
        ("de", "eingerichtete"),
        ("de", "Verordnungen"),
        ("nl", "maatregelen"),
        ("da", "forårsager"),
        ("sv", "behandling"),
        ("en", "moneylaundering"),
    ],
)
def test_a_word_that_is_no_sure_compound_stays_whole(language: str, word: str) -> None:
    assert stems_in(word, language) == stems_of(word, language)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Été à 5,5 %", "l ete a 5 5"),
        ("Straße İl ILI Łódź Ærø", "strasse il ili lodz aero"),
        ("犯罪 罪", "犯罪 罪 罪"),
        ("犯罪集团", "犯罪 罪集 集团 团"),
        ("第5条", "第 5 条"),
        ("أُمّة إلى آل مؤسسة", "امه الي ال موسسه"),
        ("co-operation re-entry pre-trial anti-money", "cooperation reentry pretrial anti money"),
        ("133¹ and 133^1", "133 1 and 133 1"),
        ("об'єкт об’єкт обʼєкт", "обєкт обєкт обєкт"),
        ('דו"ח דו״ח צה״ל', "דוח דוח צהל"),
        ("col·laborar coŀlaborar", "collaborar collaborar"),
        ("l'arma d’or", "l arma d or"),
        ("團體罰則 団体罰則", "团体 体罚 罚则 则 团体 体罚 罚则 则"),
        ("辯護士 弁護士", "辩护 护士 士 辩护 护士 士"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert spaced_words(text).split() == words.split()


def test_a_run_in_a_query_may_go_on_in_the_text() -> None:
    assert [s.tokens for s in segments("犯罪集团 a罪")] == [("犯罪", "罪集", "集团"), ("a",), ("罪",)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أسلحة إسلحة آسلحة ٱسلحة", "اسلحة"),  # alef with its signs
        ("مصطفى", "مصطفي"),  # ya without dots
        ("جريمة", "جريمه"),  # ta marbuta
        ("العُقُوبَة", "العقوبة"),  # vowel signs
        ("قانـــون", "قانون"),  # tatweel
        ("مسئول مسؤول", "مسيول مسوول"),  # the seat of hamza, as far as it is one
        ("١٢٣٤٥٦٧٨٩٠", "1234567890"),
        ("۱۲۳۴۵۶۷۸۹۰", "1234567890"),
        ("قاضی کشور", "قاضي كشور"),  # Persian ya and kaf
        ("می\u200cشود", "میشود"),
    ],
)
def test_arabic_letters_that_are_one(one: str, other: str) -> None:
    assert {fold(word) for word in one.split()} == {fold(word) for word in other.split()}


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("범죄단체의", "범죄 죄단 단체"),
        ("범죄단체에서는", "범죄 죄단 단체"),
        ("처벌한다", "처벌"),
        ("몰수를", "몰수"),
        ("국가", "국가"),
        ("회의", "회의"),
    ],
)
def test_a_korean_word_is_asked_without_its_particle(asked: str, first: str) -> None:
    (segment,) = segments(asked)
    assert segment.tokens == tuple(first.split())
    assert set(segment.tokens) <= set(spaced_words(asked).split())


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "organise organized organisation organizations"),
        ("ar", "المنظمات منظمة والمنظمة منظمات"),
        ("el", "οργάνωση ΟΡΓΑΝΩΣΗ οργανώσεις"),
        ("ru", "зачёт зачета"),
        ("tr", "örgüt örgütü ÖRGÜTLER"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    assert len({stems_of(form, language) for form in forms.split()}) == 1


def test_a_word_in_another_script_has_no_stem() -> None:
    assert stems_of("организация", "en") == ()
    assert stems_of("organisation", "ru") == ()
    assert stemmed_text("犯罪", "zh") == ""


FUNCTION_WORDS = {
    "en": "of the", "de": "und der", "fr": "de les", "es": "de los", "pt": "de os", "it": "di che", "nl": "van het",
    "da": "og af", "nb": "og av", "nn": "og av", "sv": "och av", "fi": "ja on", "hu": "és vagy", "ru": "и в",
    "cs": "který nebo KTERÉHO", "sk": "ktorý alebo", "pl": "który lub", "uk": "який або", "bg": "който или",
    "hr": "koji ili", "sr": "који или", "bs": "koji ili", "sl": "ki ali", "et": "ja või", "lt": "ir arba", "lv": "un vai",
    "is": "og eða", "ca": "els amb", "ro": "și sau", "el": "και του", "tr": "ve veya", "he": "את של", "ar": "من في",
    "fa": "از که", "hi": "के और", "id": "yang dan", "ms": "yang dan", "sw": "kwa au", "vi": "của và", "ta": "மற்றும் ஒரு",
}  # fmt: skip
NOT_FUNCTION_WORDS = {
    "en": "band", "cs": "soud", "sk": "súd", "pl": "sąd", "uk": "суд", "bg": "съд", "hr": "sud", "et": "kohus",
    "ca": "arma", "he": "נשק", "sl": "sodišče", "id": "senjata", "ar": "سلاح", "vi": "tội", "el": "of", "tr": "suç",
    "fa": "سلاح", "hi": "अपराध", "sw": "silaha", "is": "vopn", "lt": "ginklas", "lv": "ierocis", "ro": "armă",
}  # fmt: skip


def test_every_language_with_stems_has_its_function_words() -> None:
    assert FUNCTION_WORDS.keys() == STEMMED_LANGUAGES - {"no"}
    missing = [
        (lang, w) for lang, words in FUNCTION_WORDS.items() for w in words.split() if not is_function_word(w, lang)
    ]
    assert missing == []
    assert [(lang, word) for lang, word in NOT_FUNCTION_WORDS.items() if is_function_word(word, lang)] == []
    assert not is_function_word("的", "zh")


def test_what_is_remembered_is_bounded() -> None:
    cache = ChunkCache(str.upper, most=3)
    assert [cache[letter] for letter in "abcdefa"] == list("ABCDEFA")
    assert len(cache) <= 3


def test_numbers() -> None:
    same = ["416-bis", "416 bis", "416bis", "416.BIS", "§ 416 bis."]
    assert {number_key(number) for number in same} == {"416bis"}
    assert printed_number_keys("2:17") == ("2:17", "17")
    assert printed_number_keys("") == ()
    assert asked_number_key("5(1)(a)") == "5"
    assert [asked_number_key(word) for word in ("bands", "covid-19", "2nd-hand", "1,000", "")] == [None] * 5
