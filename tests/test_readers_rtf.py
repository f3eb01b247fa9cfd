"""RTF: code pages, what is marked and what is left out, and files that must not be opened.

The documents are written here by hand, from invented laws; what each form should give is the same law in HTML.
"""

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path

import pytest
from deposit_maker import make_deposit, take_in

from ingest.document import Block, BlockKind, Document
from ingest.readers import reader_for, rtf_groups
from ingest.readers.general_html import READER as HTML
from ingest.readers.rtf import READER
from ingest.source import Source
from ingest.split.splitting import split
from palermo.errors import ReadError

LAWS = {
    "fr": ("Article 1. Gardiens", "Chaque gardien d'un port allume la lanterne à l'entrée dès le soir.",
           "Article 2. Lanterne éteinte", "Quiconque éteint une lanterne est puni d'une amende par le juge."),
    "cs": ("§ 1 Strážci", "Každý strážce přístavu rozsvítí lucernu před západem slunce.",
           "§ 2 Zhasnutá lucerna", "Kdo zhasne lucernu, aby ukryl člun, bude potrestán pokutou."),
    "ru": ("Статья 1. Смотрители", "Каждый смотритель гавани зажигает фонарь до захода солнца.",
           "Статья 2. Погашенный фонарь", "Тот, кто гасит фонарь, чтобы скрыть лодку, наказывается штрафом."),
    "el": ("Άρθρο 1. Φύλακες", "Κάθε φύλακας του λιμανιού ανάβει το φανάρι πριν από τη δύση.",
           "Άρθρο 2. Σβησμένο φανάρι", "Όποιος σβήνει ένα φανάρι τιμωρείται με πρόστιμο."),
    "tr": ("Madde 1. Bekçiler", "Her liman bekçisi güneş batmadan önce feneri yakar ve ışığı gözetir.",
           "Madde 2. Söndürülen fener", "Bir tekneyi gizlemek için feneri söndüren kişi cezalandırılır."),
    "ar": ("المادة 1. الحراس", "يضيء كل حارس ميناء الفانوس قبل غروب الشمس ويسهر عليه حتى الصباح.",
           "المادة 2. إطفاء الفانوس", "يعاقب بالغرامة كل من أطفأ فانوسا لإخفاء قارب."),
    "zh": ("第一条 灯塔看守", "港口的每一位看守应当在日落之前点亮灯笼。",
           "第二条 熄灭灯笼", "为隐藏船只而熄灭灯笼的，处以罚款。"),
}  # fmt: skip
PAGES = {"fr": "1252", "cs": "1250", "ru": "1251", "el": "1253", "tr": "1254", "ar": "1256", "zh": "936"}
CHARSETS = {"fr": 0, "cs": 238, "ru": 204, "el": 161, "tr": 162, "ar": 178, "zh": 134}


def source(rtf: str | bytes) -> Source:
    return Source("law.rtf", rtf if isinstance(rtf, bytes) else rtf.encode("latin-1"))


def read(body: str, head: str = "\\ansi\\ansicpg1252\\deff0") -> Document:
    return READER.read(source(f"{{\\rtf1{head} {body}}}"))


def texts(body: str, head: str = "\\ansi\\ansicpg1252\\deff0") -> list[str]:
    return [block.text for block in read(body, head).blocks]


def bytes_of(words: str, page: str) -> str:
    """The words as bytes of a code page, escaped."""
    return "".join(f"\\'{byte:02x}" for byte in words.encode(f"cp{page}"))


def numbers_of(words: str, fallback: str = "?") -> str:
    """The words as code points, each with what older programs would show instead."""
    halves = words.encode("utf-16-be")
    units = [int.from_bytes(halves[at : at + 2], "big", signed=True) for at in range(0, len(halves), 2)]
    return "".join(f"\\u{unit}{fallback}" for unit in units)


def provisions(document: Document) -> list[tuple[str, str, str]]:
    return [(draft.number, draft.heading, draft.text) for draft in split(document)]


def in_html(lines: tuple[str, ...]) -> list[tuple[str, str, str]]:
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    return provisions(HTML.read(Source("law.html", page.encode())))


