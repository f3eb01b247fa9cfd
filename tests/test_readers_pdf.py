"""PDF: reading order, running heads, paragraphs, notes, Arabic, pages without text, and damaged files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pdf_maker import Page, pdf_of

from ingest.document import BlockKind, Document
from ingest.pdf import recognition
from ingest.pdf.places import Place
from ingest.readers.pdf import READER
from ingest.source import Source
from palermo.errors import ReadError

PITCH = 12.0
ADVICE = "install tesseract: apt-get install tesseract-ocr tesseract-ocr-eng"
FULL = "every person who takes part in it is liable"  # about the width of a column


@pytest.fixture(autouse=True)
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same everywhere: character recognition has tests of its own."""
    monkeypatch.setattr(recognition, "installed_models", lambda: None)


def read(data: bytes, language: str = "") -> Document:
    source = Source("law.pdf", data, {"language": language} if language else {})
    assert READER.knows(source)
    return READER.read(source)


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [block.text for block in document.blocks if kind is None or block.kind is kind]


def put_lines(page: Page, left: float, down: float, lines: list[str], size: float = 10) -> Page:
    """Lines one below the other; `>` opens an indented one."""
    for number, line in enumerate(lines):
        page.put(line.lstrip(">"), left + (15 if line.startswith(">") else 0), down + number * PITCH, size)
    return page


def column(tag: str) -> list[str]:
    """Ten lines in two paragraphs."""
    paragraph = [f">{tag} {FULL}", *[FULL] * 3, "to the court."]
    return paragraph + paragraph


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Page()
    put_lines(page, 50, 100, column("Alpha"))
    put_lines(page, 320, 100, column("Beta"))
    found = texts(read(pdf_of(page)))
    assert [text.split()[0] for text in found] == ["Alpha", "Alpha", "Beta", "Beta"]
    assert all(text.endswith("to the court.") for text in found)
    assert found[0] == " ".join([f"Alpha {FULL}", *[FULL] * 3, "to the court."])


def test_rows_written_across_both_columns_are_still_parted() -> None:
    """Some programs write the first line of both columns before the second of either."""
    page = Page()
    for number, (left, right) in enumerate(zip(column("Alpha"), column("Beta"), strict=True)):
        put_lines(page, 50, 100 + number * PITCH, [left])
        put_lines(page, 320, 100 + number * PITCH, [right])
    assert [text.split()[0] for text in texts(read(pdf_of(page)))] == ["Alpha", "Alpha", "Beta", "Beta"]


def test_a_title_across_both_columns_parts_them() -> None:
    page = Page()
    put_lines(page, 50, 100, column("Alpha"))
    put_lines(page, 320, 100, column("Beta"))
    page.put("CHAPTER TWO ON THE COURTS", 230, 250, 12, bold=True)
    put_lines(page, 50, 280, column("Gamma"))
    put_lines(page, 320, 280, column("Delta"))
    firsts = [text.split()[0] for text in texts(read(pdf_of(page)))]
    assert firsts == ["Alpha"] * 2 + ["Beta"] * 2 + ["CHAPTER"] + ["Gamma"] * 2 + ["Delta"] * 2


def test_running_heads_and_page_numbers_go_on_left_and_right_pages() -> None:
    pages = []
    for number in range(7, 12):
        page = Page()
        head = ("Gazette No. 4 of 2031", f"{number}") if number % 2 else (f"{number}", "Gazette No. 4 of 2031")
        page.put(head[0], 50, 40).put(head[1], 450, 40).put(f"- {number - 6} -", 290, 810)
        put_lines(page, 50, 90, [f"Article {number}", FULL + " " + FULL + ".", "It is so."])
        pages.append(page)
    found = texts(read(pdf_of(*pages)))
    assert not any("Gazette" in text or text.startswith("-") for text in found)
    assert [text for text in found if text.startswith("Article")] == [f"Article {n}" for n in range(7, 12)]


def test_a_provision_at_the_top_of_every_page_is_no_running_head() -> None:
    pages = [put_lines(Page(), 50, 60, [f"Section {n}", f"Words of {n * n} lines."]) for n in range(1, 6)]
    assert [t for t in texts(read(pdf_of(*pages))) if t.startswith("Section")] == [f"Section {n}" for n in range(1, 6)]


def test_words_broken_at_the_end_of_a_line_are_made_whole() -> None:
    lines = [
        "The court may order the confis-",
        "cation of goods and of the self-",
        "contained parts; self-contained means whole, and the Inter-",
        "Agency Board decides.",
    ]
    assert texts(read(pdf_of(put_lines(Page(), 50, 100, lines)))) == [
        "The court may order the confiscation of goods and of the self-contained parts; self-contained means "
        "whole, and the Inter-Agency Board decides."
    ]


