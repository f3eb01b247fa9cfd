"""Provisions recovered from headings alone, in the ways in which many languages print them. The texts are ours."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.readers.general_html import read_html_blocks
from ingest.readers.markdown import READER as MARKDOWN
from ingest.readers.plain_text import read_text_blocks
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split

# Language, heading with the place of the number, numbers as printed, numbers as cited, division above, a sentence.
FORMS = [
    ("en", "Article {}", "1 2 3 4 5", None, "CHAPTER I", "Whoever takes part in the group is liable to imprisonment."),
    ("en", "Section {}.", "1 2 3 3A 4", None, "PART 1", "A person commits an offence who joins the group."),
    ("de", "§ {}", "1 2 2a 3 4", None, "Erster Abschnitt", "Wer sich an der Gruppe beteiligt, wird bestraft."),
    ("de", "Art. {}", "1 2 2a 3 4", None, "1. Kapitel", "Wer sich an der Gruppe beteiligt, wird bestraft."),
    ("fr", "Article {}", "1er 2 2-1 3 4", "1 2 2-1 3 4", "TITRE Ier", "Est puni quiconque participe au groupe."),
    ("fr", "Art. {} -", "1er 2 2bis 3 4", "1 2 2bis 3 4", "Chapitre II", "Est puni quiconque participe au groupe."),
    ("es", "Artículo {}.-", "1º 2º 2 bis 3º 4º", "1 2 2 bis 3 4", "TÍTULO I", "El que participe en el grupo será castigado."),
    ("es", "ARTÍCULO {}.", "1 2 3 4 5", None, "Capítulo Primero", "El que participe en el grupo será castigado."),
    ("pt", "Art. {}", "1º 2º 2º-A 3º 10.", "1 2 2-A 3 10", "CAPÍTULO II", "Aquele que participar do grupo será punido."),
    ("pt", "Artigo {}", "1.º 2.º 2.º-A 3.º 10.º", "1 2 2-A 3 10", "TÍTULO I", "Aquele que participar do grupo é punido."),
    ("sl", "{} člen", "1. 2. 2.a 3. 4.", "1 2 2.a 3 4", "I. poglavje", "Kdor sodeluje v združbi, se kaznuje z zaporom."),
    ("tr", "Madde {} –", "1 2 3 3/A 4", None, "BİRİNCİ KISIM", "Gruba katılan kişi hapis cezası ile cezalandırılır."),
    ("zh", "第{}", "一条 二条 二条之一 三条 一百二十条", "1 2 2-1 3 120", "第一编 总则", "参加该组织的，处三年以上有期徒刑。"),
    ("ko", "제{}조(범죄)", "1 2 3 4 5", None, "제1편 총칙", "그 단체에 가입한 자는 3년 이하의 징역에 처한다."),
    ("ar", "( المادة {} )", "الأولى الثانية الثالثة الرابعة", None, "الباب الأول", "يعاقب بالسجن كل من انضم إلى الجماعة."),
    ("it", "Art. {}.", "1 2 2-bis 3 4", None, "TITOLO I", "Chiunque partecipa al gruppo è punito con la reclusione."),
    ("ca", "Article {}.", "1 2 3 4 5", None, "Capítol primer", "Qui participi en el grup és castigat amb presó."),
    ("ro", "Art. {}.", "1 2 3 4 5", None, "CAPITOLUL I", "Cel care participă la grup se pedepsește cu închisoare."),
    ("nl", "Artikel {}", "1 2 2a 3 4", None, "Hoofdstuk 1", "Hij die deelneemt aan de groep wordt gestraft."),
    ("da", "§ {}.", "1 2 2 a 3 4", None, "Kapitel 1", "Den, der deltager i gruppen, straffes med fængsel."),
    ("nb", "§ {}.", "1 2 2 a 3 4", None, "Kapittel 1", "Den som deltar i gruppen, straffes med fengsel."),
    ("sv", "{} §", "1 2 2 a 3 4", None, "1 kap.", "Den som deltar i gruppen döms till fängelse i högst fyra år."),
    ("fi", "{} §", "1 2 2 a 3 4", None, "1 luku", "Joka osallistuu ryhmään, on tuomittava vankeuteen."),
    ("fi", "{} artikla", "1 2 3 4 5", None, "I osa", "Joka osallistuu ryhmään, on tuomittava vankeuteen."),
    ("et", "§ {}.", "1 2 2¹ 3 4", "1 2 2^1 3 4", "1. peatükk", "Ühenduses osalemise eest karistatakse vangistusega."),
    ("lv", "{}. pants.", "1 2 3 4 5", None, "I nodaļa", "Par dalību grupā soda ar brīvības atņemšanu."),
    ("lt", "{} straipsnis.", "1 2 3 4 5", None, "I SKYRIUS", "Tas, kas dalyvauja grupėje, baudžiamas laisvės atėmimu."),
    ("hu", "{}. §", "1 2 3 4 5", None, "I. FEJEZET", "Aki a csoportban részt vesz, szabadságvesztéssel büntetendő."),
    ("pl", "Art. {}.", "1 2 2a 3 4", None, "Rozdział I", "Kto bierze udział w grupie, podlega karze więzienia."),
    ("cs", "§ {}", "1 2 2a 3 4", None, "HLAVA I", "Kdo se účastní skupiny, bude potrestán odnětím svobody."),
    ("sk", "§ {}", "1 2 2a 3 4", None, "PRVÁ ČASŤ", "Kto sa zúčastní na skupine, potrestá sa odňatím slobody."),
    ("sl", "{}. člen", "1 2 3 4 5", None, "I. poglavje", "Kdor sodeluje v združbi, se kaznuje z zaporom."),
    ("hr", "Članak {}.", "1 2 3 4 5", None, "GLAVA I.", "Tko sudjeluje u skupini, kaznit će se kaznom zatvora."),
    ("sr", "Члан {}.", "1 2 3 4 5", None, "ГЛАВА I", "Ко учествује у групи, казниће се затвором."),
    ("bg", "Чл. {}.", "1 2 3 4 5", None, "Глава първа", "Който участва в група, се наказва с лишаване от свобода."),
    ("ru", "Статья {}.", "1 2 2.1 3 4", None, "Глава 1.", "Участие в группе наказывается лишением свободы."),
    ("uk", "Стаття {}.", "1 2 2-1 3 4", None, "Розділ I", "Участь у групі карається позбавленням волі."),
    ("el", "Άρθρο {}", "1 2 2Α 3 4", None, "ΚΕΦΑΛΑΙΟ Α΄", "Όποιος συμμετέχει στην ομάδα τιμωρείται με κάθειρξη."),
    ("tr", "MADDE {} –", "1 2 3 4 5", None, "BİRİNCİ BÖLÜM", "Gruba katılan kişi hapis cezası ile cezalandırılır."),
    ("sq", "Neni {}", "1 2 3 4 5", None, "KREU I", "Kushdo që merr pjesë në grup dënohet me burgim."),
    ("id", "Pasal {}", "1 2 3 4 5", None, "BAB I", "Setiap orang yang ikut serta dalam kelompok dipidana penjara."),
    ("ms", "Seksyen {}.", "1 2 3 4 5", None, "BAHAGIAN I", "Seseorang yang menyertai kumpulan boleh dipenjarakan."),
    ("vi", "Điều {}.", "1 2 3 4 5", None, "Chương I", "Người nào tham gia nhóm thì bị phạt tù."),
    ("sw", "Kifungu {}.", "1 2 3 4 5", None, "SEHEMU YA I", "Mtu anayeshiriki katika kikundi atafungwa gerezani."),
    ("ar", "المادة {}", "١ ٢ ٣ ٤ ٥", "1 2 3 4 5", "الفصل الأول", "يعاقب بالسجن كل من انضم إلى الجماعة."),
    ("ar", "مادة ({}):", "1 2 3 4 5", None, "الباب الأول", "يعاقب بالسجن كل من انضم إلى الجماعة."),
    ("fa", "ماده {} -", "۱ ۲ ۳ ۴ ۵", "1 2 3 4 5", "فصل اول", "هر کس در گروه شرکت کند به حبس محکوم می‌شود."),
    ("he", "סעיף {}.", "1 2 3 4 5", None, "פרק א", "מי שמשתתף בקבוצה דינו מאסר."),
    ("hi", "धारा {}.", "1 2 3 4 5", None, "अध्याय 1", "जो कोई समूह में भाग लेगा, वह कारावास से दंडित होगा।"),
    ("th", "มาตรา {}", "๑ ๒ ๓ ๔ ๕", "1 2 3 4 5", "หมวด ๑", "ผู้ใดเข้าร่วมกลุ่มต้องระวางโทษจำคุก"),
    ("zh", "第{}条", "一 二 三 四 十二", "1 2 3 4 12", "第一章 总则", "参加该组织的，处三年以上有期徒刑。"),
    ("ja", "第{}条", "一 二 三 四 十二", "1 2 3 4 12", "第一章　総則", "その組織に参加した者は、三年以下の懲役に処する。"),
    ("ko", "제{}조", "1 2 3 4 12", None, "제1장 총칙", "그 단체에 가입한 자는 3년 이하의 징역에 처한다."),
    ("ka", "მუხლი {}.", "1 2 3 4 5", None, "თავი I", "ჯგუფში მონაწილეობა ისჯება თავისუფლების აღკვეთით."),
    ("hy", "Հոդված {}.", "1 2 3 4 5", None, "ԳԼՈՒԽ 1", "Խմբին մասնակցելը պատժվում է ազատազրկմամբ։"),
    ("kk", "{}-бап.", "1 2 3 4 5", None, "1-тарау", "Топқа қатысу бас бостандығынан айыруға жазаланады."),
    ("uz", "{}-modda.", "1 2 3 4 5", None, "1-bob", "Guruhda ishtirok etish ozodlikdan mahrum qilish bilan jazolanadi."),
    ("is", "{}. gr.", "1 2 3 4 5", None, "I. kafli.", "Hver sem tekur þátt í hópnum skal sæta fangelsi."),
    ("ga", "Airteagal {}", "1 2 3 4 5", None, "CAIBIDIL I", "Aon duine a ghlacann páirt sa ghrúpa beidh sé ciontach."),
]  # fmt: skip


def numbers_of(printed: str, language: str) -> list[str]:
    """`2 bis` and `2 a` are one number."""
    parts: list[str] = []
    for word in printed.split():
        if parts and word in ("bis", "a"):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def headings(form: str, printed: str, language: str) -> list[str]:
    return [form.format(number) for number in numbers_of(printed, language)]


def check(drafts: list[Draft], expected: list[str], sentence: str, division: str) -> None:
    numbered = [draft for draft in drafts if draft.number]
    assert [draft.number for draft in numbered] == expected
    for draft in numbered:
        assert sentence in draft.text
        assert draft.path, draft
    assert division.split()[0].rstrip(".") in numbered[0].path[0]


IDS = [f"{form[0]}-{form[1]}" for form in FORMS]


@pytest.mark.parametrize(("language", "form", "printed", "cited", "division", "sentence"), FORMS, ids=IDS)
def test_in_plain_text_with_the_words_behind_the_number(
    language: str, form: str, printed: str, cited: str | None, division: str, sentence: str
) -> None:
    lines = [division, ""]
    for heading in headings(form, printed, language):
        lines += [f"{heading} {sentence}", "", sentence, ""]
    document = Document("test", read_text_blocks("\n".join(lines)))
    check(split(document), numbers_of(cited or printed, language), sentence, division)


@pytest.mark.parametrize(("language", "form", "printed", "cited", "division", "sentence"), FORMS, ids=IDS)
def test_in_html_with_the_number_on_a_line_of_its_own(
    language: str, form: str, printed: str, cited: str | None, division: str, sentence: str
) -> None:
    pieces = [f"<p align='center'>{division}</p>"]
    for heading in headings(form, printed, language):
        pieces.append(f"<p align='center'><b>{heading}</b></p><p>{sentence}</p><p>{sentence}</p>")
    document = Document("test", read_html_blocks("".join(pieces)))
    check(split(document), numbers_of(cited or printed, language), sentence, division)


@pytest.mark.parametrize(("language", "form", "printed", "cited", "division", "sentence"), FORMS, ids=IDS)
def test_in_markdown_with_marked_headings(
    language: str, form: str, printed: str, cited: str | None, division: str, sentence: str
) -> None:
    lines = [f"## {division}", ""]
    for heading in headings(form, printed, language):
        lines += [f"### {heading}", "", sentence, "", sentence, ""]
    document = MARKDOWN.read(Source("law.md", "\n".join(lines).encode()))
    check(split(document), numbers_of(cited or printed, language), sentence, division)


NESTED = """# Harbour Code

