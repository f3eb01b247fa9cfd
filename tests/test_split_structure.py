"""What must not fool the splitter: contents, quotations, schedules, chapters, old wordings. The laws are invented."""

from __future__ import annotations

import pytest

from ingest.document import IN_THE_MARGIN, Block, BlockKind, Component, Document
from ingest.readers.general_html import read_html_blocks
from ingest.readers.markdown import READER as MARKDOWN
from ingest.readers.plain_text import read_text_blocks
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split

RULE = "A person who joins the band is liable to imprisonment for five years."


def from_text(text: str) -> list[Draft]:
    return split(Document("test", read_text_blocks(text)))


def from_html(markup: str) -> list[Draft]:
    return split(Document("test", read_html_blocks(markup)))


def from_markdown(text: str) -> list[Draft]:
    return split(MARKDOWN.read(Source("law.md", text.encode())))


def numbers(drafts: list[Draft]) -> list[str]:
    return [draft.number for draft in drafts if draft.number]


def by_number(drafts: list[Draft], number: str) -> Draft:
    found = [draft for draft in drafts if draft.number == number]
    assert len(found) == 1, [draft.number for draft in drafts]
    return found[0]


def test_a_table_of_contents_is_not_taken_for_provisions() -> None:
    titles = ["Meaning of band", "Joining a band", "Leading a band", "Leaving a band", "Commencement"]
    contents = "\n\n".join(f"{n}. {title}" for n, title in enumerate(titles, 1))
    body = "\n\n".join(f"{n}. {title}\n\n{RULE}" for n, title in enumerate(titles, 1))
    drafts = from_text(f"THE BANDS ACT\n\nARRANGEMENT OF SECTIONS\n\n{contents}\n\nAn Act about bands.\n\n{body}")
    assert numbers(drafts) == ["1", "2", "3", "4", "5"]
    assert all(RULE in draft.text for draft in drafts if draft.number)


def test_contents_with_dots_and_pages_are_left_out() -> None:
    contents = "\n\n".join(f"Article {n}. On bands ........ {n + 3}" for n in range(1, 7))
    body = "\n\n".join(f"Article {n}. On bands\n\n{RULE}" for n in range(1, 7))
    assert numbers(from_text(f"{contents}\n\n{body}")) == ["1", "2", "3", "4", "5", "6"]


def test_contents_of_links_give_their_titles_to_numbers_without_one() -> None:
    links = "".join(f"<p><a href='#s{n}'>{n}. Title of {n}</a></p>" for n in range(1, 9))
    body = "".join(f"<p id='s{n}'>{n}. {RULE}</p>" for n in range(1, 9))
    drafts = from_html(links + body)
    assert numbers(drafts) == [str(n) for n in range(1, 9)]
    assert by_number(drafts, "3").text == RULE


def test_references_at_the_start_of_a_line_open_nothing() -> None:
    drafts = from_text(
        f"Article 1\n\n{RULE}\n\nArticle 2\n\nThe court applies\n\nArticle 1 of this law, and\n\n"
        f"Article 17 of the Code, to the leader.\n\nArticle 3\n\n{RULE}"
    )
    assert numbers(drafts) == ["1", "2", "3"]
    assert "Article 17 of the Code" in by_number(drafts, "2").text


def test_a_quoted_article_keeps_its_number_and_never_takes_a_number_of_the_law_itself() -> None:
    drafts = from_markdown(
        "### Article 1\n\nOn bands.\n\n### Article 2\n\nOn leaders.\n\n### Article 3\n\n"
        "The Penal Code is amended as follows:\n\n### Article 145 bis\n\nWhoever sells a person is punished.\n\n"
        "### Article 2\n\nWhoever leads a band is punished.\n\n### Article 4\n\nThis law enters into force.\n"
    )
    assert numbers(drafts) == ["1", "2", "3", "145 bis", "3:2", "4"]
    assert by_number(drafts, "2").text == "On leaders."
    assert by_number(drafts, "145 bis").eid == "quoted__art_145-bis"


