"""The general readers of Markdown, HTML and plain text, on small texts of our own."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, BlockKind
from ingest.readers import read_source
from ingest.readers.general_html import read_html_blocks
from ingest.readers.markdown import READER as MARKDOWN
from ingest.readers.markdown import inline
from ingest.readers.plain_text import read_text_blocks
from ingest.source import Source
from ingest.split.splitting import split
from ingest.tidy import join_wrapped, tidy
from palermo.errors import ReadError


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def markdown(text: str) -> list[Block]:
    return MARKDOWN.read(Source("law.md", text.encode())).blocks


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("**Bold** and *italic* words", "Bold and italic words"),
        ("see [article 5](https://example.org/a_(b)#c)", "see article 5"),
        ("kept ![picture](x.png) words", "kept words"),
        ("§ 245<sup>1</sup> and 1<sup>o</sup>", "§ 245¹ and 1º"),
        ("a\\. b\\* c\\_d", "a. b* c_d"),
        ("co&shy;operation &amp; aid&nbsp;here", "cooperation & aid here"),
        ("~~old~~ new", "new"),
        ("5 * 3 * 2 stays", "5 * 3 * 2 stays"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("changed by the[Law No. 5](x)in force", "changed by the Law No. 5 in force"),
    ],
)
def test_inline_marks_are_read_away(raw: str, read: str) -> None:
    assert inline(raw) == read


def test_front_matter_becomes_facts_and_no_text() -> None:
    document = MARKDOWN.read(
        Source("law.md", b'---\ntitle: "Bands Act"\nlast_updated: "2020-01-02"\n---\n# Bands Act\n\nWords.')
    )
    assert document.facts["title"] == "Bands Act"
    assert document.facts["version_date"] == "2020-01-02"
    assert texts(document.blocks) == ["Bands Act", "Words."]
    assert document.blocks[0].place == "line 5"


def test_broken_front_matter_is_a_warning() -> None:
    document = MARKDOWN.read(Source("law.md", b"---\ntitle: [unclosed\n---\nWords."))
    assert "front matter" in document.warnings[0].message
    assert texts(document.blocks) == ["Words."]


def test_headings_without_a_space_are_headings() -> None:
    assert [(b.kind, b.level, b.text) for b in markdown("###Artikel 5\n#### Titel ####\n")] == [
        (BlockKind.HEADING, 3, "Artikel 5"), (BlockKind.HEADING, 4, "Titel"),
    ]  # fmt: skip


def test_details_are_notes() -> None:
    blocks = markdown("Words.\n\n<details>\n<summary>History</summary>\n\n- 1997, c. 2\n\n</details>\n\nMore.\n")
    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.TEXT, "Words."), (BlockKind.NOTE, "1997, c. 2"), (BlockKind.TEXT, "More."),
    ]  # fmt: skip


def test_tables_are_rows_with_cells() -> None:
    assert texts(markdown("| Arm | Mark |\n|---|---|\n| Rifle | 5 |\n")) == ["Arm | Mark", "Rifle | 5"]


def test_short_lines_are_paragraphs_and_wrapped_lines_are_joined() -> None:
    assert texts(markdown("One\nTwo\nThree\n")) == ["One", "Two", "Three"]
    wrapped = "\n".join(
        ["Wer sich an der Bande als Mitglied beteiligt oder sie unter-"]
        + ["stützt, wird mit Freiheitsstrafe bestraft, auch wenn er nur die"] * 24
    )
    assert len(markdown(wrapped)) == 1
    assert "unterstützt" in markdown(wrapped)[0].text


def test_a_provision_run_into_a_note_starts_a_line_of_its_own() -> None:
    blocks = markdown("*(Note of the editor.)***ARTICULO 2º**— Las bandas.\n")
    assert [block.text for block in blocks][-1] == "ARTICULO 2º— Las bandas."


def test_html_leaves_the_page_around_the_law_out() -> None:
    markup = (
        "<nav>Home</nav><script>x()</script><div style='display:none'>Hidden</div><div class='breadcrumb'>A > B</div>"
        "<p>Kept <b>words</b>.</p><p hidden>Gone</p><select><option>5</option></select>"
    )
    assert texts(read_html_blocks(markup)) == ["Kept words."]


LAW = (
    "<h2>Lanterns Act</h2><p>Article 1. A lantern burns all night.</p><p>Article 2. Its oil is sold by the harbour.</p>"
)
WORDS_OF_THE_LAW = [
    "Lanterns Act",
    "Article 1. A lantern burns all night.",
    "Article 2. Its oil is sold by the harbour.",
]


def page(body: str) -> list[str]:
    return texts(read_source(Source("law.html", f"<!DOCTYPE html><html><body>{body}</body></html>".encode())).blocks)


@pytest.mark.parametrize(
    "around",
    [
        "<header><a href='/'>Home</a><div>Read aloud</div></header>{}<footer><p>About this site</p></footer>",
        "<div><header>Menu</header></div>{}<div><footer>Terms of use</footer></div>",
        "<div role='banner'>Menu</div>{}<div role='contentinfo'>Terms of use</div>",
        "<p>Skip the menu</p><main>{}</main><p>Terms of use</p>",
        "<p>Skip the menu</p><div role='main'>{}</div><p>Terms of use</p>",
        "<h1>Lanterns Act</h1><dl><dt>Citation</dt></dl><la-akoma-ntoso>{}</la-akoma-ntoso><p>A project of many.</p>",
        "<ul><li>Citations 3</li></ul><div class='content akn-akomaNtoso'>{}</div><p>A project of many.</p>",
        "<div class='slider'><p>A course on lanterns</p></div>{}<span class='toctoggle'>[<a href='#'>Show</a>]</span>",
    ],
)
def test_html_is_read_without_the_head_and_the_foot_of_the_page(around: str) -> None:
    assert page(around.format(LAW)) == WORDS_OF_THE_LAW


@pytest.mark.parametrize(
    "around",
    [
        "<article><header>{}</header></article>",
        "<section>{}</section><main><p>Today in the news.</p></main>",
        "<main><p>A table of contents.</p></main><main>{}</main>",
        "<header><p>A site.</p></header><main><article>{}<footer>Signed.</footer></article></main>",
        "<header>{}</header>",
    ],
)
def test_html_of_which_the_law_is_not_the_main_part_loses_none_of_its_words(around: str) -> None:
    assert set(WORDS_OF_THE_LAW) <= set(page(around.format(LAW)))
    assert ("Signed." in around) == ("Signed." in page(around.format(LAW)))


def test_html_breaks_lines_where_the_page_does() -> None:
    assert texts(read_html_blocks("One<br>Two<br/><br/>Three<div>Four</div>Five")) == [
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
    ]


def test_html_superscripts_are_characters_and_footnote_signs_are_not() -> None:
    assert texts(read_html_blocks("<p>§ 133<sup>1</sup> Words<sup><a href='#n1'>2</a></sup>.</p>")) == ["§ 133¹ Words."]


def test_html_nested_without_limit_is_read() -> None:
    assert texts(read_html_blocks("<div>" * 5000 + "Deep" + "</div>" * 5000)) == ["Deep"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("iso-8859-1", "iso-8859-1"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-8-sig", ""),
    ],
)
def test_wrong_declarations_of_the_encoding_do_no_harm(encoding: str, declared: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    page = (
        f"<html><head>{meta}<title>Ley</title></head><body><p>Artículo 1º. Será castigado quien dañe.</p></body></html>"
    )
    document = read_source(Source("ley.html", page.encode(encoding)))
    assert texts(document.blocks) == ["Artículo 1º. Será castigado quien dañe."]
    assert document.facts["title"] == "Ley"


@pytest.mark.parametrize("data", [b"", b"  \n ", bytes(range(256)) * 40])
def test_empty_and_binary_files_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"empty|binary"):
        read_source(Source("law.txt", data))


def test_plain_text_joins_wrapped_lines_and_drops_page_numbers() -> None:
    line = "Whoever takes part in a band or supports it in any way is liable to a term of"
    text = "\n".join([line, "imprisonment not exceeding five years.", "", "- 12 -", ""] * 15)
    assert set(texts(read_text_blocks(text))) == {f"{line} imprisonment not exceeding five years."}


def test_words_without_spaces_are_joined_without_one() -> None:
    assert join_wrapped(["组织犯罪", "集团"]) == "组织犯罪集团"
    assert join_wrapped(["Straf-", "tat"]) == "Straftat"
    assert join_wrapped(["A-", "B"]) == "A- B"


@given(st.text(max_size=300))
def test_any_text_is_read_and_split_without_error(text: str) -> None:
    blocks = read_text_blocks(text) + read_html_blocks(text)
    with suppress(ReadError):  # the text may be empty or hold a zero byte
        blocks += markdown(text)
    for block in blocks:
        assert block.text == block.text.strip()
        assert block.text


WORDS = [
    "Article 1",
    "§ 2",
    "Chapter I",
    "SCHEDULE",
    "第三条",
    "المادة ٤",
    "5.",
    "(a)",
    "«Art. 6",
    "Part II",
    "ends:",
    "words.",
    "x" * 90,
]


@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from(["\n\n", "\n", " "]))
def test_a_soup_of_headings_loses_no_word_and_gives_each_provision_its_own_id(words: list[str], gap: str) -> None:
    from ingest.document import Document

    document = Document("test", read_text_blocks(gap.join(words)))
    drafts = split(document)
    assert len({draft.eid for draft in drafts}) == len(drafts)
    assert all(draft.text.strip() for draft in drafts)


@given(st.text(max_size=200))
def test_tidy_is_stable(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("name", ["law.html", "law"])
def test_a_page_without_its_first_lines_is_read_as_html(name: str) -> None:
    page = "<title>Law</title>\n<div><p>Article 1</p><p>Whoever joins a band.</p></div>\n<div><p>Article 2</p></div>"
    assert texts(read_source(Source(name, page.encode())).blocks)[-3:] == [
        "Article 1",
        "Whoever joins a band.",
        "Article 2",
    ]