## Part I

### General

### 1 Lanterns

A lantern is lit.

### Boats

### 2 Moorings

A boat is moored.

## Terrorism

### Interpretation

### 3 Meaning

A word has a meaning.

## Firearms

### 4 Boxes

A box is locked.
"""
"""Headings whose levels say what stands inside what; only the first part is numbered, as in a code of Canada."""


def test_a_title_on_the_level_of_a_numbered_part_ends_it() -> None:
    drafts = {draft.number: draft for draft in split(MARKDOWN.read(Source("law.md", NESTED.encode())))}
    assert drafts["2"].path == ("Part I General", "Boats")
    assert drafts["3"].path == ("Terrorism", "Interpretation")
    assert drafts["4"].path == ("Firearms",)


def test_where_all_headings_are_on_one_level_a_title_stands_in_its_part() -> None:
    flat = "\n".join("## " + line.lstrip("# ") if line.startswith("#") else line for line in NESTED.splitlines())
    drafts = {draft.number: draft for draft in split(MARKDOWN.read(Source("law.md", flat.encode())))}
    assert drafts["4"].path[0].startswith("Part I")


def test_divisions_that_open_each_other_are_no_table_of_contents() -> None:
    """Their numbers come again and again, and their titles stand on lines of their own."""
    law, number = ["# Harbour Code"], 0
    for book, thing in (("I", "Boats"), ("II", "Quays")):
        law.append(f"## Book {book}")
        law.append(f"### Of {thing}")
        for part in ("I", "II"):
            law += [f"### Part {part}", f"### {thing} of kind {part}", "### Chapter 1", f"### Names of {thing} {part}"]
            for chapter_section in ("1", "2"):
                number += 1
                law += [f"### Subchapter {chapter_section}", f"### Colours {number}", f"### § {number}", "It is green."]
    drafts = {draft.number: draft for draft in split(MARKDOWN.read(Source("law.md", "\n\n".join(law).encode())))}
    assert drafts["3"].path == (
        "Book I Of Boats", "Part II Boats of kind II", "Chapter 1 Names of Boats II", "Subchapter 1 Colours 3"
    )  # fmt: skip
    assert drafts["8"].path[1:3] == ("Part II Quays of kind II", "Chapter 1 Names of Quays II")


@pytest.mark.parametrize(
    ("before", "inserted"),
    [
        ("TÍTULO VII. De los barcos", "TÍTULO VII bis. De los muelles"),
        ("Chapitre Ier : Des bateaux", "Chapitre Ier ter : Des quais"),
        ("Titre II : Des bateaux", "Titre II BIS : Des quais"),
        ("Dreizehnter Abschnitt Boote", "Vierzehnter Abschnitt Kais"),
        ("ΔΩΔΕΚΑΤΟ ΚΕΦΑΛΑΙΟ ΣΚΑΦΗ", "ΔΕΚΑΤΟ ΤΡΙΤΟ ΚΕΦΑΛΑΙΟ ΛΙΜΑΝΙΑ"),
        ("Onuncu Bölüm Tekneler", "On Birinci Bölüm Limanlar"),
    ],
)
def test_a_division_inserted_later_or_counted_in_words_ends_the_one_before(before: str, inserted: str) -> None:
    law = "\n\n".join([f"## {before}", "### Art. 1", "A boat.", f"## {inserted}", "### Art. 2", "A quay."])
    first, second = split(MARKDOWN.read(Source("law.md", law.encode())))[-2:]
    assert (len(first.path), len(second.path)) == (1, 1)
    assert second.path[0].split()[-1] == inserted.split()[-1]


def test_a_line_of_a_sentence_that_is_marked_as_a_heading_stays_with_its_provision() -> None:
    law = "\n\n".join([
        "## Título I Barcos", "### Artículo 1.-", "El barco se amarra conforme a las reglas del presente",
        "### título de los muelles.", "### Artículo 2.-", "El muelle se limpia.", "### Artículo 3.-", "La piedra se lava.",
    ])  # fmt: skip
    drafts = {draft.number: draft for draft in split(MARKDOWN.read(Source("law.md", law.encode())))}
    assert "título de los muelles." in drafts["1"].text
    assert drafts["2"].path == ("Título I Barcos",)


def test_divisions_that_only_stand_in_a_list_have_nothing_under_them() -> None:
    chapters = [f"### Chapter {number} Of {thing}" for number, thing in zip("1234", "ABCD", strict=True)]
    sections = [line for number in "123" for line in (f"##### Section {number}", "A boat is green.")]
    front, *drafts = split(
        MARKDOWN.read(Source("law.md", "\n\n".join(["# Harbour Act", *chapters, *sections]).encode()))
    )
    assert all(chapter.lstrip("# ") in front.text for chapter in chapters)
    assert [draft.number for draft in drafts] == ["1", "2", "3"]
    assert not any("Chapter" in words for draft in drafts for words in draft.path)


def test_a_heading_may_be_a_term_in_quotation_marks() -> None:
    law = [line for number, term in zip("123", ("Boat", "Quay", "Pier"), strict=True)
           for line in (f'#### " {term} "', f"##### {number}", f"- (1) What a {term} is.", "- (2) It is green.")]  # fmt: skip
    drafts = [draft for draft in split(MARKDOWN.read(Source("law.md", "\n\n".join(law).encode()))) if draft.number]
    assert [draft.heading for draft in drafts] == ['" Boat "', '" Quay "', '" Pier "']
    assert not any("Quay" in draft.text for draft in drafts if draft.number == "1")
