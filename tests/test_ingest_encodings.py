"""Text in any encoding, declared rightly, wrongly or not at all; and texts that nobody can read."""

from __future__ import annotations

from pathlib import Path

import pytest
from deposit_maker import ENGLISH, FRENCH, lines_of, make_deposit, opened, take_in
from pdf_maker import Page, pdf_of

from ingest.pdf import recognition

RUSSIAN = """\
Статья 1. Хранители
Каждый хранитель гавани зажигает фонарь до захода солнца и следит за ним до самого утра вместе со своим помощником.

Статья 2. Погашенный фонарь
Тот, кто гасит фонарь для того, чтобы скрыть лодку, наказывается штрафом, который назначает судья этой гавани.

Статья 3. Масло
Масло, которым был зажжён ложный фонарь, изымается хранителем и продаётся в пользу соседней гавани и её жителей.
"""
JAPANESE = """\
第一条　港の番人は、日が沈む前に灯火をともし、翌朝まで見守らなければならない。番人は助手を置くことができる。

第二条　舟を隠すために灯火を消した者は、罰金に処する。灯火を消そうとした者も、同様とする。

第三条　偽りの灯火をともすために用いた油は、番人が没収し、港のために売るものとする。
"""
CHINESE = """\
第一條　港口的看守人應當在日落之前點燃燈火，並且看守到第二天早晨。看守人可以有一名助手。

第二條　為了隱藏船隻而熄滅燈火的人，處以罰款。試圖熄滅燈火的人，適用同樣的規定。

第三條　用來點燃虛假燈火的油，由看守人沒收，並為港口的利益出售。
"""
ARABIC = """\
المادة 1
على كل حارس ميناء أن يضيء الفانوس قبل غروب الشمس وأن يسهر عليه حتى الصباح مع مساعده.

المادة 2
كل من أطفأ الفانوس لكي يخفي قاربا يعاقب بغرامة يحددها قاضي الميناء في البلدة المجاورة.

المادة 3
الزيت الذي استعمل في إضاءة فانوس كاذب يصادره الحارس ويباع لمنفعة الميناء وأهله.
"""
GARBLED = "\n".join(f"d‡√q ∑fK{n} W‡OL»d ≠{n} qI©ô W«d?GË √b?«'« …e‡ÊuU b|eB W‡M≤≤ ÊuU«s XK∏dF" for n in range(40))


def page(text: str, declared: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.splitlines() if line)
    return f'<html><head><meta charset="{declared}"><title>Act</title></head><body>\n{paragraphs}</body></html>'


@pytest.mark.parametrize(
    ("text", "language", "encoding", "declared"),
    [
        (FRENCH, "fr", "utf-8", "utf-8"),
        (FRENCH, "fr", "utf-8", "iso-8859-1"),
        (FRENCH, "fr", "iso-8859-1", "utf-8"),
        (FRENCH, "fr", "cp1252", "iso-8859-1"),
        (FRENCH, "fr", "cp1252", "no-such-encoding"),
        (FRENCH, "fr", "cp1252", "idna"),
        (FRENCH, "fr", "cp1252", "undefined"),
        (FRENCH, "fr", "cp1252", "hex"),
        (FRENCH, "fr", "utf-16", "utf-8"),
        (FRENCH, "fr", "utf-16-le", "utf-16"),
        (FRENCH, "fr", "utf-16-be", "utf-16"),
        (RUSSIAN, "ru", "cp1251", "windows-1251"),
        (RUSSIAN, "ru", "cp1251", "utf-8"),
        (RUSSIAN, "ru", "koi8-r", "koi8-r"),
        (RUSSIAN, "ru", "utf-16", "utf-8"),
        (JAPANESE, "ja", "shift-jis", "shift_jis"),
        (JAPANESE, "ja", "shift-jis", "utf-8"),
        (JAPANESE, "ja", "euc-jp", "euc-jp"),
        (CHINESE, "zh", "big5", "big5"),
        (CHINESE, "zh", "gb18030", "gb2312"),
        (ARABIC, "ar", "cp1256", "windows-1256"),
        (ARABIC, "ar", "cp1256", "utf-8"),
    ],
)
def test_a_page_in_any_encoding(tmp_path: Path, text: str, language: str, encoding: str, declared: str) -> None:
    """The declared encoding counts unless the bytes contradict it; then UTF-8 or the usual one of the language."""
    text = text.replace("’", "'")
    files: dict[str, bytes | str] = {"law.html": page(text, declared).encode(encoding)}
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", language=language, files=files))
    assert (report.laws, report.failed) == (1, [])
    lines = lines_of(tmp_path / "library")
    found = "".join(f"{line['heading']}{line['text']}" for line in lines)
    for sentence in (line for line in text.splitlines() if len(line) > 60):
        assert sentence[8:40] in found
    assert {line["language"] for line in lines} == {language}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_plain_text_that_declares_nothing(tmp_path: Path, encoding: str) -> None:
    files: dict[str, bytes | str] = {"law.txt": FRENCH.encode(encoding)}
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", language=None, files=files))
    assert (report.laws, report.provisions, report.failed) == (1, 3, [])
    assert "éteint une lanterne afin de" in lines_of(tmp_path / "library")[1]["text"]