def test_schedules_number_anew_under_their_own_name() -> None:
    sections = "".join(f"## {n} Rule {n}\n\n{RULE}\n\n" for n in range(1, 5))
    drafts = from_markdown(f"{sections}# SCHEDULE 1\n\n## 1 Form\n\nThe form.\n\n## 2 Fees\n\nThe fees.\n")
    assert numbers(drafts) == ["1", "2", "3", "4", "SCHEDULE 1:1", "SCHEDULE 1:2"]
    assert by_number(drafts, "SCHEDULE 1:2").eid == "sched_1__sec_2"


def test_a_schedule_without_numbers_is_one_text() -> None:
    drafts = from_text(f"Article 1\n\n{RULE}\n\nArticle 2\n\n{RULE}\n\nANNEX\n\nList of weapons\n\nRifles and pistols.")
    assert by_number(drafts, "ANNEX").text.endswith("Rifles and pistols.")


def test_numbers_that_start_again_in_each_chapter_carry_the_chapter() -> None:
    pieces = []
    for chapter in (1, 2, 3):
        pieces.append(f"{chapter} kap. Om ligor {chapter}")
        pieces += [f"{n} § Den som deltar i ligan {chapter}.{n} döms till böter." for n in (1, 2, 3)]
    drafts = from_text("\n\n".join(pieces))
    assert numbers(drafts) == [f"{c}:{n}" for c in (1, 2, 3) for n in (1, 2, 3)]
    assert by_number(drafts, "2:3").eid == "chp_2__para_3"
    assert by_number(drafts, "2:3").path == ("2 kap Om ligor 2",)


def test_chapters_that_number_on_leave_the_number_alone() -> None:
    text = "\n\n".join(f"Chapter {c}\n\nSection {c * 2 - 1}. {RULE}\n\nSection {c * 2}. {RULE}" for c in (1, 2, 3))
    assert numbers(from_text(text)) == ["1", "2", "3", "4", "5", "6"]


def test_paragraphs_numbered_anew_in_each_article_are_no_provisions() -> None:
    text = "\n\n".join(f"Art. {n}. § 1er. {RULE}\n\n§ 2. {RULE}\n\n§ 3. {RULE}" for n in range(1, 6))
    drafts = from_text(text)
    assert numbers(drafts) == ["1", "2", "3", "4", "5"]
    assert by_number(drafts, "4").text.count("§") == 3


def test_numbered_paragraphs_without_a_word_stay_in_their_article() -> None:
    text = "\n\n".join(f"Artículo {n}.\n\n1. Primero.\n\n2. Segundo.\n\n3. Tercero." for n in range(1, 6))
    assert numbers(from_text(text)) == ["1", "2", "3", "4", "5"]


def test_two_wordings_of_one_article_are_both_kept() -> None:
    drafts = from_markdown(
        f"### Article 1\n\n{RULE}\n\n### Article 2\n\nOld words.\n\n### Article 2\n\nNew words.\n\n### Article 3\n\n{RULE}\n"
    )
    assert numbers(drafts) == ["1", "2", "2", "3"]
    assert [draft.eid for draft in drafts] == ["art_1", "art_2", "art_2~2", "art_3"]


def test_pieces_of_one_section_under_the_same_heading_are_joined() -> None:
    drafts = from_markdown(
        "# Title 9\n\n#### § 11. Bands\n\n(a) First.\n\n# Title 9\n\n#### § 11. Bands\n\n(b) Second.\n\n"
        "# Title 9\n\n#### § 12. Leaders\n\nThird.\n"
    )
    assert numbers(drafts) == ["11", "12"]
    assert by_number(drafts, "11").text == "(a) First.\n(b) Second."


def test_titles_in_the_margin_above_the_number_become_headings() -> None:
    html = "".join(
        f"<p><b>On bands {n}</b></p><p>ARTICULO {n}. El que participe será castigado.</p>" for n in range(1, 6)
    )
    drafts = from_html(html)
    assert [draft.heading for draft in drafts if draft.number] == [f"On bands {n}" for n in range(1, 6)]


