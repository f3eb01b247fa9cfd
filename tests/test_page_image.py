"""The page that a provision was read from, drawn from the bytes that are held, with its words marked."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deposit_maker import make_deposit, opened, take_in
from pdf_deposits import LINES, Tesseract, over_two_pages, page_of, scan
from pdf_maker import pdf_of
from pdf_making import drawn
from pdf_making.laws import invent
from pdf_making.scans import scan_of

import library.page_view as page_views
from ingest.page_view import PageView, PageViewTask, page_view, page_view_in_child
from ingest.pdf.places import Place
from library import Library
from library.page_view import view_of
from palermo.errors import CatalogueError, ReadError, UnknownIdError, UsageError
from palermo.model.provision import Provision

MARK = bytes((255, 236, 128))


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tesseract:
    folder = tmp_path / "programs"
    folder.mkdir()
    return Tesseract(folder, monkeypatch)


@pytest.fixture(autouse=True)
def drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_views, "_kept", page_views._Kept())


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_views, "page_view_in_child", page_view)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Any]:
    """Takes a PDF in, and gives the open library with the provisions by number."""
    libraries: list[Library] = []

    def take(data: bytes, **facts: Any) -> tuple[Library, dict[str, Provision]]:
        take_in(tmp_path / "library", make_deposit(tmp_path / "law", files={"law.pdf": data}, **facts))
        library = opened(tmp_path / "library")
        libraries.append(library)
        (version,) = library.catalogue.current_versions()
        return library, {each.number: each for each in library.catalogue.provisions(version.id)}

    yield take
    for library in libraries:
        library.close()


def marked_box(png: bytes) -> tuple[float, float, float, float]:
    """Where marks are, as shares of the picture's width and height: left, top, right, bottom."""
    width, height = struct.unpack(">II", png[16:24])
    start = png.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", png[start - 8 : start - 4])
    data = zlib.decompress(png[start : start + length])
    step = 1 + 3 * width
    xs, ys = [], []
    for y in range(height):
        row = data[y * step + 1 : (y + 1) * step]
        place = row.find(MARK)
        while place >= 0:
            if place % 3 == 0:
                xs.append(place // 3)
                ys.append(y)
            place = row.find(MARK, place + 1)
    return min(xs) / width, min(ys) / height, max(xs) / width, max(ys) / height


def test_words_that_run_over_two_pages_are_marked_on_both(held: Any, tesseract: Tesseract) -> None:
    """Through a child process, as the front end does it."""
    library, provisions = held(over_two_pages())
    view = view_of(library, provisions["2"].id)
    assert [(picture.page, picture.marks) for picture in view.pictures] == [(1, 2), (2, 1)]
    left, top, right, bottom = marked_box(view.pictures[0].png)
    assert (left, right) == pytest.approx((60 / 595, 0.83), abs=0.08)
    assert 640 / 842 < top < bottom < 690 / 842
    assert marked_box(view.pictures[1].png)[3] < 112 / 842
    assert view.further == ()


@pytest.mark.usefixtures("in_this_process")
def test_only_the_words_that_were_asked_for_are_marked(held: Any, tesseract: Tesseract) -> None:
    library, provisions = held(over_two_pages())
    text = provisions["2"].text
    start = text.index("Transnational")
    (picture,) = view_of(library, provisions["2"].id, start, start + len("Transnational")).pictures
    assert (picture.page, picture.marks) == (2, 1)
    assert marked_box(picture.png)[2] < 0.25


@pytest.mark.usefixtures("in_this_process")
def test_words_that_stand_there_twice_are_marked_where_they_were_meant(held: Any, tesseract: Tesseract) -> None:
    lines = ["Section 1. Keepers", "A keeper lights the lantern in the evening.", "A keeper of boats watches it."]
    library, provisions = held(pdf_of(page_of(lines)))
    text = provisions["1"].text
    start = text.rindex("keeper")
    (picture,) = view_of(library, provisions["1"].id, start, start + 6).pictures
    assert marked_box(picture.png)[1] > 135 / 842


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("language", ["ar", "he"])
def test_columns_from_right_to_left(held: Any, tesseract: Tesseract, language: str) -> None:
    library, provisions = held(drawn.two_columns(invent(language, 2, 8)).data, language=language)
    numbers = list(provisions)
    on_first = [n for n in numbers if (r := provisions[n].reading) and r.pages == (1,)]
    (early,) = view_of(library, provisions[on_first[0]].id).pictures
    (late,) = view_of(library, provisions[on_first[-2]].id).pictures
    assert early.page == late.page == 1
    assert marked_box(early.png)[0] > 0.45, "the first provision stands in the column on the right"
    assert marked_box(late.png)[2] < 0.55, "and a late one in that on the left"


@pytest.mark.usefixtures("in_this_process")
def test_words_that_run_over_two_columns(held: Any, tesseract: Tesseract) -> None:
    library, provisions = held(drawn.two_columns(invent("en", 3, 9)).data)
    found = [view_of(library, each.id) for each in provisions.values()]
    boxes = [marked_box(view.pictures[0].png) for view in found if len(view.pictures) == 1]
    assert any(left < 0.4 and right > 0.6 for left, _, right, _ in boxes)


@pytest.mark.usefixtures("in_this_process")
def test_recognised_words_are_marked_by_the_places_that_recognition_gave(held: Any, tesseract: Tesseract) -> None:
    tesseract.reads(LINES)
    library, provisions = held(scan_of(pdf_of(page_of(LINES))))
    (picture,) = view_of(library, provisions["3"].id).pictures
    left, top, _, bottom = marked_box(picture.png)
    assert left == pytest.approx(250 / 300 * 72 / 595, abs=0.01)
    assert top == pytest.approx(1300 / 300 * 72 / 842, abs=0.01)
    assert bottom < 1370 / 300 * 72 / 842


@pytest.mark.usefixtures("in_this_process")
def test_a_page_without_the_words_is_shown_without_a_mark(held: Any, tesseract: Tesseract) -> None:
    tesseract.reads(LINES)
    _, provisions = held(scan())
    task = PageViewTask(scan(), provisions["3"].text, Place(1), {}, 400)
    assert page_view(task).pictures[0].marks == 0


def test_a_page_is_drawn_once_and_few_are_kept(
    held: Any, tesseract: Tesseract, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, provisions = held(over_two_pages())
    asked: list[str] = []

    def draw(task: PageViewTask) -> PageView:
        asked.append(task.quote)
        return PageView((), further=(len(asked),))

    monkeypatch.setattr(page_views, "page_view_in_child", draw)
    monkeypatch.setattr(page_views, "_MOST_KEPT", 2)
    first = [view_of(library, provisions[n].id) for n in ("1", "2", "1", "2")]
    assert ([view.further for view in first], len(asked)) == ([(1,), (2,)] * 2, 2)
    view_of(library, provisions["3"].id)
    view_of(library, provisions["2"].id)
    assert len(asked) == 3
    assert view_of(library, provisions["1"].id).further == (4,)


def test_what_cannot_be_shown_says_why(held: Any, tesseract: Tesseract, tmp_path: Path) -> None:
    library, provisions = held(over_two_pages())
    with pytest.raises(UsageError, match="no such words"):
        view_of(library, provisions["1"].id, 5000, 5010)
    with pytest.raises(UsageError, match="no such words"):
        view_of(library, provisions["1"].id, 9, 3)
    with pytest.raises(UnknownIdError):
        view_of(library, "../../etc/passwd")
    take_in(tmp_path / "library", make_deposit(tmp_path / "text"))
    (other,) = [v for v in library.catalogue.current_versions() if v.deposit.endswith("/text")]
    with pytest.raises(UsageError, match="not read from a page"):
        view_of(library, library.catalogue.provisions(other.id)[0].id)


def test_bytes_that_were_changed_on_disk_are_not_shown(held: Any, tesseract: Tesseract, tmp_path: Path) -> None:
    library, provisions = held(over_two_pages())
    (blob,) = (file for file in (tmp_path / "library" / "blobs").rglob("*") if file.is_file())
    os.chmod(blob, 0o644)
    blob.write_bytes(scan())
    with pytest.raises(CatalogueError, match="damaged on disk"):
        view_of(library, provisions["1"].id)


def test_a_file_that_breaks_its_process_costs_the_picture_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="page 3: the PDF has 1 pages"):
        page_view_in_child(PageViewTask(scan(), "", Place(3), {}, 400))
    monkeypatch.setattr("ingest.page_view.SECONDS", 0.0001)
    with pytest.raises(ReadError, match="took longer than"):
        page_view_in_child(PageViewTask(scan(), "lantern", Place(1), {}, 400))
