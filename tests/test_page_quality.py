"""What is kept of how each page and provision of a PDF was read, and where it is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from deposit_maker import lines_of, make_deposit, opened, take_in
from pdf_deposits import LINES, Tesseract, over_two_pages, page_of, scan
from pdf_maker import Page, pdf_of
from pdf_making import drawn
from pdf_making.laws import invent

from cli import printing
from ingest.pdf.quality import DOUBTFUL as DOUBTFUL_IN_READER
from ingest.pdf.quality import Origin
from library.comparing import as_json as comparison_as_json
from library.comparing import compare
from library.searching import as_json, search
from library.text_quality import doubt, in_words, pages_in_words, pages_named, quality_of
from palermo.model.law import Version
from palermo.model.provision import Provision
from palermo.model.reading_quality import DOUBTFUL, HowRead, PageReading, ReadingQuality


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tesseract:
    folder = tmp_path / "programs"
    folder.mkdir()
    return Tesseract(folder, monkeypatch)


def taken_in(tmp_path: Path, data: bytes, **facts: Any) -> tuple[Version, list[Provision], list[PageReading]]:
    take_in(tmp_path / "library", make_deposit(tmp_path / "law", files={"law.pdf": data}, **facts))
    with opened(tmp_path / "library") as library:
        (version,) = library.catalogue.current_versions()
        return version, library.catalogue.provisions(version.id), library.catalogue.pages(version.id)


def readings(provisions: list[Provision]) -> dict[str, ReadingQuality]:
    return {each.number: each.reading for each in provisions if each.reading}


def test_the_ways_of_reading_are_those_of_the_reader() -> None:
    assert {how.value for how in HowRead} == {origin.value for origin in Origin}
    assert DOUBTFUL == DOUBTFUL_IN_READER


def test_a_text_layer_leaves_no_doubt(tmp_path: Path, tesseract: Tesseract) -> None:
    version, provisions, pages = taken_in(tmp_path, over_two_pages())
    assert (version.text_score, version.unread_with) == (1.0, None)
    assert [(page.page, page.how, page.score, page.reasons) for page in pages] == [
        (1, HowRead.TEXT_LAYER, 1.0, ()), (2, HowRead.TEXT_LAYER, 1.0, ())
    ]  # fmt: skip
    assert not any(doubt(each) for each in provisions)


def test_a_provision_knows_the_pages_that_its_words_stand_on(tmp_path: Path, tesseract: Tesseract) -> None:
    """Section 2 ends in the first line of page 2, where section 3 begins on the second line."""
    _, provisions, _ = taken_in(tmp_path, over_two_pages())
    assert {number: reading.pages for number, reading in readings(provisions).items()} == {
        "1": (1,), "2": (1, 2), "3": (2,)
    }  # fmt: skip


def test_a_page_on_which_nothing_begins_belongs_to_the_provision_before(tmp_path: Path, tesseract: Tesseract) -> None:
    middle = page_of(["and of everything else that floats in the harbour of the town,"] * 20)
    _, provisions, _ = taken_in(tmp_path, pdf_of(page_of(LINES[:6], 560), middle, page_of(LINES[6:])))
    assert readings(provisions)["2"].pages == (1, 2, 3)
    assert readings(provisions)["3"].pages == (3,)


@pytest.mark.parametrize("language", ["ar", "he", "ja", "am", "ru"])
def test_the_pages_of_provisions_in_columns_of_any_script(tmp_path: Path, tesseract: Tesseract, language: str) -> None:
    law = invent(language, 3, 9)
    _, provisions, pages = taken_in(tmp_path, drawn.two_columns(law).data, language=language)
    found = [reading.pages for reading in readings(provisions).values()]
    assert len(found) >= len(law.articles) - 1
    assert len(pages) > 1
    assert all(len(each) <= 2 for each in found)
    assert sorted(found) == found
    assert {page for each in found for page in each} == {page.page for page in pages}


def test_recognised_words_are_kept_with_their_places_and_doubts(tmp_path: Path, tesseract: Tesseract) -> None:
    tesseract.reads(LINES, **{"2031": 62.0, "25,000": 71.0, "Oil": 30.0, "watch": 40.0})
    version, provisions, pages = taken_in(tmp_path, scan())
    (page,) = pages
    assert (page.how, page.engine, page.words) == (HowRead.RECOGNISED, "tesseract 9.8.7", ())
    assert version.text_score == page.score < 1
    with opened(tmp_path / "library") as library:
        (whole,) = library.catalogue.pages(version.id, only=[1])
    assert [word.text for word in whole.words if word.is_doubtful] == ["watch", "2031.", "25,000,", "Oil"]
    assert whole.words[0].left < whole.words[1].left
    found = readings(provisions)
    assert {number: reading.doubts for number, reading in found.items()} == {
        "1": ("watch", "2031"), "2": ("25,000",), "3": ()
    }  # fmt: skip
    assert {number: reading.heading_doubts for number, reading in found.items()} == {"1": (), "2": (), "3": ("Oil",)}
    assert all(reading.how is HowRead.RECOGNISED and reading.engine == "tesseract 9.8.7" for reading in found.values())
    assert in_words(found["1"]).startswith("read from page 1 by character recognition (tesseract 9.8.7); 2 words doubt")


@pytest.mark.parametrize(
    ("lines", "language", "doubtful"),
    [
        (LINES, "en", "2"),
        (["1. The keepers", "2. A boat", "3. It is so."], "en", "2"),
        (["Article 1 Keepers watch.", "Article 2", "Boats", "They float.", "Article 3 Oil burns."], "en", "2"),
    ],
    ids=["a word before it", "alone before its words", "alone on its line"],
)
def test_a_provision_whose_own_number_may_be_misread_says_so(
    tmp_path: Path, tesseract: Tesseract, lines: list[str], language: str, doubtful: str
) -> None:
    tesseract.reads(lines, **{doubtful: 55.0})
    _, provisions, _ = taken_in(tmp_path, scan(), language=language)
    found = readings(provisions)
    assert list(found) == ["1", "2", "3"]
    assert [number for number, reading in found.items() if reading.heading_doubts] == [doubtful]
    assert found[doubtful].heading_doubts == (doubtful,)
    assert found[doubtful].is_doubtful
    assert f"its own number or heading is doubtful: {doubtful}" in in_words(found[doubtful])
    said = [doubt(each) for each in provisions if each.number == doubtful]
    assert "number or heading is doubtful" in said[0]
    (line,) = (line for line in lines_of(tmp_path / "library") if line["number"] == doubtful)
    assert line["reading"]["heading_doubts"] == [doubtful]
    assert line["reading"]["doubtful"]


def test_a_mention_of_the_same_number_leaves_it_alone(tmp_path: Path, tesseract: Tesseract) -> None:
    lines = ["Section 1. Keepers", "A keeper who is named in section 2 of this act.", "Section 2. Boats",
             "Boats float.", "Section 3. Oil", "As section 2 has it, oil burns."]  # fmt: skip
    tesseract.reads(lines)
    script = tmp_path / "programs" / "tesseract"
    rows = script.read_text().splitlines()
    first, _, last = (index for index, row in enumerate(rows) if row.endswith(("\t2", "\t2.")))
    for index in (first, last):
        rows[index] = rows[index].replace("\t96.0\t", "\t50.0\t")
    script.write_text("\n".join(rows) + "\n")
    _, provisions, _ = taken_in(tmp_path, scan())
    found = readings(provisions)
    assert {number: set(reading.doubts) for number, reading in found.items()} == {"1": {"2"}, "2": set(), "3": {"2"}}
    assert not any(reading.heading_doubts for reading in found.values())


def test_the_same_figure_elsewhere_is_not_doubtful(tmp_path: Path, tesseract: Tesseract) -> None:
    lines = ["Section 1. Keepers", "Twelve keepers pay 77 crowns each.", "Section 2. Boats",
             "Boats with 77 lanterns pay nothing at all."]  # fmt: skip
    tesseract.reads(lines)
    script = tmp_path / "programs" / "tesseract"
    rows = script.read_text().splitlines()
    first = next(index for index, row in enumerate(rows) if row.endswith("\t77"))
    rows[first] = rows[first].replace("\t96.0\t", "\t50.0\t")
    script.write_text("\n".join(rows) + "\n")
    _, provisions, _ = taken_in(tmp_path, scan())
    assert {number: reading.doubts for number, reading in readings(provisions).items()} == {"1": ("77",), "2": ()}


def test_pages_that_could_not_be_read_are_named_where_words_may_be_missing(
    tmp_path: Path, tesseract: Tesseract
) -> None:
    later = [line.replace("Section ", "Section 1") for line in LINES]
    version, provisions, pages = taken_in(tmp_path, pdf_of(page_of(LINES), Page(picture=True), page_of(later)))
    assert [page.how for page in pages] == [HowRead.TEXT_LAYER, HowRead.UNREAD, HowRead.TEXT_LAYER]
    assert version.unread_with == "no character recognition; 120 s, 1500 MB"
    found = readings(provisions)
    assert [number for number, reading in found.items() if reading.is_doubtful] == ["3"]
    assert (found["3"].pages, found["3"].unread, found["3"].score) == ((1, 2), (2,), 1.0)
    assert "page 2 could not be read, so words may be missing" in doubt(next(p for p in provisions if p.number == "3"))


def test_other_formats_have_no_pages(tmp_path: Path) -> None:
    take_in(tmp_path / "library", make_deposit(tmp_path / "law"))
    with opened(tmp_path / "library") as library:
        (version,) = library.catalogue.current_versions()
        assert library.catalogue.pages(version.id) == []
        assert (version.text_score, version.unread_with) == (None, None)
        assert quality_of(library, version).pages == ()
    assert {line["reading"] for line in lines_of(tmp_path / "library")} == {None}


def test_every_document_of_answers_says_how_the_words_were_read(
    tmp_path: Path, tesseract: Tesseract, capsys: pytest.CaptureFixture[str]
) -> None:
    tesseract.reads(LINES, **{"25,000": 71.0})
    taken_in(tmp_path, scan())
    doubtful = {"pages": [1], "how": "character recognition", "engine": "tesseract 9.8.7", "doubtful": True,
                "reasons": [], "doubts": ["25,000"], "heading_doubts": [], "unread_pages": []}  # fmt: skip
    (line,) = [line for line in lines_of(tmp_path / "library") if line["number"] == "2"]
    assert {**line["reading"], "score": None} == {**doubtful, "score": None}
    assert line["reading"]["score"] > 0.9
    with opened(tmp_path / "library") as library:
        answer = search(library, "hide a boat")
        (hit,) = [hit for hit in as_json(answer)["hits"] if hit["number"] == "2"]
        comparison = compare(library, ["AND", "FRA"], "untoc:5")
        (cell,) = comparison_as_json(comparison)["states"][0]["provisions"]
    assert hit["reading"] == cell["reading"] == line["reading"]
    json.dumps(as_json(answer))
    printing.answer(answer)
    assert "read from page 1 by character recognition (tesseract 9.8.7)" in " ".join(capsys.readouterr().out.split())
    printing.comparison(comparison)
    assert "Doubtful text" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([4], "page 4"), ([4, 5], "pages 4 and 5"), ([4, 5, 6], "pages 4 to 6"), ([2, 4, 9], "pages 2, 4 and 9"),
        (range(1, 40, 2), "pages 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 8 more"),
    ],
)  # fmt: skip
def test_pages_are_named_as_a_person_would(pages: list[int], words: str) -> None:
    assert pages_named(list(pages)) == words


def test_the_pages_of_a_law_in_a_sentence() -> None:
    pages = [
        PageReading(page=1, how=HowRead.TEXT_LAYER, score=1),
        PageReading(page=2, how=HowRead.RECOGNISED, score=0.9, engine="tesseract 5.3.0"),
        PageReading(page=3, how=HowRead.UNREAD, score=0),
        PageReading(page=5, how=HowRead.RECOGNISED_BEFORE, score=0.9),
    ]
    assert pages_in_words(pages) == (
        "4 pages: 1 from the text layer, 1 by character recognition (tesseract 5.3.0), 1 could not be read, "
        "1 from a text layer that character recognition made"
    )


def test_a_layer_made_by_recognition_says_so(tmp_path: Path, tesseract: Tesseract) -> None:
    page = page_of(LINES)
    page.content = ["3 Tr", *page.content]
    _, provisions, _ = taken_in(tmp_path, pdf_of(page))
    reading = readings(provisions)["1"]
    assert (reading.how, reading.score) == (HowRead.RECOGNISED_BEFORE, 0.9)
    assert in_words(reading) == "read from page 1, whose text layer character recognition made"


def test_a_doubtful_page_gives_its_reason_with_the_provision(tmp_path: Path, tesseract: Tesseract) -> None:
    """Letters that the font does not explain were left out."""
    page = page_of(LINES)
    for line in range(5):
        page.put_glyphs("\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a\ue00b", 60, 500 + 20 * line)
    _, provisions, (quality,) = taken_in(tmp_path, pdf_of(page))
    assert quality.is_doubtful
    reading = readings(provisions)["3"]
    assert reading.reasons == quality.reasons
    assert all(reason in doubt(provisions[-1]) for reason in quality.reasons)