def test_what_stands_beside_a_title_in_the_margin_is_text() -> None:
    """Whatever a sentence ends with, and be it as short as a title; the one without a note has its title behind."""
    blocks = []
    for number, words in enumerate(["ጠባቂው ፋኖሱን ያበራል።", "The keeper lights it", "Oil", "— (1) A lamp is a lantern"], 1):
        blocks.append(Block(f"Lanterns {number}", BlockKind.HEADING, 6, style=IN_THE_MARGIN))
        blocks += [Block(f"Section {number}. {words}"), Block("So it goes on for ever.")]
    blocks += [Block("Section 5. Boats"), Block(RULE)]
    drafts = split(Document("test", blocks))
    assert [(d.number, d.heading, d.paragraphs[0]) for d in drafts if d.number] == [
        ("1", "Lanterns 1", "ጠባቂው ፋኖሱን ያበራል።"), ("2", "Lanterns 2", "The keeper lights it"), ("3", "Lanterns 3", "Oil"),
        ("4", "Lanterns 4", "(1) A lamp is a lantern"), ("5", "Boats", RULE),
    ]  # fmt: skip


def test_titles_below_the_number_become_headings() -> None:
    text = "\n\n".join(f"Άρθρο {n}\n\nΣυμμετοχή σε ομάδα\n\n1. Όποιος συμμετέχει τιμωρείται." for n in range(1, 5))
    drafts = from_text(text)
    assert {draft.heading for draft in drafts} == {"Συμμετοχή σε ομάδα"}


def test_the_path_follows_the_documents_own_order_of_divisions() -> None:
    drafts = from_text(
        f"Erster Abschnitt\n\nBanden\n\nErster Titel\n\nBeitritt\n\n§ 1\n\n{RULE}\n\n§ 2\n\n{RULE}\n\n"
        f"Zweiter Titel\n\nLeitung\n\n§ 3\n\n{RULE}\n\nZweiter Abschnitt\n\nWaffen\n\n§ 4\n\n{RULE}"
    )
    assert by_number(drafts, "3").path == ("Erster Abschnitt Banden", "Zweiter Titel Leitung")
    assert by_number(drafts, "4").path == ("Zweiter Abschnitt Waffen",)


def test_notes_and_footnotes_stay_out_of_the_words() -> None:
    drafts = from_html(
        "<p>Art. 1</p><p>Whoever joins<a href='#fn1' name='fr1'><sup>1</sup></a> a band is punished.</p>"
        "<p>Art. 2</p><p>Whoever leads it too.</p><p>Art. 3</p><p>In force today.</p>"
        "<p><a name='fn1' href='#fr1'>1</a> § 1 amended in an earlier year.</p>"
    )
    assert by_number(drafts, "1").text == "Whoever joins a band is punished."
    assert by_number(drafts, "3").notes == ["1 § 1 amended in an earlier year."]


def test_struck_out_words_are_left_out() -> None:
    drafts = from_html(
        "<p><strike>Art. 1º Old words.</strike></p><p>Art. 1º New words.</p><p>Art. 2º Other words.</p>"
        "<p>Art. 3º <s>Dead</s> Living words.</p>"
    )
    assert [(draft.number, draft.text) for draft in drafts] == [
        ("1", "New words."), ("2", "Other words."), ("3", "Living words."),
    ]  # fmt: skip


def test_two_languages_one_after_the_other_are_both_split() -> None:
    english = "\n\n".join(f"Article {n}\n\n{RULE}" for n in range(1, 6))
    dutch = "\n\n".join(f"Artikel {n}\n\nHij die deelneemt aan de bende wordt gestraft." for n in range(1, 6))
    drafts = from_text(f"{english}\n\nNederlandse tekst\n\n{dutch}")
    assert len([draft for draft in drafts if draft.number]) == 10