def test_shift_jis_that_declares_nothing_is_found(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"law.txt": (JAPANESE * 4).encode("shift-jis")}
    take_in(tmp_path / "library", make_deposit(tmp_path / "law", language=None, state="JPN", files=files))
    assert "灯火をともし" in "".join(line["text"] for line in lines_of(tmp_path / "library"))


def held(library: Path) -> tuple[str, str, str]:
    """Language, method and source file of the one version that is held."""
    with opened(library) as found:
        (version,) = found.catalogue.current_versions()
    return version.language, version.language_method, version.sources[0].file


def test_a_readable_record_comes_before_text_that_nobody_can_read(tmp_path: Path) -> None:
    record = page(
        "فانوس الميناء: قانون رقم أربعة لسنة ألفين وعشرين بشأن الفوانيس والموانئ، نشر في الجريدة الرسمية.",
        "utf-8",
    )
    files: dict[str, bytes | str] = {
        "law.txt": GARBLED, "record.html": record, "law.pdf": pdf_of(Page(picture=True))
    }  # fmt: skip
    folder = make_deposit(tmp_path / "law", language="ar", files=files)
    report = take_in(tmp_path / "library", folder)
    assert (report.laws, report.failed) == (1, [])
    language, method, file = held(tmp_path / "library")
    assert (language, file) == ("ar", "record.html")
    assert "unreadable" not in method
    said = {w["path"].removeprefix(f"{folder}: "): w["message"] for w in report.warnings}
    assert "unreadable" in said["law.txt"]
    assert "needs OCR" in said["law.pdf, page 1"]
    last = said["law.txt, law.pdf"]
    assert last.startswith("unread: OCR or a readable copy is needed. Only the words of record.html are held")
    assert "√" not in "".join(line["text"] for line in lines_of(tmp_path / "library"))


def test_a_text_that_nobody_can_read_is_held_in_its_declared_language_and_says_so(tmp_path: Path) -> None:
    folder = make_deposit(tmp_path / "law", language="ar", files={"law.txt": GARBLED})
    report = take_in(tmp_path / "library", folder)
    assert (report.laws, report.failed) == (1, [])
    assert held(tmp_path / "library") == ("ar", "declared:unreadable", "law.txt")
    assert {line["language"] for line in lines_of(tmp_path / "library")} == {"ar"}
    (warning,) = [w for w in report.warnings if "unreadable" in w["message"]]
    assert warning["message"].endswith("it needs OCR or a readable copy")
    # A readable copy takes its place in the same language.
    make_deposit(folder, language="ar", files={"law.txt": ARABIC})
    assert take_in(tmp_path / "library", folder).versions == 1
    assert held(tmp_path / "library")[1] == "declared+detectors"
    assert "الفانوس" in lines_of(tmp_path / "library")[0]["text"]


def test_numbered_provisions_that_nobody_can_read_do_not_come_before_readable_ones(tmp_path: Path) -> None:
    garbled = "\n\n".join(f"Article {n}\n{line}" for n, line in enumerate(GARBLED.splitlines(), 1))
    files: dict[str, bytes | str] = {"broken.txt": garbled, "law.txt": ARABIC}
    take_in(tmp_path / "library", make_deposit(tmp_path / "law", language="ar", files=files))
    assert held(tmp_path / "library")[2] == "law.txt"


def test_the_declared_language_comes_before_more_words_in_another(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "notes.txt": " ".join(ENGLISH.replace("Section", "Of").split()) * 5,
        "record.txt": " ".join(FRENCH.replace("Article", "De l'").split()),
    }  # fmt: skip
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", language="fr", files=files))
    assert report.versions == 1
    assert held(tmp_path / "library")[::2] == ("fr", "record.txt")


@pytest.mark.parametrize(
    ("tesseract", "what"),
    [
        (None, "install tesseract: apt-get install tesseract-ocr tesseract-ocr-eng"),
        ("eng", "character recognition found no words that it is sure of"),
        ("fra", "install tesseract's data for this language: apt-get install tesseract-ocr-eng"),
    ],
)
def test_a_scan_alone_is_held_unread_with_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tesseract: str | None, what: str
) -> None:
    models = None if tesseract is None else frozenset((tesseract,))
    monkeypatch.setattr(recognition, "installed_models", lambda: models)
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = make_deposit(tmp_path / "law", files={"law.pdf": pdf_of(Page(picture=True), Page(picture=True))})
    report = take_in(tmp_path / "library", folder)
    assert (report.laws, report.failed) == (1, [])
    assert report.unread[0]["reason"] == f"law.pdf, pages 1-2: no text layer, it needs OCR: {what}"