@pytest.mark.parametrize("language", LAWS)
def test_a_law_is_the_same_in_every_way_of_writing_its_letters(language: str) -> None:
    lines, page = LAWS[language], PAGES[language]
    expected = in_html(lines)
    assert [number for number, _, _ in expected] == ["1", "2"]
    fonts = f"{{\\fonttbl{{\\f0\\fnil Plain;}}\r\n{{\\f7\\froman\\fcharset{CHARSETS[language]}\\fprq2 Own;}}}}"
    by_page = "".join(f"\\pard\\plain {bytes_of(line, page)}\\par\r\n" for line in lines)
    by_font = "".join(f"\\pard\\plain\\f7 {bytes_of(line, page)}\\par\r\n" for line in lines)
    by_number = "".join(f"\\pard {numbers_of(line)}\\par\r\n" for line in lines)
    by_both = "".join(f"\\pard\\uc2 {numbers_of(line, chr(92) + chr(39) + '3f?')}\\par\r\n" for line in lines)
    unescaped = b"{\\rtf1\\ansi\\ansicpg" + page.encode() + b" " + b"\\par ".join(
        line.encode(f"cp{page}") for line in lines
    ) + b"}"  # fmt: skip
    assert provisions(read(by_page, f"\\ansi\\ansicpg{page}")) == expected
    assert provisions(read(fonts + by_page, f"\\ansi\\ansicpg{page}\\deff0")) == expected  # a font without charset
    assert provisions(read(fonts + by_font)) == expected
    assert provisions(read(fonts + by_page, "\\ansi\\deff7")) == expected  # only the default font says so
    assert provisions(read(by_number)) == expected
    assert provisions(read(by_both)) == expected
    assert provisions(READER.read(source(unescaped))) == expected


def test_plain_returns_to_the_default_font_and_groups_end_what_they_changed() -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset161 C;}}"
    assert texts(f"{fonts}\\f1 \\'e9{{\\f2 \\'e9}}\\'e9\\plain \\'e9") == ["йιйé"]


def test_the_second_half_of_an_east_asian_letter_may_be_an_english_one() -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset128 Mincho;}{\\f1\\fcharset136 Ming;}}"
    assert "ア".encode("cp932") == b"\x83A"
    assert "一".encode("cp950") == b"\xa4@"
    assert texts(f"{fonts}\\'83A B \\f1 \\'a4@ x") == ["ア B 一 x"]


def test_character_sets_of_other_machines() -> None:
    assert texts("\\'8e", "\\mac") == ["é"]
    assert texts("\\'82", "\\pc") == ["é"]
    assert texts("\\'8e", "\\ansi\\ansicpg10000") == ["é"]


def test_an_unknown_code_page_and_letters_that_do_not_fit_are_warned_of() -> None:
    assert "code page 4711 is not known" in read("x", "\\ansi\\ansicpg4711").warnings[0].message
    document = read("caf\\'81", "\\ansi\\ansicpg1252")
    assert document.warnings[0].message.startswith("1 letters do not fit the code page cp1252")
    unknown = read("{\\fonttbl{\\f0\\fcharset89 Mac;}}\\f0 \\'e9")
    assert [block.text for block in unknown.blocks] == ["é"]
    assert "character set 89" in unknown.warnings[0].message


def test_letters_beyond_the_first_plane_and_wrong_numbers() -> None:
    assert texts("a\\u-10179?\\u-8704?b") == ["a😀b"]
    assert texts("a\\u9999999999?\\u?b\\uc1") == ["a��b"]
    assert texts("a\\u64976?b") == ["a�b"]  # a sign that stands for marks of our own


def test_signs_dashes_and_quotes() -> None:
    assert texts("a\\~b \\{c\\} d\\-e f\\_g \\endash \\lquote x\\rquote  \\\\ n\\zwnj m") == [
        "a b {c} de f‑g –‘x’ \\ n\u200cm"
    ]
    assert texts("one\\line two\\par three\\\nfour\\sect five\\page six") == [
        "one\ntwo", "three", "four", "five", "six"
    ]  # fmt: skip
    assert texts("\\f0\r\n12\\b0\r\n3 \\i\r\n4") == ["123 4"]


def test_footnotes_are_notes_behind_their_paragraph_and_not_in_the_sentence() -> None:
    document = read(
        "It is an offence{\\super\\chftn{\\*\\footnote\\pard\\plain {\\super\\chftn } Inserted by\\par Act 9.}} to smuggle.\\par "
        "Next{\\footnote\\ftnalt Endnote.} one."
    )
    assert document.blocks == [
        Block("It is an offence to smuggle.", place="paragraph 1"),
        Block("Inserted by Act 9.", BlockKind.NOTE, style="footnote", place="paragraph 1"),
        Block("Next one.", place="paragraph 2"),
        Block("Endnote.", BlockKind.NOTE, style="footnote", place="paragraph 2"),
    ]