def test_additional_provisions_with_a_name_are_cited_by_it() -> None:
    drafts = from_markdown(
        f"##### Artículo 1.\n\n{RULE}\n\n##### Artículo 2.\n\n{RULE}\n\n##### Disposición adicional primera. Bandas.\n\n"
        f"{RULE}\n\n##### Disposición final única.\n\n{RULE}\n"
    )
    assert numbers(drafts) == ["1", "2", "Disposición adicional primera", "Disposición final única"]
    assert by_number(drafts, "Disposición adicional primera").heading == "Bandas."


def test_transitional_provisions_that_number_anew_are_told_apart() -> None:
    body = "\n\n".join(f"第{n}条　組織に参加した者は、処罰する。" for n in "一二三四")
    drafts = from_text(f"{body}\n\n附　則\n\n第一条　この法律は、公布の日から施行する。\n\n第二条　経過措置を定める。")
    assert numbers(drafts) == ["1", "2", "3", "4", "附則:1", "附則:2"]


def test_a_document_without_provisions_is_kept_whole_with_a_warning() -> None:
    document = Document("test", read_text_blocks("A decision about bands.\n\nIt has no articles."))
    drafts = split(document)
    assert [draft.text for draft in drafts] == ["A decision about bands.\nIt has no articles."]
    assert "kept whole" in document.warnings[0].message


def test_no_word_is_lost_but_those_of_the_contents() -> None:
    text = "\n\n".join(["Preamble of the law.", "PART I", "On bands", *(f"Section {n}. {RULE}" for n in range(1, 6)),
                        "SCHEDULE", "A list.", "Signed."])  # fmt: skip
    drafts = from_text(text)
    kept = " ".join([*(part for d in drafts for part in (*d.path, d.heading, d.text)), *(d.label for d in drafts)])
    for words in ("Preamble of the law.", "On bands", RULE, "A list.", "Signed."):
        assert words in kept


def test_notes_of_amendment_stand_beside_the_words() -> None:
    drafts = from_text(
        "§ 1\n\nDen som deltar i gruppen, straffes.\n\n0 Endret ved lov 1 jan 2000 nr. 5.\n\n§ 2\n\nDen som leder den, straffes.\n\n"
        "§ 3\n\n(Redação dada pela Lei nº 5, de 2001)"
    )
    assert by_number(drafts, "1").text == "Den som deltar i gruppen, straffes."
    assert by_number(drafts, "1").notes == ["0 Endret ved lov 1 jan 2000 nr. 5."]
    assert by_number(drafts, "3").text == "(Redação dada pela Lei nº 5, de 2001)"


def test_a_title_before_numbered_subsections_is_a_title() -> None:
    drafts = from_markdown(
        "".join(f"### {n} Taking part in a band\n\n(1) Every person who does so.\n\n" for n in range(1, 6))
    )
    assert {draft.heading for draft in drafts} == {"Taking part in a band"}


def test_a_sentence_broken_off_behind_the_number_is_no_title() -> None:
    drafts = from_markdown(
        "".join(
            f"##### Artículo {n}: El que dirija la banda, será penado con seis\n\n(6) años de prisión.\n\n"
            for n in range(1, 5)
        )
    )
    assert {draft.heading for draft in drafts} == {""}
    assert {draft.text for draft in drafts} == {"El que dirija la banda, será penado con seis (6) años de prisión."}


def test_a_sentence_with_a_note_of_its_amendment_behind_it_is_no_title() -> None:
    sentence = "Quem apagar um farol paga multa. (Redação dada pela Lei nº 5, de 2001)"
    second = "Parágrafo único. O barco será perdido."
    drafts = from_text("\n\n".join(f"Art. {n}º {sentence}\n\n{second}" for n in range(1, 5)))
    assert [(draft.heading, draft.text) for draft in drafts] == [("", f"{sentence}\n{second}")] * 4
    drafts = from_text("\n\n".join(f"Art. {n}º\n\n{sentence}\n\n{second}" for n in range(1, 5)))
    assert [(draft.heading, draft.text) for draft in drafts] == [("", f"{sentence}\n{second}")] * 4


