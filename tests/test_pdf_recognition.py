"""Character recognition: with tesseract where it is installed, and with a program that only says what it would."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pdf_maker import Page, pdf_of
from pdf_making import printed
from pdf_making.laws import invent
from pdf_making.measure import characters_right
from pdf_making.scans import scan_of

from ingest.pdf import recognition
from ingest.pdf.places import Place
from ingest.pdf.quality import Origin
from ingest.pdf.quotes import boxes_of_quote
from ingest.pdf.recognition import Missing, Model, model_for
from ingest.readers.pdf import read
from ingest.source import Source
from ingest.split.splitting import split

LINES = (
    "Section 1. Lanterns",
    "The warden keeps a book of every lantern and shows it to the court.",
    "Section 2. Boats",
    "Whoever hides boats at night pays 25,000 crowns before 1 March 2031.",
)
HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    recognition.installed_models.cache_clear()
    yield
    recognition.installed_models.cache_clear()


def held(*names: str) -> bool:
    recognition.installed_models.cache_clear()
    return set(names) <= (recognition.installed_models() or set())


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program named tesseract before all others, which prints what it is given."""

    def put(script: str) -> None:
        file = tmp_path / "tesseract"
        file.write_text(
            f'#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "List (2):\\neng\\nara\\n"; exit; fi\n{script}'
        )
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        recognition.installed_models.cache_clear()

    return put


def table(*words: tuple[str, int, int, float]) -> str:
    """What tesseract prints for words of a line each: text, left, top, confidence."""
    rows = [
        f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{20 * len(text)}\t40\t{confidence}\t{text}"
        for line, (text, left, top, confidence) in enumerate(words)
    ]
    return "cat > /dev/null\ncat <<'END'\n" + "\n".join([HEADER, *rows]) + "\nEND\n"


def test_what_has_to_be_installed_is_named_by_its_package(program: Callable[[str], None]) -> None:
    program("exit 1")
    assert model_for("ar") == Model("ara")
    assert model_for("") == Model("eng")
    assert model_for("sw") == Missing("install tesseract's data for this language: apt-get install tesseract-ocr-swa")
    assert model_for("zh", "HKG") == Missing(
        "install tesseract's data for this language: apt-get install tesseract-ocr-chi-tra"
    )


def test_without_the_program_it_is_named_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    recognition.installed_models.cache_clear()
    assert model_for("fr") == Missing("install tesseract: apt-get install tesseract-ocr tesseract-ocr-fra")


def test_words_confidences_and_doubts_are_kept(program: Callable[[str], None]) -> None:
    program(table(("Boats", 400, 300, 96.5), ("25,000", 400, 400, 61.0), ("2031", 400, 500, 97.0), ("|", 50, 900, 3.0)))
    document = read(Source("law.pdf", pdf_of(Page(picture=True)), {"language": "en"}))
    assert " ".join(block.text for block in document.blocks) == "Boats 25,000 2031"
    (page,) = document.pages
    assert page.origin is Origin.RECOGNISED
    assert [(word.text, word.confidence) for word in page.words] == [("Boats", 0.96), ("25,000", 0.61), ("2031", 0.97)]
    assert [word.text for word in page.doubts] == ["25,000"]
    assert page.score == page.confidence == pytest.approx(0.83, abs=0.02)
    (warning,) = document.warnings
    assert warning.place == "page 1"
    assert "character recognition, with a confidence of 82 %; 1 number is doubtful" in warning.message


def test_figures_in_brackets_among_arabic_words_are_put_in_the_order_of_reading(program: Callable[[str], None]) -> None:
    """Tesseract gives the words of a line as they are read, but what holds no letter as it stands from the left."""
    rows = [f"5\t1\t1\t1\t1\t{n}\t{left}\t300\t60\t40\t97.0\t{word}"
            for n, (word, left) in enumerate((("مادة", 800), (":)١٥(", 700)))]  # fmt: skip
    program("cat > /dev/null\ncat <<'END'\n" + "\n".join([HEADER, *rows]) + "\nEND\n")
    document = read(Source("law.pdf", pdf_of(Page(picture=True)), {"language": "ar"}))
    assert [block.text for block in document.blocks] == ["مادة (١٥):"]


