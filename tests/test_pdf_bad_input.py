"""PDFs that are cut, locked, endless, recursive, inflated or full of scripts: each costs its own result at most.

They are read as `palermo ingest` reads them, in a child process with limits of time and memory.
"""

from __future__ import annotations

import zlib

import pytest
from pdf_maker import Page, pdf_of, written

from ingest.pdf.quality import PdfDocument
from ingest.readers.pdf import read
from ingest.source import Source
from ingest.workers import Failure, run_in_workers

TEXT = "Section 1. It is so."
GOOD = pdf_of(Page().put(TEXT, 50, 100))
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 21 0 R "
    "/Resources << /Font << /F1 3 0 R >> /XObject << /X 22 0 R >> >> >>"
)
SHOWN = f"BT /F1 10 Tf 50 700 Td ({TEXT}) Tj ET"


def stream(content: str, keys: str = "") -> str:
    return f"<< /Length {len(content)} {keys} >>\nstream\n{content}\nendstream"


def made_of(kids: str, count: int, **others: str) -> bytes:
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>", 2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>", 3: FONT,
        20: PAGE, 21: stream(SHOWN), 22: stream("", "/Type /XObject /Subtype /Form /BBox [0 0 1 1]"),
    }  # fmt: skip
    return written(objects | {int(name.removeprefix("n")): body for name, body in others.items()})


def inflated(packed: bytes) -> bytes:
    """A page whose content unpacks to much more than the file."""
    data = made_of("20 0 R", 1, n21="HERE")
    body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    return data.replace(b"HERE", body)


def itself() -> bytes:
    form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 22 0 R >> >>"
    return made_of("20 0 R", 1, n21=stream(f"/X Do {SHOWN}"), n22=stream("/X Do", form))


def deep(levels: int) -> bytes:
    tree = {
        f"n{100 + level}": f"<< /Type /Pages /Parent {99 + level if level else 2} 0 R /Kids [{101 + level} 0 R] /Count 1 >>"
        for level in range(levels)
    }
    return made_of("100 0 R", 1, **tree, **{f"n{100 + levels}": PAGE})


READ = {
    "pages that are their own parents": made_of("2 0 R 20 0 R", 2),
    "more pages promised than there are": made_of("20 0 R", 2_000_000_000),
    "a form that draws itself": itself(),
    "a tree of 2000 levels": deep(2000),
    "scripts and programs to start": pdf_of(
        Page().put(TEXT, 50, 100),
        catalogue="/OpenAction << /S /JavaScript /JS (while \\(true\\) {}) >> "
        "/AA << /WC << /S /Launch /F (touch-this) >> >>",
    ),
    "a page larger than any sheet": made_of("20 0 R", 1, n20=PAGE.replace("595 842", "1e12 1e12")),
    "a page without any room": made_of("20 0 R", 1, n20=PAGE.replace("595 842", "0 0")),
    "a hundred megabytes of nothing": inflated(zlib.compress(b" " * 100_000_000, 9)),
    "that may be read but not changed": pdf_of(Page().put(TEXT, 50, 100), locked=True),
}
REFUSED = {
    "cut off": (GOOD[: len(GOOD) // 2], "cut off before its end"),
    "no PDF at all": (b"%PDF-1.7\nnothing\n%%EOF\n", "damaged or no PDF"),
    "with a password": (pdf_of(Page(), encrypted=True), "protected by a password; save a copy without one"),
    "100,000 pages": (made_of("20 0 R " * 100_000, 100_000), "has 100,000 pages; up to 10,000 are read: split it"),
}
ENDED = {
    "a bomb of drawings": inflated(zlib.compress(SHOWN.encode() + b"\n" + b"0 0 m 1 1 l S\n" * 20_000_000, 9)),
}


@pytest.fixture(scope="module")
def results() -> dict[str, PdfDocument | Failure]:
    """What became of each, read one after the other by the same worker where it lives on."""
    files = READ | {name: data for name, (data, _) in REFUSED.items()} | ENDED | {"good": GOOD}
    sources = [Source(name, data, {"language": "en"}) for name, data in files.items()]
    return {
        source.name: result
        for source, result in run_in_workers(read, sources, workers=1, seconds=60, memory_bytes=900_000_000)
    }


@pytest.mark.parametrize("name", READ)
def test_it_is_read_as_far_as_it_goes(results: dict[str, PdfDocument | Failure], name: str) -> None:
    found = results[name]
    assert isinstance(found, PdfDocument), found
    texts = [block.text for block in found.blocks]
    if name in ("a tree of 2000 levels", "a hundred megabytes of nothing"):
        assert texts == []
    else:
        assert texts == [TEXT]


def test_a_page_that_cannot_be_loaded_is_marked_unread(results: dict[str, PdfDocument | Failure]) -> None:
    found = results["a tree of 2000 levels"]
    assert isinstance(found, PdfDocument)
    assert found.unread_pages == [1]
    assert "cannot be loaded" in found.warnings[0].message


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_reason(results: dict[str, PdfDocument | Failure], name: str) -> None:
    found = results[name]
    assert isinstance(found, Failure)
    assert REFUSED[name][1] in found.reason


@pytest.mark.parametrize("name", ENDED)
def test_it_costs_its_worker_only(results: dict[str, PdfDocument | Failure], name: str) -> None:
    assert isinstance(results[name], Failure)
    good = results["good"]
    assert isinstance(good, PdfDocument)
    assert [block.text for block in good.blocks] == [TEXT]


def test_the_same_file_without_its_end_is_never_half_a_law() -> None:
    for end in range(len(GOOD) - 200, len(GOOD) - 6, 40):
        ((_, found),) = run_in_workers(read, [Source("law.pdf", GOOD[:end])], workers=0)
        assert isinstance(found, Failure)
        assert "cut off before its end" in found.reason