def test_a_title_keeps_the_note_behind_it() -> None:
    drafts = from_text("\n\n".join(f"Art. {n}. Of lanterns (Act 5 of 2001)\n\n{RULE}" for n in range(1, 5)))
    assert {(draft.heading, draft.text) for draft in drafts} == {("Of lanterns (Act 5 of 2001)", RULE)}


def test_numbered_orders_of_amendment_are_no_provisions() -> None:
    drafts = from_text(
        f"§ 1. {RULE}\n\n§ 2. {RULE}\n\n§ 3. The Arms Act is amended:\n\n1. § 5 reads:\n\n2. § 6 is repealed.\n\n§ 4. {RULE}"
    )
    assert numbers(drafts) == ["1", "2", "3", "4"]


def test_korean_addenda_number_anew() -> None:
    body = "\n\n".join(f"##### 제{n}조 (목적)\n\n이 법은 시험을 위한 법이다." for n in (1, 2, 3))
    drafts = from_markdown(
        f"## 제1장 총칙\n\n{body}\n\n## 부칙\n\n##### 제1조 (시행일)\n\n이 법은 공포한 날부터 시행한다.\n"
    )
    assert numbers(drafts) == ["1", "2", "3", "부칙:1"]
    assert by_number(drafts, "2").heading == "목적"


def test_a_repealed_provision_keeps_its_number_and_its_words() -> None:
    drafts = from_markdown(
        f"##### Artículo 1.\n\n{RULE}\n\n##### Artículo 2.\n\n**(Suprimido)**\n\n##### Artículo 3.\n\n**(Suprimido)**\n\n"
        f"##### Artículo 4.\n\n**(Suprimido)**\n\n##### Artículo 5.\n\n#### Sección 2.ª\n\n##### Artículo 6.\n\n{RULE}\n"
    )
    assert numbers(drafts) == ["1", "2", "3", "4", "5", "6"]
    assert by_number(drafts, "3").text == "(Suprimido)"
    assert by_number(drafts, "5").text == "Artículo 5"


def test_two_languages_side_by_side_are_split_each_for_itself() -> None:
    rows = "".join(
        f"<tr><td><p>Article {n}</p><p>Whoever joins band {n} is punished.</p></td>"
        f"<td><p>المادة {n}</p><p>يعاقب كل من انضم إلى العصابة.</p></td></tr>"
        for n in range(1, 6)
    )
    drafts = from_html(f"<table>{rows}</table>")
    assert numbers(drafts) == [n for n in "12345" for _ in range(2)]
    assert drafts[1].text == "يعاقب كل من انضم إلى العصابة."
    assert len({draft.eid for draft in drafts}) == 10


def test_stray_numbers_are_no_provisions() -> None:
    drafts = from_text(
        "0.362 Register of notes\n\nMission of the State\n\n1049 Capital city\n\nThe Mission presents its compliments."
    )
    assert numbers(drafts) == []
    assert "1049 Capital city" in drafts[0].text


def test_contents_in_which_chapters_number_anew_are_left_out_whole() -> None:
    def outline(text: str) -> str:
        lines = []
        number = 0
        for title in ("I", "II"):
            lines.append(f"TITLE {title}")
            for chapter in ("first", "second"):
                lines.append(f"Chapter {chapter} Bands {title} {chapter}")
                for _ in range(3):
                    number += 1
                    lines.append(f"Article {number}. On band {number}{text}")
        return "\n\n".join(lines)

    drafts = from_text(f"{outline('')}\n\nAnnex I. Forms\n\n{outline(chr(10) * 2 + RULE)}")
    assert numbers(drafts) == [str(n) for n in range(1, 13)]
    assert all(RULE in draft.text for draft in drafts if draft.number)


