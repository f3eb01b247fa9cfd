"""PDFs that a browser printed: real fonts and shaped letters, in the layouts of gazettes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pdf_making import printed
from pdf_making.laws import invent
from pdf_making.measure import provisions_right, score

from ingest.document import BlockKind
from ingest.pdf import recognition
from ingest.readers.pdf import read
from ingest.source import Source
from ingest.split.splitting import split

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: uv sync installs it")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not printed.is_there(), reason="chromium is missing: on Debian, apt-get install chromium"),
]

CASES = [
    (printed.one_column, "ar"), (printed.one_column, "hi"), (printed.one_column, "th"), (printed.one_column, "ko"),
    (printed.two_columns, "ru"), (printed.two_columns, "ar"), (printed.two_columns, "he"), (printed.two_columns, "zh"),
    (printed.three_columns, "de"), (printed.three_columns, "am"), (printed.two_columns_with_rule, "fr"),
    (printed.centred_headings, "es"), (printed.hyphenated, "el"), (printed.with_table, "ar"), (printed.with_table, "de"),
    (printed.with_footnotes, "he"), (printed.with_marginal_notes, "en"), (printed.with_contents, "zh"),
    (printed.lists, "ar"), (printed.small_pages, "th"), (printed.vertical, "ja"), (printed.vertical_in_two_rows, "zh"),
]  # fmt: skip
BILINGUAL = [("en", "fr"), ("fr", "ar"), ("en", "zh")]


@pytest.fixture(scope="module")
def printer() -> Iterator[printed.Printer]:
    with printed.Printer() as printer:
        yield printer


@pytest.fixture(autouse=True)
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "installed_models", lambda: None)


def hold(case: printed.Printed, data: bytes) -> tuple[int, int]:
    """Characters and order reach the aims; the provisions that are right, and how many there are."""
    document = read(Source("law.pdf", data, {"language": case.languages[0]}))
    everything = "\n".join(block.text for block in document.blocks)
    text = "\n".join(block.text for block in document.blocks if block.kind is not BlockKind.NOTE)
    assert not [word for word in case.unwanted if word in everything]
    assert score("\n".join(case.lines), everything, "\n".join(case.notes)).characters >= 0.99
    assert score("\n".join(case.lines), text).order >= 0.985
    return provisions_right(case.laws, split(document))


def need(language: str) -> None:
    if not printed.has_font(language):
        pytest.skip(f"no font for {language}: on Debian, apt-get install fonts-noto-core fonts-droid-fallback")


@pytest.mark.parametrize(("layout", "language"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_what_was_printed_is_read(printer: printed.Printer, layout: printed.Layout, language: str) -> None:
    need(language)
    case = layout(invent(language, 2, 5, seed=6))
    right, total = hold(case, printer.print(case.page))
    assert right >= 0.9 * total


@pytest.mark.parametrize("languages", BILINGUAL, ids="-".join)
def test_two_languages_beside_each_other(printer: printed.Printer, languages: tuple[str, str]) -> None:
    for language in languages:
        need(language)
    case = printed.side_by_side(*(invent(language, 2, 4, seed=8) for language in languages))
    right, total = hold(case, printer.print(case.page))
    assert right == total
