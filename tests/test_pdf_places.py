"""Places, the boxes of quotes, and pages as pictures with the quote marked."""

from __future__ import annotations

import struct
import zlib

import pytest
from pdf_maker import Page, pdf_of
from pdf_making import drawn
from pdf_making.laws import invent

from ingest.pdf.picture import PictureTask, draw
from ingest.pdf.places import Place
from ingest.pdf.quality import Word
from ingest.pdf.quotes import PageBox, boxes_of_quote
from ingest.readers.pdf import read
from ingest.source import Source
from ingest.split.splitting import split
from ingest.workers import run_in_workers
from palermo.errors import ReadError


def test_a_place_can_be_read_back() -> None:
    assert Place.of(str(Place(3, 72, 141))) == Place(3, 72, 141)
    assert Place.of("page 3") == Place(3, 0, 0)
    assert Place.of("line 120") is None


def test_every_provision_knows_its_page_and_its_quotes_their_boxes() -> None:
    law = invent("en", 3, 6, seed=4)
    case = drawn.two_columns(law)
    drafts = {d.number: d for d in split(read(Source("law.pdf", case.data, {"language": "en"})))}
    pages = set()
    for article in law.articles[::4]:
        place = Place.of(drafts[article.number].place)
        assert place
        pages.add(place.page)
        for paragraph in article.paragraphs:
            boxes = boxes_of_quote(case.data, paragraph, place)
            assert boxes, paragraph
            assert boxes[0].page >= place.page
            assert all(0 < box.left < box.right < 595 and 0 < box.top < box.bottom < 842 for box in boxes)
    assert pages == {1, 2}


def test_the_box_is_that_of_the_words_alone() -> None:
    data = pdf_of(Page().put("Boats are kept in the harbour at night.", 50, 100).put("Boats may not leave.", 50, 130))
    (box,) = boxes_of_quote(data, "in the harbour", Place(1))
    assert box.page == 1
    assert box.left == pytest.approx(119, abs=3)
    assert box.right == pytest.approx(179, abs=3)
    assert box.top < 94 < 98 < box.bottom < 106


def test_the_place_tells_which_of_two_equal_quotes_is_meant() -> None:
    page = Page()
    for place in range(4):
        page.put("The warden keeps a book.", 50, 100 + 40 * place)
    (box,) = boxes_of_quote(pdf_of(page), "keeps a book", Place(1, 50, 172))
    assert box.top == pytest.approx(171.5, abs=2)


def test_a_quote_goes_on_over_the_page_and_over_hyphens() -> None:
    first = Page().put("The court may order the confis-", 50, 780).put("Gazette 31", 50, 820, 7)
    second = Page().put("Gazette 32", 50, 40, 7).put("cation of boats and lanterns.", 50, 80)
    boxes = boxes_of_quote(pdf_of(first, second), "order the confiscation of boats", Place(1, 50, 770))
    assert [box.page for box in boxes] == [1, 2]


@pytest.mark.parametrize("language", ["ar", "he", "hi", "zh"])
def test_quotes_in_other_scripts_are_found_on_their_lines(language: str) -> None:
    law = invent(language, 1, 4, seed=4)
    case = drawn.one_column(law)
    blocks = read(Source("law.pdf", case.data, {"language": language})).blocks
    block = next(block for block in blocks if block.text == law.articles[2].paragraphs[0])
    place = Place.of(block.place)
    assert place
    boxes = boxes_of_quote(case.data, block.text, place)
    assert boxes[0].top == pytest.approx(place.top, abs=3)
    assert len({round(box.top) for box in boxes}) == len(boxes)


def test_boxes_on_a_sideways_page_are_as_the_reader_sees_it() -> None:
    case = drawn.sideways(invent("en", 1, 3, seed=2))
    blocks = read(Source("law.pdf", case.data, {"language": "en"})).blocks
    place = Place.of(blocks[3].place)
    assert place
    (box,) = boxes_of_quote(case.data, blocks[3].text, place)
    assert box.right - box.left > 5 * (box.bottom - box.top)


def test_a_quote_that_is_not_there_has_no_box() -> None:
    data = pdf_of(Page().put("Boats are kept in the harbour.", 50, 100))
    assert boxes_of_quote(data, "Lanterns are lit at dusk by the warden", Place(1)) == []
    assert boxes_of_quote(data, " ... ", Place(1)) == []


def test_on_recognised_pages_the_words_that_were_kept_give_the_boxes() -> None:
    words = [
        Word("Boats", 50, 90, 80, 100, 0.9),
        Word("are", 84, 90, 100, 100, 0.9),
        Word("kept", 50, 110, 80, 120, 0.9),
    ]
    boxes = boxes_of_quote(pdf_of(Page(picture=True)), "boats are kept", Place(1), {1: words})
    assert boxes == [PageBox(1, 50, 90, 100, 100), PageBox(1, 50, 110, 80, 120)]


def decoded(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a PNG of eight bits a channel without filters."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    start = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[start - 4 : start])
    data = zlib.decompress(png[start + 4 : start + 4 + length])
    step = 1 + 3 * width
    return width, height, [data[y * step + 1 : (y + 1) * step] for y in range(height)]


def test_a_page_is_drawn_with_the_quote_marked() -> None:
    data = pdf_of(Page().put("Boats are kept in the harbour.", 50, 100))
    boxes = boxes_of_quote(data, "in the harbour", Place(1))
    width, height, rows = decoded(draw(PictureTask(data, 1, boxes, longest=842)))
    assert (width, height) == (595, 842)
    box = boxes[0]
    marked = bytes((255, 236, 128))
    places = [
        (x, y) for y, row in enumerate(rows) for x in range(width) if row[3 * x : 3 * x + 3] == marked
    ]  # fmt: skip
    assert len(places) > 300
    assert all(box.left - 2 <= x <= box.right + 2 and box.top - 2 <= y <= box.bottom + 2 for x, y in places)


def test_pictures_are_of_bounded_size_whatever_the_page() -> None:
    huge = Page(width=200_000, height=100_000)
    width, height, _ = decoded(draw(PictureTask(pdf_of(huge), 1, longest=100_000)))
    assert max(width, height) <= 3200
    assert min(width, height) >= 1


@pytest.mark.parametrize("task", [PictureTask(b"nothing", 1), PictureTask(pdf_of(Page()), 7)])
def test_what_cannot_be_drawn_says_so(task: PictureTask) -> None:
    with pytest.raises(ReadError, match=f"page {task.page}: "):
        draw(task)


def test_a_picture_can_be_drawn_in_a_process_of_its_own() -> None:
    task = PictureTask(pdf_of(Page().put("Boats", 50, 100)), 1, longest=200)
    ((_, png),) = run_in_workers(draw, [task], workers=1, seconds=60)
    assert isinstance(png, bytes)
    assert png.startswith(b"\x89PNG")