def test_figures_in_arabic_are_doubtful_however_sure_the_program_is(program: Callable[[str], None]) -> None:
    program(table(("قارب", 400, 300, 97.0), ("٢٥", 400, 400, 97.0), ("2031", 400, 500, 97.0)))
    (page,) = read(Source("law.pdf", pdf_of(Page(picture=True)), {"language": "ar"})).pages
    assert [word.text for word in page.doubts] == ["٢٥", "2031"]


def test_the_pieces_of_a_line_stand_on_one_baseline(program: Callable[[str], None]) -> None:
    """The bracket of a mark that hangs before its words ends lower than they do."""
    lines = (
        ("(1) Boats are lit by night and moored by day.", 400),
        ("(2) Lanterns burn until the morning comes.", 460),
    )
    rows = []
    for place, (line, top) in enumerate(lines):
        mark, words = line.split(" ", 1)
        rows += [f"5\t1\t{place}1\t1\t1\t1\t300\t{top}\t50\t48\t96.0\t{mark}",
                 f"5\t1\t{place}2\t1\t1\t1\t450\t{top}\t900\t38\t96.0\t{words}"]  # fmt: skip
    program("cat > /dev/null\ncat <<'END'\n" + "\n".join([HEADER, *rows]) + "\nEND\n")
    document = read(Source("law.pdf", pdf_of(Page(picture=True)), {"language": "en"}))
    assert [block.text for block in document.blocks] == [line for line, _ in lines]


def test_running_heads_are_found_though_their_figures_and_a_word_are_misread(program: Callable[[str], None]) -> None:
    heads = ("Gazette of the Harbour No. 4 of 12 May 2O3l", "Gazctte of the Harbour No. A of l2 May 2031 7")
    pages = [
        table((head, 300, 100, 90.0), (line, 300, 400, 96.0)) for head, line in zip(heads, LINES[1::2], strict=True)
    ]
    program('if [ -e "$0.again" ]; then ' + pages[1] + '\nelse touch "$0.again"; ' + pages[0] + "\nfi")
    document = read(Source("law.pdf", pdf_of(Page(picture=True), Page(picture=True)), {"language": "en"}))
    assert sorted(block.text for block in document.blocks) == sorted(LINES[1::2])


@pytest.mark.parametrize("upwards", [False, True])
def test_a_page_that_is_set_sideways_is_read_line_by_line(program: Callable[[str], None], upwards: bool) -> None:
    lines = ("Boats are lit by night.", "Lanterns burn until morning.")
    rows = []
    for place, line in enumerate(lines):
        start, across = 300, 200 + 60 * place
        for word in line.split():
            length = 22 * len(word)
            left, top = (across, 3000 - start - length) if upwards else (2000 - across, start)
            rows.append(f"5\t1\t1\t1\t{place}\t1\t{left}\t{top}\t40\t{length}\t96.0\t{word}")
            start += length + 15
    program("cat > /dev/null\ncat <<'END'\n" + "\n".join([HEADER, *rows]) + "\nEND\n")
    document = read(Source("law.pdf", pdf_of(Page(picture=True)), {"language": "en"}))
    assert " ".join(block.text for block in document.blocks) == " ".join(lines)
    (shown, *_) = document.pages[0].words
    assert shown.bottom - shown.top > shown.right - shown.left


def recognised_before() -> bytes:
    page = Page()
    for place, line in enumerate(("oversiEht of boats", "the prote€tion of lanterns", "crimin8als")):
        page.put(line, 50, 100 + 20 * place)
    page.content = ["3 Tr", *page.content]
    return pdf_of(page)