@pytest.mark.parametrize(
    ("label", "opening"),
    [
        ("Artículo 2º.", "Tres o más personas que apaguen un farol"),
        ("Artículo 2º", "Tres o más personas que apaguen un farol"),
        ("ARTÍCULO 2.", "TRES O MÁS PERSONAS que apaguen un farol"),
        ("Artikel 2.", "Ter bewaking van de haven"),
        ("§ 2.", "Bis zum Ende des Winters"),
        ("Section 2.", "Quarter days of the harbour"),
    ],
)
def test_a_sentence_that_begins_like_a_latin_suffix_is_no_part_of_the_number(label: str, opening: str) -> None:
    word, form = label.split(" ", 1)
    sentence = f"{opening} {RULE[0].lower()}{RULE[1:]}"
    drafts = from_text("\n\n".join(f"{word} {form.replace('2', str(n))} {sentence}" for n in range(1, 5)))
    assert [(draft.number, draft.text) for draft in drafts] == [(str(n), sentence) for n in range(1, 5)]


@pytest.mark.parametrize("number", ["2 Bis", "2. Bis", "2º Bis", "2-Ter", "2 Tres", "2 bis 1", "2. ter"])
def test_a_latin_suffix_that_ends_the_label_is_part_of_the_number(number: str) -> None:
    drafts = from_text("\n\n".join(f"Artículo {n}. {RULE}" for n in ("1", "2", number, "3")))
    assert numbers(drafts) == ["1", "2", number.replace("º", ""), "3"]


def test_chapters_that_begin_with_1_number_anew_even_where_little_is_repeated() -> None:
    sections = "".join(f"<p>{n} § {RULE}</p>" for n in range(1, 6))
    drafts = from_html(f"<h3>1 kap. Bands</h3>{sections}<h3>2 kap. Fines</h3><p>1 § A fine is paid at once.</p>")
    assert numbers(drafts) == ["1:1", "1:2", "1:3", "1:4", "1:5", "2:1"]
    assert by_number(drafts, "2:1").eid == "chp_2__para_1"


def test_a_heading_that_says_contents_ends_with_the_next_one_as_high() -> None:
    contents = "<h2>Table des matières</h2>Titre 1er. - Bands<br>Art. 1-2, 2/1<br>Titre 2. - Fines<br>Art. 3-6"
    body = "".join(f"<br>Art. {n}. {RULE}" for n in ("1", "2", "2/1", "3", "4", "5", "6"))
    drafts = from_html(f"{contents}<h2>Texte</h2>Titre 1er. - Bands{body}")
    assert numbers(drafts) == ["1", "2", "2/1", "3", "4", "5", "6"]
    assert all(draft.text == RULE for draft in drafts if draft.number)


def test_a_heading_that_says_contents_keeps_long_sentences_below_it() -> None:
    drafts = from_html(f"<h2>Contents</h2><p>{RULE * 6}</p><h2>Law</h2><p>Art. 1. {RULE}</p><p>Art. 2. {RULE}</p>")
    assert any(RULE * 6 in draft.text for draft in drafts)


def test_an_article_inserted_behind_another_has_a_number_of_its_own() -> None:
    drafts = from_html(
        f"<p>Стаття 130. {RULE}</p><p>Стаття 130 - 1. {RULE}</p><p>Стаття 130 - 2 . {RULE}</p>"
        f"<p>Стаття 131. {RULE}</p><p>Стаття 131<sup>1</sup>. {RULE}</p><p>Стаття 132<sup>-1</sup>. {RULE}</p>"
    )
    assert numbers(drafts) == ["130", "130-1", "130-2", "131", "131^1", "132-1"]
    assert all(draft.text == RULE for draft in drafts)


def test_a_dash_before_the_first_paragraph_is_no_part_of_the_number() -> None:
    drafts = from_text("\n\n".join(f"Artículo {n} - 1. {RULE}" for n in (7, 8, 9)))
    assert numbers(drafts) == ["7", "8", "9"]
    assert drafts[0].text == f"1. {RULE}"


@pytest.mark.parametrize(
    ("printed", "number"),
    [("2.º bis", "2 bis"), ("2.º-A", "2-A"), ("2.º - A", "2-A"), ("2.o bis", "2 bis"), ("2.º", "2")],
)
def test_ordinals_with_a_suffix(printed: str, number: str) -> None:
    labels = ("1.º", printed, "3.º", "4.º")
    assert numbers(from_text("\n\n".join(f"Artigo {label}\n\n{RULE}" for label in labels))) == ["1", number, "3", "4"]