def test_a_reference_at_the_start_of_a_line_opens_nothing() -> None:
    lines = [
        "Whoever is convicted of an offence that is punishable pursuant to section",
        "5. of the former law or, where the conduct took place after that day, to",
        "Article 9 of this one, shall pay the costs of the proceedings before a court.",
        "Article 6. Costs",
    ]
    found = texts(read(pdf_of(put_lines(Page(), 50, 100, lines))))
    assert [text.split()[0] for text in found] == ["Whoever", "Article"]


def test_items_and_paragraphs_start_blocks() -> None:
    lines = [
        "Article 3",
        "In this Act:",
        "(a) ship means a vessel of any",
        ">kind, also a raft;",
        "(b) crew means all on board.",
    ]
    assert texts(read(pdf_of(put_lines(Page(), 50, 100, lines)))) == [
        "Article 3",
        "In this Act:",
        "(a) ship means a vessel of any kind, also a raft;",
        "(b) crew means all on board.",
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = put_lines(Page(), 50, 700, [FULL, FULL, FULL])
    second = put_lines(Page(), 50, 60, ["and goes on here.", ">Next one."])
    document = read(pdf_of(first, second))
    assert texts(document) == [f"{FULL} {FULL} {FULL} and goes on here.", "Next one."]
    assert [Place.of(block.place) for block in document.blocks] == [Place(1, 50, 690), Place(2, 66, 62)]


def test_headings_have_levels_by_size_and_weight() -> None:
    page = Page().put("PART ONE", 250, 80, 16, bold=True).put("Section 1 Scope", 50, 110, bold=True)
    put_lines(page, 50, 140, [FULL] * 4 + ["to the end."])
    page.put("Section 2 Terms", 50, 220, bold=True)
    put_lines(page, 50, 250, [FULL] * 4 + ["to the end."])
    blocks = read(pdf_of(page)).blocks
    assert [(b.text, b.level) for b in blocks if b.kind is BlockKind.HEADING] == [
        ("PART ONE", 1),
        ("Section 1 Scope", 2),
        ("Section 2 Terms", 2),
    ]
    assert {b.style for b in blocks} == {"16.0-bold", "bold", ""}


def test_footnotes_are_notes_and_their_marks_leave_the_text() -> None:
    page = Page()
    put_lines(page, 50, 100, ["Article 4", "Whoever smuggles is punished", FULL, FULL, "in prison."])
    page.put("2", 188, 108, 6).put("Article 5", 50, 180).put("1", 87, 176, 6).put("2", 50, 191, 6)
    page.put("Second paragraph.", 56, 195)
    page.put("2", 50, 717, 5).put("Inserted by Act 9 of 2031.", 56, 720, 7)
    document = read(pdf_of(page))
    assert texts(document, BlockKind.NOTE) == ["2 Inserted by Act 9 of 2031."]
    assert texts(document)[1].startswith("Whoever smuggles is punished every")
    assert "Article 5¹" in texts(document)
    assert "2 Second paragraph." in texts(document)


def test_a_soft_hyphen_inside_a_line_goes() -> None:
    assert texts(read(pdf_of(Page().put_glyphs("hy\u00adphen", 50, 100)))) == ["hyphen"]


def seen(logical: str) -> str:
    """Arabic letters in the order of the eye; numbers keep theirs."""
    runs: list[str] = []
    for character in logical:
        if character.isdigit() and runs and runs[-1][-1].isdigit():
            runs[-1] += character
        else:
            runs.append(character)
    mirrored = str.maketrans("()", ")(")
    return "".join(run.translate(mirrored) for run in reversed(runs))


def put_arabic(page: Page, down: float, glyphs: str, right: float = 545, size: float = 10) -> Page:
    return page.put_glyphs(glyphs, right - size / 2 * len(glyphs), down, size)


def test_arabic_is_in_logical_order_with_numbers_and_ligatures_right() -> None:
    page = Page()
    put_arabic(page, 100, seen("مادة (١٢)"))
    put_arabic(page, 140, seen("١- كل من هرب سفينة في سنة ٢٠٣١ يعاقب بالسجن ولا يخفف"), size=18)
    put_arabic(page, 162, seen("ﺣﻜﻤﻪ Ⴀ في المـــادة ٧."), size=18)
    found = texts(read(pdf_of(page, ligatures={"Ⴀ": "لا"}), "ar"))
    assert found[0] == "مادة (١٢)"
    assert found[1] == "١- كل من هرب سفينة في سنة ٢٠٣١ يعاقب بالسجن ولا يخفف حكمه لا في المادة ٧."


def test_two_arabic_columns_are_read_from_the_right() -> None:
    page = Page()
    line = "كل من شارك في ذلك يسأل امام المحكمة المختصة"
    for number in range(8):
        put_arabic(page, 100 + number * PITCH, seen(f"يمين {line} {number}"))
        put_arabic(page, 100 + number * PITCH, seen(f"يسار {line} {number}"), right=280)
    text = " ".join(texts(read(pdf_of(page), "ar")))
    assert text.count("يمين") == 8
    assert text.rindex("يمين") < text.index("يسار")


def test_chinese_lines_are_joined_without_spaces() -> None:
    page = Page()
    lines = [
        "第五条运送货物的船舶应当接受检查不得拒绝检查",
        "拒绝检查的由主管部门责令改正并对船长处以罚款",
        "情节严重的可以扣押船舶",
    ]
    for number, line in enumerate(lines):
        page.put_glyphs(line, 187.5, 100 + number * 24, 20)
    assert texts(read(pdf_of(page), "zh")) == ["".join(lines)]


def test_pages_without_text_are_named_and_empty_ones_pass() -> None:
    words = put_lines(Page(), 50, 100, ["Article 1", "It is so."])
    document = read(pdf_of(words, Page(picture=True), Page(picture=True), Page(), words, Page(picture=True)))
    assert [(w.place, w.message) for w in document.warnings] == [
        ("pages 2-3", f"no text layer, it needs OCR: {ADVICE}"),
        ("page 6", f"no text layer, it needs OCR: {ADVICE}"),
    ]
    assert texts(document) == ["Article 1", "It is so."] * 2


def test_a_document_of_pictures_has_no_blocks_and_one_warning() -> None:
    document = read(pdf_of(*[Page(picture=True)] * 4))
    assert document.blocks == []
    assert [w.place for w in document.warnings] == ["pages 1-4"]


@pytest.mark.parametrize(
    ("page", "language", "reason"),
    [
        (
            Page().put_glyphs("W\x07L\x1bd\x17q\x10" * 12, 50, 100),
            "",
            "control or private",
        ),
        (Page().put("(cid:12)(cid:40)(cid:7) (cid:9)", 50, 100), "", "glyph numbers"),
        (
            Page().put("xWq zHj wOL WdM qJ xKbF dWo UvI tOM rRy sPQ kLfG hJk zXcV bNm qWrT pLkJ", 50, 100),
            "ar",
            "script",
        ),
    ],
)
def test_garbage_is_named_and_not_given_out(page: Page, language: str, reason: str) -> None:
    document = read(pdf_of(page), language)
    assert document.blocks == []
    assert document.warnings[0].place == "page 1"
    assert reason in document.warnings[0].message
    assert "needs OCR" in document.warnings[0].message


def test_words_of_another_script_are_kept_with_a_warning() -> None:
    document = read(
        pdf_of(put_lines(Page(), 50, 100, ["Article 1", "The law shall be published in the gazette of the State."])),
        "ar",
    )
    assert texts(document) == ["Article 1", "The law shall be published in the gazette of the State."]
    assert "the letters are Latin, though the declared language is ar" in document.warnings[0].message


GOOD = pdf_of(put_lines(Page(), 50, 100, ["Article 1", "It is so."]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_of(Page(), encrypted=True), "protected by a password"),
        (GOOD[: len(GOOD) // 2], "cut off before its end"),
        (b"%PDF-1.7\nnothing at all\n%%EOF\n", "damaged or no PDF"),
        (b"%PDF-1.4\n1 0 obj << /Linearized 1 /L 999999 >> endobj\n" + GOOD, "cut off before its end"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=f"law.pdf: .*{reason}"):
        read(data)


def test_only_pdf_is_known() -> None:
    assert READER.knows(Source("law", b"\n\n junk before " + GOOD))
    assert not READER.knows(Source("law.pdf", b"<html>%PDF</html>"))


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("law", "opening", "numbers"),
    [
        ("pak/investigation-for-fair-trial-act", "%d.", range(1, 40)),
        ("egy/law-6-2024-recovered-assets", "مادة (%d)", range(1, 11)),
    ],
)
def test_every_provision_of_real_gazettes_opens_a_block(
    corpus_dir: Path, law: str, opening: str, numbers: range
) -> None:
    """The numbers of the provisions are all there is to compare: no text of a law stands here."""
    folder = corpus_dir / law
    meta = json.loads((folder / "meta.json").read_text())
    file = next(folder.glob("*.pdf"))
    document = READER.read(Source(file.name, file.read_bytes(), meta))
    plain = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
    openings = [block.text.translate(plain) for block in document.blocks]
    missing = [n for n in numbers if not any(text.startswith(opening % n) for text in openings)]
    assert missing == []
    assert not document.has_units()


@pytest.mark.corpus
def test_a_gazette_with_a_broken_font_gives_a_warning_and_no_text(corpus_dir: Path) -> None:
    file = next((corpus_dir / "egy" / "law-22-2022-migrant-smuggling").glob("*.pdf"))
    document = READER.read(Source(file.name, file.read_bytes(), {"language": "ar"}))
    assert document.blocks == []
    assert [w.place for w in document.warnings] == ["pages 1-3"]