def test_superscripts_make_numbers_of_their_own() -> None:
    assert texts("Article 133{\\super 1}. Of a\\super 2\\nosupersub  m.") == ["Article 133¹. Of a² m."]
    assert texts("Art. 5{\\super bis} n{\\super o} 7\\par {\\up6 3}4\\up6 5\\up0 H{\\sub 2}{\\dn4 1}") == [
        "Art. 5bis nº 7",
        "³4⁵H21",
    ]
    assert provisions(read("Article 133{\\super 1}. Lanterns\\par Whoever hides a boat pays."))[0][0] == "133^1"


def test_what_is_no_wording_of_the_law_is_left_out() -> None:
    assert texts(
        "{\\header Gazette \\chpgn}{\\footerr Page}{\\*\\generator Writer;}{\\colortbl;\\red0;}"
        "{\\stylesheet{\\s1 heading 1;}}It {\\deleted is not }is {\\v secret }an {\\mvf moved }offence"
        "{\\*\\annotation no law}{\\*\\bkmkstart x}{\\*\\unknown x{y}}.{\\xe{\\v lantern}}"
    ) == ["It is an offence."]
    assert texts("It \\deleted is not \\deleted0 is\\v1  no\\v0  law\\deleted  ever\\plain .") == ["It is law."]
    assert texts("{\\deleted Article 1 \\par }Article 2{\\deleted{\\footnote gone}}") == ["Article 2"]


def test_of_fields_the_result_is_kept_and_the_instruction_not() -> None:
    field = '{\\field{\\*\\fldinst{ HYPERLINK "https://laws.example/" }}{\\fldrslt{ section 4}}}'
    assert texts(f"See{field} of {field}.") == ["See section 4 of section 4."]


def test_pictures_give_nothing_whatever_bytes_they_have() -> None:
    binary = b"{\\rtf1 before {\\pict{\\*\\blipuid 0f}\\wmetafile8\\bin11 }}{{\\par }}} and {\\object{\\*\\objdata \\bin3 }}}}}after}"
    assert [b.text for b in READER.read(source(binary)).blocks] == ["before and after"]
    hexadecimal = "{\\*\\shppict{\\pict{\\*\\blipuid 0f}\\pngblip 89504e\n470d}}{\\nonshppict{\\pict 8950}}"
    assert texts(f"before {hexadecimal}after") == ["before after"]


def test_a_table_row_is_one_block() -> None:
    row = "\\trowd\\cellx1000\\cellx2000\\pard\\intbl {}\\cell {}\\cell\\row\\pard "
    table = row.format("Offence", "Years") + row.format("Smuggling\\par of boats", "10 | 12{\\footnote Or less.}")
    blocks = read(f"Before\\par {table}After").blocks
    assert [(b.text, b.style) for b in blocks] == [
        ("Before", ""),
        ("Offence | Years", "table"),
        ("Smuggling of boats | 10 | 12", "table"),
        ("Or less.", "footnote"),
        ("After", ""),
    ]


def test_printed_numbers_of_lists_are_kept_once() -> None:
    assert texts(
        "{\\listtext\\pard\\plain 1.\\tab}{\\pntext 1.\\tab}ships\\par {\\pntext\\f0 (b)\\tab}{\\*\\pn\\pnlvl1 x}crews\\par "
        "{\\*\\pntext (c)\\tab}ports"
    ) == ["1. ships", "(b) crews", "(c) ports"]


def test_headings_by_outline_level_and_bold_lines() -> None:
    blocks = read(
        "\\pard\\plain\\s1\\outlinelevel0 Part One\\par\\pard\\outlinelevel9 Text\\par\\pard {\\b Bo}\\b ld\\b0\\par "
        "{\\listtext 1.\\tab}\\b Numbered\\par\\plain half {\\b bold}\\par\\b\\par plain {\\b x}"
    ).blocks
    assert [(b.text, b.kind, b.level, b.style) for b in blocks] == [
        ("Part One", BlockKind.HEADING, 1, "level 1"),
        ("Text", BlockKind.TEXT, 0, ""),
        ("Bold", BlockKind.TEXT, 0, "bold"),
        ("1. Numbered", BlockKind.TEXT, 0, "bold"),
        ("half bold", BlockKind.TEXT, 0, ""),
        ("plain x", BlockKind.TEXT, 0, "bold"),
    ]


