"""How the front end says how words were read, shows the page, and lists laws that could not be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from deposit_maker import make_deposit, take_in
from pdf_deposits import LINES, Tesseract, over_two_pages, page_of, scan
from pdf_maker import Page, pdf_of
from pdf_making import drawn
from pdf_making.laws import invent
from ui_samples import headings, html, opened, words

import library.page_view as page_views
from ingest.page_view import page_view
from palermo.errors import ReadError

LAW = "/akn/{}/act/2020/{}"
PROVISION = LAW + "/en@2020-06-01#sec_{}"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A law from two pages, a recognised one with doubtful figures, one read by half, an Arabic one, and an unread
    one."""
    folder = tmp_path_factory.mktemp("read-library")
    later = [line.replace("Section ", "Section 1") for line in LINES]
    with pytest.MonkeyPatch.context() as patch:
        (folder / "programs").mkdir()
        tesseract = Tesseract(folder / "programs", patch)
        deposits = [
            make_deposit(folder / "d" / "two", title="Two Pages Act", files={"law.pdf": over_two_pages()}),
            make_deposit(folder / "d" / "half", title="Half Act", state="URY",
                         files={"law.pdf": pdf_of(page_of(LINES), Page(picture=True), page_of(later))}),
            make_deposit(folder / "d" / "unread", title="Unread Harbour Act", state="FRA", files={"law.pdf": scan()}),
            make_deposit(folder / "d" / "arabic", title="Arabic Act", state="EGY", language="ar",
                         files={"law.pdf": drawn.two_columns(invent("ar", 2, 6)).data}),
        ]  # fmt: skip
        take_in(folder / "library", *deposits)
        tesseract.reads(LINES, **{"25,000": 70.0, "Transnational": 50.0})
        scanned = make_deposit(folder / "d" / "scanned", title="Scanned Act", state="URY", files={"law.pdf": scan()})
        take_in(folder / "library", scanned)
    return folder / "library"


@pytest.fixture(autouse=True)
def _library(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_LIBRARY", str(filled))
    monkeypatch.setattr(page_views, "page_view_in_child", page_view)


def test_a_provision_says_from_which_page_it_was_read_and_leads_there() -> None:
    app = opened("provision", id=PROVISION.format("ad", "two", 2))
    assert "Read from pages 1 and 2. See it on the page" in words(app)
    assert re.search(r'href="page\?id=[^"]+sec_2"', html(app))
    assert "read-from-doubtful" not in html(app)


def test_doubtful_words_are_named_with_the_text_and_with_the_links_that_stand_on_them() -> None:
    page = words(opened("provision", id=PROVISION.format("uy", "scanned", 2)))
    assert "by character recognition (tesseract 9.8.7); 2 words doubtful: 25,000, Transnational; the reading" in page
    assert "Stands on doubtful words: Transnational." in page


def test_lists_and_comparisons_say_what_is_doubtful_and_nothing_of_the_rest() -> None:
    found = words(opened("search", q="Scanned hide a boat", state="URY"))
    assert "Doubtful text: read from page 1 by character recognition" in found
    compared = words(opened("compare", article="untoc:5", states="AND,URY,FRA"))
    assert compared.count("Doubtful text: ") == 1
    assert "Held, but could not be read: Unread Harbour Act." in compared
    article = words(opened("browse", article="untoc:5"))
    assert "Doubtful text: " in article


def test_a_law_says_how_its_pages_were_read() -> None:
    two = words(opened("law", id=LAW.format("ad", "two")))
    assert "How the text was read 2 pages: 2 from the text layer. Score of the reading: 1.00 of 1." in two
    half = words(opened("law", id=LAW.format("uy", "half")))
    assert "Page 2 could not be read, so provisions may be missing" in half
    assert "3 pages: 2 from the text layer, 1 could not be read." in half
    assert "install tesseract: apt-get install" in half


def test_a_law_that_could_not_be_read_says_so_wherever_it_stands() -> None:
    app = opened("law", id=LAW.format("fr", "unread"))
    page = words(app)
    assert headings(app)[0] == 1
    assert "Held, but could not be read" in page
    assert "law.pdf, page 1: no text layer, it needs OCR: install tesseract" in page
    assert "palermo ingest reads the law" in page
    assert "Contents" not in page
    assert "English, 2020-06-01 (current), could not be read" in page
    assert "English, 2020-06-01, could not be read" in re.sub(r" ,", ",", words(opened("holdings", state="FRA")))
    assert "as of 2020-06-01, could not be read" in words(opened("search", q="zzzqqq", state="FRA"))
    assert "1 of them could not be read" in words(opened("search", q="zzzqqq"))
    found = words(opened("search", q="unread harbour"))
    assert "Held, but could not be read Unread Harbour Act, France. law.pdf, page 1: no text layer" in re.sub(
        r" ,", ",", found
    )


def test_the_page_stands_beside_the_text() -> None:
    app = opened("page", id=PROVISION.format("ad", "two", 2))
    assert headings(app) == [1, 2, 3]
    captions = [image.proto.imgs[0].caption for image in app.get("image")]
    assert captions == ["Page 1 of law.pdf", "Page 2 of law.pdf"]
    page = words(app)
    assert "As it was read Read from pages 1 and 2. Whoever puts out a lantern" in page
    assert "Mark the words a link stands on" in page
    assert "Mark the whole provision" not in page


def test_the_words_of_a_link_can_be_marked_alone() -> None:
    whole = opened("page", id=PROVISION.format("ad", "two", 2))
    start, end = next(
        found.groups()
        for found in re.finditer(r"start=(\d+)&amp;end=(\d+)[^>]*><span[^>]*>Transnational<", html(whole))
    )
    app = opened("page", id=PROVISION.format("ad", "two", 2), start=start, end=end)
    assert [image.proto.imgs[0].caption for image in app.get("image")] == ["Page 2 of law.pdf"]
    assert "Mark the whole provision" in words(app)


def test_a_text_from_right_to_left_keeps_its_direction_beside_the_page() -> None:
    app = opened("page", id=LAW.format("eg", "arabic") + "/ar@2020-06-01#art_2")
    assert len(app.get("image")) == 1
    assert re.search(r'class="legal" lang="ar" dir="auto"', html(app))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({}, "names no provision"),
        ({"id": "../../../etc/passwd"}, "No provision"),
        ({"id": PROVISION.format("ad", "two", 2), "start": "9999"}, "There are no such words in this provision"),
        ({"id": PROVISION.format("ad", "two", 2), "start": "<b>", "end": "-4"}, "As it was read"),
    ],
)
def test_addresses_that_make_no_sense_are_answered_in_words(address: dict[str, str], said: str) -> None:
    page = words(opened("page", **address))
    assert said in page or said.lower() in page.lower()


def test_a_page_that_cannot_be_drawn_leaves_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_task: object) -> None:
        raise ReadError("page 1", "took longer than 30 s")

    monkeypatch.setattr(page_views, "_kept", page_views._Kept())
    monkeypatch.setattr(page_views, "page_view_in_child", fails)
    page = words(opened("page", id=PROVISION.format("ad", "two", 3)))
    assert "The page cannot be shown Took longer than 30 s." in page
    assert "The oil that was used" in page
