"""Layouts of gazettes in many scripts, set glyph by glyph: characters, reading order and provisions come back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pytest
from pdf_making import drawn
from pdf_making.drawn import LAYOUTS, Drawn
from pdf_making.laws import SPEECHES, invent
from pdf_making.measure import Score, provisions_right, score

from ingest.document import BlockKind
from ingest.pdf import recognition
from ingest.pdf.quality import PdfDocument
from ingest.readers.pdf import READER
from ingest.source import Source
from ingest.split.splitting import split

LANGUAGES = ("en", "de", "el", "ru", "ar", "he", "hi", "zh", "ja", "ko", "th", "am")


@pytest.fixture(autouse=True)
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "installed_models", lambda: None)


@dataclass(frozen=True)
class Found:
    """What was read: with footnotes, and without."""

    document: PdfDocument
    everything: Score
    text: Score
    provisions: tuple[int, int]


def read(case: Drawn) -> Found:
    document = READER.read(Source("law.pdf", case.data, {"language": case.languages[0]}))
    assert isinstance(document, PdfDocument)
    everything = "\n".join(block.text for block in document.blocks)
    text = "\n".join(block.text for block in document.blocks if block.kind is not BlockKind.NOTE)
    expected = "\n".join(case.lines)
    assert not [word for word in case.unwanted if word in everything]
    found = score(expected, everything, "\n".join(case.notes)), score(expected, text)
    return Found(document, *found, provisions_right(case.laws, split(document)))


def hold(case: Drawn, found: Found) -> None:
    """The aims for PDFs with a text layer."""
    assert found.everything.characters >= 0.99, case.name
    assert found.text.order >= 0.985, case.name


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_layout_is_read_in_every_script(layout: drawn.Layout) -> None:
    right: dict[str, tuple[int, int]] = {}
    for place, language in enumerate(LANGUAGES):
        case = layout(invent(language, 3, 6, seed=place + 1))
        found = read(case)
        hold(case, found)
        assert found.document.score == 1.0, found.document.pages
        right[language] = found.provisions
    hits, total = (sum(right[language][part] for language in LANGUAGES) for part in (0, 1))
    assert hits >= 0.95 * total, right


@pytest.mark.parametrize("languages", [("en", "fr"), ("fr", "ar"), ("en", "zh"), ("de", "el"), ("es", "en")])
def test_two_languages_side_by_side_are_read_each_on_its_own(languages: tuple[str, str]) -> None:
    one, other = (invent(language, 2, 5, seed=4) for language in languages)
    case = drawn.side_by_side(one, other)
    found = read(case)
    hold(case, found)
    assert found.provisions[0] == found.provisions[1]
    texts = defaultdict(list)
    for block in READER.read(Source("law.pdf", case.data, {"language": languages[0]})).blocks:
        texts[block.language].append(block.text)
    assert list(texts) == list(languages)
    assert texts[languages[0]] == one.lines
    assert texts[languages[1]] == other.lines


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_vertical_lines_are_read_from_the_right(language: str) -> None:
    case = drawn.vertical(invent(language, 3, 6, seed=2))
    found = read(case)
    hold(case, found)
    assert found.provisions[0] == found.provisions[1] == 18


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "el", "ru"])
def test_words_broken_at_the_ends_of_lines_are_made_whole(language: str) -> None:
    case = drawn.hyphenated(invent(language, 3, 6, seed=2))
    found = read(case)
    hold(case, found)
    assert found.everything.characters == 1.0
    assert found.provisions[0] >= 17


def test_rows_of_tables_are_blocks_of_their_own() -> None:
    for layout in (drawn.with_ruled_table, drawn.with_plain_table):
        case = layout(invent("en", 1, 3))
        rows = [block for block in read(case).document.blocks if block.style == "table"]
        assert [row.text for row in rows] == case.lines[-6:]
        assert rows[0].text.endswith(" | 125")


def test_footnotes_stand_behind_what_they_belong_to() -> None:
    law = invent("en", 1, 4, seed=3)
    case = drawn.with_footnotes(law)
    blocks = READER.read(Source("law.pdf", case.data, {"language": "en"})).blocks
    notes = [place for place, block in enumerate(blocks) if block.kind is BlockKind.NOTE]
    assert [blocks[place].text for place in notes] == list(case.notes)
    assert [blocks[place - 1].text for place in notes] == [article.paragraphs[0] for article in law.articles]


def test_titles_in_the_margin_become_the_headings_of_their_sections() -> None:
    law = invent("en", 2, 5, seed=3)
    drafts = split(read(drawn.with_margin_notes(law)).document)
    assert [(d.number, d.heading) for d in drafts if d.number] == [(a.number, a.title) for a in law.articles]


@pytest.mark.parametrize("language", sorted(SPEECHES))
def test_titles_in_the_margin_are_told_from_the_words_beside_them_in_every_language(language: str) -> None:
    """Also where a sentence has no sign at its end, or stands alone at the foot of a page below a heading."""
    laws = [invent(language, 3, 6, seed=seed) for seed in (5, 54)]
    found = [read(drawn.with_margin_notes(law)).provisions for law in laws]
    hits, total = (sum(part) for part in zip(*found, strict=True))
    assert hits >= 0.97 * total


def test_contents_that_name_more_than_the_text_holds_give_a_warning() -> None:
    law = invent("en", 2, 4, seed=3)
    whole = drawn.with_contents(law)
    assert read(whole).document.warnings == []
    # The same without its last page.
    lost = drawn.with_contents(invent("en", 4, 8, seed=3), pages=2)
    (warning,) = READER.read(Source("law.pdf", lost.data, {"language": "en"})).warnings
    assert warning.place == "contents"
    assert "headings that were not found in the text: " in warning.message
    assert "Section 32" in warning.message or "..." in warning.message