def test_the_title_counts_where_it_stands_in_the_text() -> None:
    info = "{{\\info{{\\title {}}}{{\\author Nobody}}{{\\creatim\\yr2031}}}}"
    named = read(info.format("Lantern \\'e9dict") + "The Lantern \\'e9dict\\par x")
    assert named.facts == {"title": "Lantern édict"}
    assert [block.text for block in named.blocks] == ["The Lantern édict", "x"]
    assert read(info.format("Document1") + "The Lantern Act").facts == {}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{\\rtf1\\ansi Article 1", "cut off before its end"),
        (b"{\\rtf1 {\\b Article 1\\par }", "cut off before its end"),
        (b"{\\rtf1 {\\pict 89504e470d", "cut off before its end"),
        (b"{\\rtf1 {\\pict\\bin900 abc}}", "cut off before its end"),
        (b"{\\rtf1 Article 1\\", "cut off before its end"),
        (b"{\\rtf1" + bytes(range(256)) * 20, "cut off before its end"),
        (b"{\\rtf1 " + b"{" * 600 + b"x" + b"}" * 601, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(data: bytes, reason: str) -> None:
    assert READER.knows(source(data))
    with pytest.raises(ReadError, match=f"law.rtf: the RTF .*{reason}"):
        READER.read(source(data))


def test_more_text_than_a_law_can_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf_groups, "_LARGEST", 5_000)
    assert len(read("x" * 4_000).blocks) == 1
    assert len(read("{\\pict " + "ab" * 9_000 + "}x").blocks) == 1  # pictures do not count
    with pytest.raises(ReadError, match="more than 5,000 characters of text"):
        read("x" * 5_001)


def test_groups_within_what_is_left_out_cost_no_depth() -> None:
    assert texts("{\\*\\unknown " + "{" * 5_000 + "}" * 5_000 + "}law") == ["law"]


def test_words_behind_the_end_are_warned_of() -> None:
    assert read("Article 1").warnings == []
    document = READER.read(source("{\\rtf1 Article 1\\par}\r\n\0 Article 2\\par}"))
    assert [block.text for block in document.blocks] == ["Article 1"]
    assert "behind the end" in document.warnings[0].message
    assert READER.read(source("{\\rtf1 x}\r\n\0\0")).warnings == []


def test_damaged_bytes_never_raise_anything_else() -> None:
    whole = (
        b"{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fcharset204 A;}}{\\info{\\title x}}\\uc1 \\'d1\\u1090?{\\super 1}"
        b"{\\footnote note}\\trowd\\intbl a\\cell\\row{\\pict\\bin3 abc}{\\listtext 1.\\tab}x\\par}"
    )
    dice, read_through = random.Random(2031), 0
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(dice.choice([1, 5, 20])):
            damaged[dice.randrange(6, len(damaged))] = dice.randrange(256)
        with contextlib.suppress(ReadError):
            READER.read(source(bytes(damaged)))
            read_through += 1
    assert 0 < read_through < 400


def test_time_grows_with_the_size_and_not_with_its_square() -> None:
    paragraph = '{\\f0 It is an offence to hide a lantern{\\footnote Act 9.} by night}{\\field{\\*\\fldinst{HYPERLINK "x"}}{\\fldrslt y}}\\par '

    def seconds(count: int) -> float:
        started = time.process_time()
        assert len(read(paragraph * count).blocks) == 2 * count
        return time.process_time() - started

    seconds(10)
    assert seconds(3_200) < 40 * seconds(400) + 0.5


def test_rtf_is_known_by_its_beginning_whatever_its_ending() -> None:
    data = b"\r\n{\\rtf1\\ansi Article 1}"
    assert reader_for(Source("law.doc", data)) is READER
    assert not READER.knows(Source("law.rtf", b"Article 1 {\\rtf1 is how RTF begins}"))
    assert [block.text for block in READER.read(Source("law.doc", data)).blocks] == ["Article 1"]


def test_a_deposit_in_rtf_is_taken_in_with_its_provisions(tmp_path: Path) -> None:
    body = "".join(f"\\pard\\plain {bytes_of(line, '1252')}\\par\r\n" for line in LAWS["fr"])
    folder = make_deposit(tmp_path / "d" / "lanterne", files={"law.rtf": f"{{\\rtf1\\ansi {body}}}"}, language="fr")
    report = take_in(tmp_path / "library", folder)
    assert (report.laws, report.provisions, report.failed, report.warnings) == (1, 2, [], [])
