"""How far pages can be trusted: reasons, scores, the second engine, and what only the second engine can read."""

from __future__ import annotations

import json

import pytest
from pdf_maker import Page, pdf_of
from pdf_making import drawn
from pdf_making.laws import invent

from ingest.pdf import judging, recognition, second_opinion
from ingest.pdf.quality import Origin, PdfDocument, Word, page_quality
from ingest.readers.pdf import read
from ingest.source import Source

WORDS = "The warden keeps a book of every lantern and shows it to the court on request, without delay or charge."


@pytest.fixture(autouse=True)
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "installed_models", lambda: None)


def test_a_page_without_doubt_has_no_reasons() -> None:
    page = page_quality(1, Origin.TEXT_LAYER, 500)
    assert (page.score, page.reasons, page.is_doubtful) == (1.0, (), False)


@pytest.mark.parametrize(
    ("measured", "score", "reason"),
    [
        ({"broken": 0.1}, 0.6, "10 % of the characters are not explained by their font"),
        ({"agreement": 0.7}, 0.7, "two engines agree on 70 % of the letters"),
        ({"fault": "some lines were left out"}, 0.75, "some lines were left out"),
    ],
)
def test_each_doubt_lowers_the_score_and_says_why(measured: dict[str, float], score: float, reason: str) -> None:
    page = page_quality(1, Origin.TEXT_LAYER, 500, **measured)  # type: ignore[arg-type]
    assert page.score == pytest.approx(score)
    assert page.reasons == (reason,)
    assert page.is_doubtful


def test_numbers_from_weak_recognition_are_doubtful_and_words_are_not() -> None:
    words = [
        Word("boats", 0, 0, 9, 9, 0.3),
        Word("25,000", 0, 0, 9, 9, 0.97),
        Word("2031", 0, 0, 9, 9, 0.6),
    ]
    page = page_quality(2, Origin.RECOGNISED, 30, confidence=0.86, words=words)
    assert [word.text for word in page.doubts] == ["2031"]
    assert page.score == 0.86
    assert page.reasons[-1] == "1 number is doubtful"


def test_the_score_of_a_document_counts_unread_pages_as_usual_ones() -> None:
    document = PdfDocument("pdf")
    document.pages = [
        page_quality(1, Origin.TEXT_LAYER, 1000),
        page_quality(2, Origin.UNREAD, 0, fault="no text layer"),
        page_quality(3, Origin.TEXT_LAYER, 1000),
    ]
    assert document.score == pytest.approx(2 / 3, abs=0.01)
    assert document.unread_pages == [2]
    kept = json.loads(json.dumps(document.quality()))
    assert kept["pages"][1]["reasons"] == ["no text layer"]
    assert kept["pages"][1]["origin"] == "unread"


def test_a_document_without_pages_that_hold_anything_has_no_doubt() -> None:
    assert read(Source("law.pdf", pdf_of(Page()))).score == 1.0


def test_pages_that_cannot_be_read_are_marked_unread_with_what_to_install() -> None:
    document = read(Source("law.pdf", pdf_of(Page(picture=True), Page().put(WORDS, 50, 100)), {"language": "ar"}))
    assert [(page.page, page.origin) for page in document.pages] == [(1, Origin.UNREAD), (2, Origin.TEXT_LAYER)]
    advice = "install tesseract: apt-get install tesseract-ocr tesseract-ocr-ara"
    assert document.pages[0].reasons == (f"no text layer, it needs OCR: {advice}",)
    assert document.unread_pages == [1]


def test_a_font_that_does_not_say_what_its_glyphs_mean_is_not_believed() -> None:
    page = Page()
    for line in range(5):
        page.put_glyphs(WORDS, 20, 100 + 20 * line)
    broken = pdf_of(page).replace(b"/ToUnicode", b"/ToNothing")
    document = read(Source("law.pdf", broken, {"language": "fr"}))
    assert document.blocks == []
    assert "the fonts do not say which letters their glyphs are" in document.pages[0].reasons[0]
    assert document.score == 0.0


def test_a_text_layer_made_by_recognition_is_known_by_its_invisible_letters() -> None:
    page = Page().put(WORDS, 20, 100)
    page.content = ["3 Tr", *page.content]
    (quality,) = read(Source("law.pdf", pdf_of(page), {"language": "en"})).pages
    assert quality.origin is Origin.RECOGNISED_BEFORE
    assert quality.score == 0.9


def test_two_engines_agree_on_what_is_well_encoded() -> None:
    data = drawn.two_columns(invent("el", 2, 4)).data
    text = " ".join(block.text for block in read(Source("law.pdf", data, {"language": "el"})).blocks)
    assert second_opinion.agreement(data, 1, text[:200]) != 1.0
    (document,) = [read(Source("law.pdf", drawn.one_column(invent("el", 1, 3)).data, {"language": "el"}))]
    text = " ".join(block.text for block in document.blocks)
    assert second_opinion.agreement(drawn.one_column(invent("el", 1, 3)).data, 1, text) == 1.0


def test_the_second_engine_is_silent_about_what_it_cannot_open() -> None:
    assert second_opinion.agreement(b"%PDF-1.4 nothing", 1, WORDS) is None


def test_of_a_long_file_one_page_is_put_to_the_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def agreement(_data: bytes, number: int, _text: str) -> float:
        asked.append(number)
        return 0.5

    monkeypatch.setattr(judging, "agreement", agreement)
    page = Page()
    for line in range(6):
        page.put(WORDS, 20, 100 + 20 * line, 7)
    document = read(Source("law.pdf", pdf_of(*[page] * 40), {"language": "en"}))
    assert asked == [21]
    assert document.unread_pages == [21]
    assert "two engines agree on 50 % of the letters only" in document.pages[20].reasons[0]


def test_lines_of_which_pdfium_sees_nothing_are_read_by_the_second_engine() -> None:
    """A font that is neither in the file nor on the machine has no shapes, and pdfium leaves its letters out."""
    case = drawn.two_columns(invent("am", 2, 4))
    pages = []
    for line in case.lines[:6]:
        pages.append(line)
    page = Page()
    for place, line in enumerate(pages):
        for offset, character in enumerate(line[:60]):
            if character != " ":
                page.put_glyphs(character, 40 + 5 * offset, 100 + 20 * place)
    data = pdf_of(page).replace(b"/FontFile2 13 0 R", b"")
    document = read(Source("law.pdf", data, {"language": "am"}))
    assert document.blocks[0].text == pages[0]
    assert "".join(block.text for block in document.blocks).replace(" ", "") == "".join(
        line[:60] for line in pages
    ).replace(" ", "")
