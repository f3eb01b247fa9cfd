"""The language of laws and provisions: declared, script, detectors; contradictions; the same answer every time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from deposit_maker import ENGLISH, FRENCH

from ingest.document import Remark
from ingest.language import UNREADABLE, Language, ProvisionLanguages, detect, law_language, script_of
from ingest.reading import ReadingTask, read_deposit

GERMAN = (
    "Wer eine Laterne löscht, um ein Boot zu verbergen, wird mit einer Geldstrafe bestraft. Der Wächter des Hafens "
    "verwahrt das Öl, bis das Gericht über seine Verwendung entschieden hat. Jeder Wächter zündet die Laterne vor dem "
    "Untergang der Sonne an und bleibt bei ihr bis zum Morgen, sofern nicht ein anderer Wächter ihn ablöst oder der "
    "Hafen im Winter geschlossen ist."
)
GREEK = "Κάθε φύλακας του λιμανιού ανάβει το φανάρι πριν από τη δύση του ηλίου και το προσέχει μέχρι το πρωί."
RUSSIAN = "Каждый хранитель гавани зажигает фонарь до захода солнца и следит за ним до самого утра со своим помощником."
UKRAINIAN = (
    "Кожен охоронець гавані запалює ліхтар до заходу сонця і стежить за ним аж до ранку разом зі своїм помічником."
)
ARABIC = "على كل حارس ميناء أن يضيء الفانوس قبل غروب الشمس وأن يسهر عليه حتى الصباح مع مساعده في كل ليلة من ليالي السنة"
JAPANESE = "港の番人は、日が沈む前に灯火をともし、翌朝まで見守らなければならない。"
CHINESE = "港口的看守人应当在日落之前点燃灯火，并且看守到第二天早晨。看守人可以有一名助手。"
HINDI = "प्रत्येक बंदरगाह का रक्षक सूर्यास्त से पहले दीपक जलाएगा और सुबह तक उसकी देखभाल करेगा।"
TIGRINYA = "ነፍሲ ወከፍ ሓላዊ ወደብ ቅድሚ ዕራርቦ ጸሓይ ፋኑስ ከብርህ ኣለዎ።"
GARBLED = "d‡√q ∑fK W‡OL»d ≠{n qI©ô W«d?GË √b?«'« …e‡ÊuU b|eB W‡M≤≤ ÊuU«s XK∏dF " * 20


def of_law(declared: str | None, *texts: str) -> tuple[Language, list[Remark]]:
    remarks: list[Remark] = []
    return law_language(declared, texts, remarks, "law.txt"), remarks


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", ""), ("467.11 (2)", ""), (ENGLISH, "LATIN"), (FRENCH, "LATIN"), (GREEK, "GREEK"), (RUSSIAN, "CYRILLIC"),
        (ARABIC, "ARABIC"), (JAPANESE, "KANA"), (CHINESE, "CJK"), (HINDI, "DEVANAGARI"),
        (f"UNTOC {GREEK} (EU)", "GREEK"),
    ],
)  # fmt: skip
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"), (FRENCH, "fr"), (GERMAN, "de"), (GREEK, "el"), (RUSSIAN, "ru"), (UKRAINIAN, "uk"),
        (ARABIC, "ar"), (JAPANESE, "ja"), (CHINESE, "zh"), (HINDI, "hi"), ("§ 12 (3)", "und"), ("", "und"),
    ],
)  # fmt: skip
def test_detection_without_a_declaration(text: str, code: str) -> None:
    assert detect(text).code == code
    assert of_law(None, text) == (detect(text), [])
    assert of_law("und", text)[0].code == code


@pytest.mark.parametrize(
    ("declared", "text", "method"),
    [
        ("en", ENGLISH, "declared+detectors"), ("de", GERMAN, "declared+detectors"), ("el", GREEK, "declared+script"),
        ("hi", HINDI, "declared+script"), ("ja", JAPANESE, "declared+script"), ("ar", ARABIC, "declared+detectors"),
        ("ti", TIGRINYA, "declared+script"),  # no detector knows it; the script allows it
        ("en", "Repealed.", "declared"), ("en", "§ 12", "declared+script"), ("sr", RUSSIAN, "declared+script"),
    ],
)  # fmt: skip
def test_a_declaration_that_fits_stands(declared: str, text: str, method: str) -> None:
    found, remarks = of_law(declared, text)
    assert (found.code, remarks) == (declared, [])
    assert found.method in (method, "declared", "declared+detectors")
    assert found.confidence >= 0.7


@pytest.mark.parametrize(
    ("declared", "text", "taken"),
    [
        ("en", GREEK, "el"), ("fr", RUSSIAN * 3, "ru"), ("ja", CHINESE, "zh"), ("ar", ENGLISH, "en"),
        ("en", FRENCH, "fr"), ("fr", GERMAN, "de"),
    ],
)  # fmt: skip
def test_a_declaration_that_the_words_contradict_is_a_warning(declared: str, text: str, taken: str) -> None:
    found, remarks = of_law(declared, text)
    assert found.code == taken
    (remark,) = remarks
    assert remark.place == "law.txt"
    assert f"declared as '{declared}'" in remark.message
    assert f"'{taken}'" in remark.message


def test_few_words_do_not_contradict_a_declaration() -> None:
    assert of_law("fr", "The keeper of the harbour shall light it.")[0].code == "fr"


@pytest.mark.parametrize("declared", ["ar", "en", "ru"])
def test_letters_that_are_no_words_are_unreadable_in_the_declared_language(declared: str) -> None:
    found, remarks = of_law(declared, GARBLED)
    assert found == Language(declared, UNREADABLE, 0.0)
    assert "unreadable" in remarks[0].message
    own = ProvisionLanguages(found, [GARBLED] * 8)
    assert own.of(GARBLED) == Language(declared, f"law:{UNREADABLE}", 0.0)


def test_near_languages_are_no_contradiction() -> None:
    for declared, text in (("nb", "Enhver vokter av en havn skal tenne lykten før solen går ned og våke over den. " * 9),
                           ("uk", UKRAINIAN * 3), ("hr", "Svaki čuvar luke pali svjetiljku prije zalaska sunca. " * 9)):  # fmt: skip
        found, remarks = of_law(declared, text)
        assert (found.code, remarks) == (declared, [])


def test_the_provisions_of_a_law_in_two_languages_are_told_apart() -> None:
    english = [part for part in ENGLISH.split("\n") if len(part) > 60]
    french = [part for part in FRENCH.split("\n") if len(part) > 60]
    texts = [f"{text} {text} {text}" for pair in zip(english, french, strict=False) for text in pair] * 3
    law, _ = of_law("en", *texts)
    assert law.code == "en"
    languages = ProvisionLanguages(law, texts)
    assert [languages.of(text).code for text in texts] == ["en", "fr"] * (len(texts) // 2)


def test_a_provision_in_another_script_has_its_own_language() -> None:
    texts = [ENGLISH] * 6 + [GREEK * 2]
    law, _ = of_law("en", *texts)
    languages = ProvisionLanguages(law, texts)
    assert languages.of(GREEK * 2) == Language("el", "script", 0.99)
    assert languages.of(ENGLISH) == Language("en", "law:declared+detectors", 0.99)
    assert languages.of("Repealed.").code == "en"
    assert languages.of("(12)").code == "en"


SCRIPT = """
import json, sys
from ingest.language import ProvisionLanguages, detect, law_language
texts = json.load(sys.stdin)
found = [detect(text) for text in texts]
found += [detect(text[:60]) for text in texts]
law = law_language("en", texts, [], "")
found += [law, *map(ProvisionLanguages(law, texts).of, texts)]
print([(f.code, f.method, f.confidence) for f in found])
"""


def test_the_same_words_give_the_same_answer_in_every_process() -> None:
    texts = json.dumps([ENGLISH, FRENCH, GERMAN, RUSSIAN, UKRAINIAN, ARABIC, "Repealed", "lex specialis derogat"] * 2)
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT], input=texts, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(__file__).parent.parent)},
        ).stdout
        for seed in (1, 2)
    ]  # fmt: skip
    assert runs[0] == runs[1]
    found = json.loads(runs[0].replace("(", "[").replace(")", "]").replace("'", '"'))
    assert found[:8] == found[8:16]


@pytest.mark.corpus
def test_the_language_of_every_real_law_is_found(corpus_dir: Path) -> None:
    """With the declaration, and without it from the words alone (a sample of each law, as for a new source)."""
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for meta in sorted(corpus_dir.glob("*/*/meta.json")):
        facts = json.loads(meta.read_text(encoding="utf-8"))
        if meta.parent.name == "law-22-2022-migrant-smuggling" or seen[facts["language"]] >= 2:
            continue
        seen[facts["language"]] += 1
        read = read_deposit(ReadingTask(meta.parent, lambda law: [()] * len(law.provisions)))
        best = read.renderings[0]
        texts = [draft.text for draft in best.file.drafts]
        alone = law_language(None, texts, [], "")
        as_found = "nn" if (alone.code, facts["language"]) == ("nb", "nn") else alone.code  # as near as can be
        if best.language.code != facts["language"] or as_found != facts["language"]:
            wrong.append(f"{meta.parent.name}: {facts['language']}, {best.language.code}, {alone.code}")
        assert not any("declared as" in remark.message for remark in read.remarks if remark.place == best.file.name)
    assert len(seen) >= 16
    assert wrong == []