def test_articles_numbered_by_book_are_in_the_order_of_both_numbers() -> None:
    wanted = [*(f"VIII.{n}" for n in range(1, 13)), "VIII.12/1", "IX.1", "IX.2"]
    assert numbers(from_text("\n\n".join(f"Art. {number}. {RULE}" for number in wanted))) == wanted


def test_a_note_of_amendment_in_brackets_leaves_the_words_behind_it_in_the_law() -> None:
    drafts = from_html(
        f"<p>Art. 1. {RULE}</p><p>Art. 2. &lt;Inséré par L 2007, art. 1&gt; {RULE}</p><p>Art. 3. {RULE}</p>"
    )
    second = by_number(drafts, "2")
    assert (second.text, second.notes) == (RULE, ["<Inséré par L 2007, art. 1>"])


def test_parts_of_a_schedule_that_number_anew_carry_their_label() -> None:
    def schedule(number: int, parts: int) -> list[Block]:
        blocks = [Block("Treaty", BlockKind.DIVISION, 1, label=f"Schedule {number}", component=Component.SCHEDULE)]
        for part in range(1, parts + 1):
            blocks.append(Block(f"Article {part} On lamps", BlockKind.DIVISION, 2, component=Component.SCHEDULE))
            for paragraph in range(1, part + 1):
                unit = Block("", BlockKind.UNIT, label=str(paragraph), number=str(paragraph))
                unit.component = Component.SCHEDULE
                blocks += [unit, Block(RULE)]
        return blocks

    law = [Block("", BlockKind.UNIT, label="Section 1", number="1"), Block(RULE)]
    drafts = split(Document("test", [*law, *schedule(1, 2), *schedule(2, 1)]))
    assert numbers(drafts) == [
        "1", "Schedule 1", "Schedule 1:Article 1:1", "Schedule 1:Article 2:1", "Schedule 1:Article 2:2", "Schedule 2",
        "Schedule 2:1",
    ]  # fmt: skip
    assert [draft.eid for draft in drafts if draft.within and draft.component_number == 1] == [
        "sched_1__sec_article-1-1", "sched_1__sec_article-2-1", "sched_1__sec_article-2-2",
    ]  # fmt: skip


def test_the_last_entries_of_a_table_belong_to_it_where_titles_stand_above_the_numbers() -> None:
    titles = ["Bands", "Boats", "Fires", "Lamps", "Oil", "Ropes", "Sails", "Tides", "Wicks", "Wind", "Waves", "Yards"]
    entry = "<tr><td><p><a href='#s'>{}. {}</a></p></td><td><p></p></td></tr>"
    table = "".join(entry.format(n, title) for n, title in enumerate(titles, 1))
    body = "".join(
        f"<p>{n}. {title}</p><p>{RULE}</p>" if n < 10 else f"<p>{title}</p><p>{n}. {RULE}</p>"
        for n, title in enumerate(titles, 1)
    )
    drafts = from_html(f"<table>{table}</table><p>An Act about bands.</p>{body}")
    assert numbers(drafts) == [str(n) for n in range(1, 13)]
    assert all(RULE in draft.text for draft in drafts if draft.number)


def test_two_wordings_with_the_days_of_their_force_are_two_provisions() -> None:
    drafts = from_html(
        f"<p>1 § {RULE}</p><p>2 § /Upphör att gälla U:2031-01-01/ {RULE}</p>"
        f"<p>2 § /Träder i kraft I:2031-01-01/ Nobody joins.</p><p>3 § {RULE}</p>"
    )
    assert numbers(drafts) == ["1", "2", "2", "3"]
    assert drafts[2].text == "/Träder i kraft I:2031-01-01/ Nobody joins."
    assert drafts[1].eid != drafts[2].eid