def test_a_layer_of_misread_words_gives_way_to_the_picture(program: Callable[[str], None]) -> None:
    program(table(("Oversight", 400, 300, 96.0), ("of", 400, 400, 96.0), ("boats", 400, 500, 96.0)))
    document = read(Source("law.pdf", recognised_before(), {"language": "en"}))
    assert " ".join(block.text for block in document.blocks) == "Oversight of boats"
    assert document.pages[0].origin is Origin.RECOGNISED


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (table(("Oversight", 400, 300, 70.0)), "are misread"),
        ("exit 1", "are misread: character recognition found no words that it is sure of"),
    ],
)
def test_a_layer_of_misread_words_is_kept_with_a_doubt_where_the_picture_says_no_more(
    program: Callable[[str], None], script: str, reason: str
) -> None:
    program(script)
    document = read(Source("law.pdf", recognised_before(), {"language": "en"}))
    assert "oversiEht of boats" in document.blocks[0].text
    assert document.pages[0].origin is Origin.RECOGNISED_BEFORE
    assert document.pages[0].is_doubtful
    assert document.pages[0].reasons[0].endswith(reason)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("cat > /dev/null", "found no words that it is sure of"),
        (table(("Xq", 400, 300, 22.0), ("Zw", 400, 400, 25.0)), "found no words that it is sure of"),
        ("exit 3", "found no words that it is sure of"),
    ],
)
def test_a_page_that_it_cannot_make_out_stays_unread(program: Callable[[str], None], script: str, reason: str) -> None:
    program(script)
    document = read(Source("law.pdf", pdf_of(Page(picture=True)), {"language": "en"}))
    assert document.blocks == []
    assert document.unread_pages == [1]
    assert reason in document.warnings[0].message


def test_pages_for_which_there_is_no_time_are_named(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(table(("Boats", 400, 300, 96.5)))
    clock = iter(range(0, 1000, 50))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    document = read(Source("law.pdf", pdf_of(*[Page(picture=True)] * 4), {"language": "en"}))
    assert document.unread_pages == [2, 3, 4]
    assert "no time for character recognition" in document.warnings[-1].message


@pytest.fixture(scope="module")
def scan() -> bytes:
    page = Page()
    for place, line in enumerate(LINES):
        page.put(line, 60, 100 + 24 * place, 12, bold=line.startswith("Section"))
    return scan_of(pdf_of(page))


@pytest.mark.skipif(not held("eng"), reason="tesseract is missing: on Debian, apt-get install tesseract-ocr")
def test_a_scan_is_read_with_its_places(scan: bytes) -> None:
    document = read(Source("law.pdf", scan, {"language": "en"}))
    assert characters_right("".join(LINES), "".join(block.text for block in document.blocks)) >= 0.97
    assert [draft.number for draft in split(document)] == ["1", "2"]
    boxes = boxes_of_quote(scan, "keeps a book of every lantern", Place(1), {1: document.pages[0].words})
    assert [round(box.top) for box in boxes] == [pytest.approx(115, abs=4)]
    assert document.score > 0.85


@pytest.mark.skipif(not held("eng"), reason="tesseract is missing: on Debian, apt-get install tesseract-ocr")
def test_of_a_law_only_the_scanned_pages_are_recognised(scan: bytes) -> None:
    assert (
        read(Source("law.pdf", pdf_of(Page().put(LINES[1], 50, 100)), {"language": "en"})).pages[0].confidence is None
    )
    assert read(Source("law.pdf", scan, {"language": "en"})).pages[0].confidence is not None


@pytest.fixture(scope="module")
def printer() -> Iterator[printed.Printer]:
    if not printed.is_there():
        pytest.skip("chromium is missing: on Debian, apt-get install chromium")
    with printed.Printer() as printer:
        yield printer


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "model", "least"), [("fr", "fra", 0.97), ("zh", "chi_sim", 0.97), ("ar", "ara", 0.9)]
)
def test_clean_scans_are_read(printer: printed.Printer, language: str, model: str, least: float) -> None:
    if not held(model):
        pytest.skip(f"tesseract's data is missing: on Debian, apt-get install tesseract-ocr-{model.replace('_', '-')}")
    if not printed.has_font(language):
        pytest.skip(f"no font for {language}: on Debian, apt-get install fonts-noto-core fonts-droid-fallback")
    case = printed.one_column(invent(language, 1, 3, seed=10))
    document = read(Source("law.pdf", scan_of(printer.print(case.page)), {"language": language}))
    found = "".join(block.text for block in document.blocks)
    assert characters_right("".join(case.lines), found) >= least
    assert document.pages[0].confidence
