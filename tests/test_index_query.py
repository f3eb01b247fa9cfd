"""What a reader typed, as a tree, and what the tree means."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import query, query_nodes, query_parser, query_scanner
from index.plan import NoneOf, Wanted
from index.planning import plan
from index.query import MOST_PROBLEMS, read
from index.query_nodes import FIELDS, Either, Every, Field, Form, Leaf, Near, Node, Reading, Without, Years
from index.query_scanner import MOST_CHARACTERS, MOST_DEPTH, MOST_WORDS

READERS = {module.__file__ for module in (query, query_nodes, query_parser, query_scanner)}

A, B, C, D = (Leaf(letter) for letter in "abcd")


def parse(words: str) -> tuple[Node, ...]:
    return read(words).parts


def phrase(text: str) -> Leaf:
    return Leaf(text, Form.PHRASE)


def beginning(text: str) -> Leaf:
    return Leaf(text, Form.BEGINNING)


def alike(text: str, distance: int) -> Leaf:
    return Leaf(text, Form.ALIKE, distance=distance)


def state(code: str) -> Field:
    return Field("state", Leaf(code))


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("", ()),
        ("a b", (A, B)),
        ("a b OR c d", (A, Either((B, C)), D)),
        ("a AND b OR c AND d", (Either((Every((A, B)), Every((C, D)))),)),
        ("a -b NOT c", (A, Without(B), Without(C))),
        ("a AND NOT b", (Every((A, Without(B))),)),
        ('"a b" c', (phrase("a b"), C)),
        ("«a b» “c d”", (phrase("a b"), phrase("c d"))),
        ('-"a b"', (Without(phrase("a b")),)),
        ("boat*", (beginning("boat"),)),
        ("and or not near", (Leaf("and"), Leaf("or"), Leaf("not"), Leaf("near"))),
        ("-−a", (Without(Leaf("−a")),)),
        ("a-b", (Leaf("a-b"),)),
        ("- -- * & 'a", (Leaf("'a"),)),
        ("a && b || c", (Either((Every((A, B)), C)),)),
        ("a|b c&&d", (Either((A, B)), Every((C, D)))),
        ("R&D", (Leaf("R&D"),)),
        ("a !b +c +NOT", (A, Without(B), C, Leaf("NOT"))),
        ("-OR", (Without(Leaf("OR")),)),
        ("stop! a - b", (Leaf("stop!"), A, B)),
    ],
)
def test_words_and_operators(words: str, parts: tuple[Node, ...]) -> None:
    assert read(words) == Reading(parts)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("(a OR b) c", (Either((A, B)), C)),
        ("a (b c)", (A, Every((B, C)))),
        ("a OR (b c)", (Either((A, Every((B, C)))),)),
        ("a AND (b OR c) AND d", (Every((A, Either((B, C)), D)),)),
        ("-(a b)", (Without(Every((A, B))),)),
        ("!(a OR b)", (Without(Either((A, B))),)),
        ("+(a OR b)", (Either((A, B)),)),
        ("a NOT (b OR c)", (A, Without(Either((B, C))))),
        ("NOT (NOT a)", (Without(Without(A)),)),
        ("NOT(a) AND(b c)", (Every((Without(A), Every((B, C)))),)),
        ("((a)) (b)", (A, B)),
        ("(-a !b)", (Every((Without(A), Without(B))),)),
        ('("a b"c)', (Every((phrase("a b"), C)),)),
        ("（a OR b） ！c", (Either((A, B)), Without(C))),
        ("5(1)(a)", (Leaf("5(1)(a)"),)),
        ("5(1)(a) (b)", (Leaf("5(1)(a)"), B)),
        ("(5(1)(a))", (Leaf("5(1)(a)"),)),
        ("person(s) 5(1(a)).b", (Leaf("person(s)"), Leaf("5(1(a)).b"))),
        ("第5条（1） ที่(1)", (Leaf("第5条（1）"), Leaf("ที่(1)"))),
        ("5(1 a", (Leaf("5(1"), A)),
        ("boats(a OR b)", (Leaf("boats"), Either((A, B)))),
        ("5(1 boats(a OR b)", (Leaf("5(1"), Leaf("boats"), Either((A, B)))),
    ],
)
def test_brackets_and_citations(words: str, parts: tuple[Node, ...]) -> None:
    assert read(words) == Reading(parts)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("„a b“ ”a b” »a b« ‹a b›", (phrase("a b"),) * 4),
        ("「甲 乙」 『甲 乙』 《甲 乙》 〈甲 乙〉 ＂甲 乙＂", (phrase("甲 乙"),) * 5),
        ('"  a\tb "', (phrase("a b"),)),
        ('a"b c"d', (A, phrase("b c"), D)),
        ('"" « »', ()),
        ('תשל"ז "חוק תשל"ז"', (Leaf('תשל"ז'), phrase('חוק תשל"ז'))),
        ('"a (b" c', (phrase("a (b"), C)),
        ('"a OR b"', (phrase("a OR b"),)),
    ],
)
def test_quotation_marks_of_many_scripts(words: str, parts: tuple[Node, ...]) -> None:
    assert read(words) == Reading(parts)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("boat** co-op* ที่* 犯*", tuple(map(beginning, ("boat", "co-op", "ที่", "犯")))),
        (
            "boats~ robber~ robber~1 boat~2",
            (alike("boats", 1), alike("robber", 2), alike("robber", 1), alike("boat", 2)),
        ),
        ("boat~0 ~5 ~ a/~b/c", (Leaf("boat"), Leaf("~5"), Leaf("a/~b/c"))),
        ("a NEAR b", (Near((A, B), 10),)),
        ("a NEAR/5 b", (Near((A, B), 5),)),
        ("a NEAR b NEAR c d", (Near((A, B, C), 10), D)),
        ('"a b" NEAR/50 boat*', (Near((phrase("a b"), beginning("boat")), 50),)),
        ("a NEAR b AND c OR d", (Either((Every((Near((A, B), 10), C)), D)),)),
        ("NOT a NEAR b", (Without(Near((A, B), 10)),)),
        ("(a) NEAR (b)", (Near((A, B), 10),)),
        ('"a b c"~5', (Near((A, B, C), 5),)),
        ('-"a b"~5', (Without(Near((A, B), 5)),)),
        ('"a b"~0 "a - b"~3', (phrase("a b"), Near((A, B), 3))),
    ],
)
def test_beginnings_likeness_and_nearness(words: str, parts: tuple[Node, ...]) -> None:
    assert read(words) == Reading(parts)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("state:CAN country:CAN State:CAN", (state("CAN"),) * 3),
        ("legal-system:x LEGAL_SYSTEM:x", (Field("legal", Leaf("x")),) * 2),
        ('title:"a b" law:a heading:boat* text:boat~', (
            Field("title", phrase("a b")), Field("title", A), Field("heading", beginning("boat")),
            Field("text", alike("boat", 1)),
        )),
        ("no:5(1)(a) section:416-bis", (Field("number", Leaf("5(1)(a)")), Field("number", Leaf("416-bis")))),
        ("state:(CAN OR FRA)", (Either((state("CAN"), state("FRA"))),)),
        ("title:(a (b OR -c))", (
            Every((Field("title", A), Either((Field("title", B), Without(Field("title", C)))))),
        )),
        ("title:(a) b", (Field("title", A), B)),
        ("-state:CAN NOT lang:fr", (Without(state("CAN")), Without(Field("lang", Leaf("fr"))))),
        ("state:CAN, lang:fr;", (state("CAN"), Field("lang", Leaf("fr")))),
        ("state：CAN", (state("CAN"),)),
        ("article:untoc:5 article:tip:3", (Field("article", Leaf("untoc:5")), Field("article", Leaf("tip:3")))),
        ("article:(untoc:5 OR tip:3)", (Either((Field("article", Leaf("untoc:5")), Field("article", Leaf("tip:3")))),)),
        ("untoc:5 (Untoc:5.1.a).", (Field("article", Leaf("untoc:5")), Field("requirement", Leaf("Untoc:5.1.a")))),
        ("untoc:5.1.a#conduct, -tip:3.", (
            Field("requirement", Leaf("untoc:5.1.a#conduct")), Without(Field("article", Leaf("tip:3"))),
        )),
        ("2:17 10:30 a: a:b http://x.org :b law://x", tuple(
            Leaf(word) for word in ("2:17", "10:30", "a:", "a:b", "http://x.org", ":b", "law://x")
        )),
        ("see: boats", (Leaf("see:"), Leaf("boats"))),
    ],
)  # fmt: skip
def test_fields(words: str, parts: tuple[Node, ...]) -> None:
    assert read(words) == Reading(parts)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2000", 2000, 2000),
        ("2000..2010", 2000, 2010),
        ("2000...2010", 2000, 2010),
        ("2000-2010", 2000, 2010),
        ("2000–2010", 2000, 2010),
        ('"2000 - 2010"', 2000, 2010),
        (">=2010", 2010, None),
        ("≥2010", 2010, None),
        (">2010", 2011, None),
        ("<2000", None, 1999),
        ("<=2000", None, 2000),
        ("2010..", 2010, None),
        ("..1999", None, 1999),
        ("٢٠٠٠", 2000, 2000),
        ("(2000)", 2000, 2000),
    ],
)
def test_years(value: str, first: int | None, last: int | None) -> None:
    assert read(f"year:{value}") == Reading((Years(first, last),))
    assert read(f"-date:{value} a") == Reading((Without(Years(first, last)), A))


def test_years_may_be_alternatives() -> None:
    assert read("year:(<1990 OR 2000)") == Reading((Either((Years(None, 1989), Years(2000, 2000))),))


@pytest.mark.parametrize(
    ("words", "parts", "problems"),
    [
        ("(a OR b", (Either((A, B)),), [(0, 1, "never closed; it was read as if it closed at the end")]),
        ("a)", (A,), [(1, 2, "No bracket is open")]),
        ("a () b", (A, B), [(2, 4, "nothing to look for between these brackets")]),
        ('a "b', (A, B), [(2, 3, "no partner; it was read as if it were not there")]),
        ("boat” a", (Leaf("boat"), A), [(4, 5, "no partner")]),
        ("OR a", (A,), [(0, 2, "Nothing stands before OR")]),
        ("a &&", (A,), [(2, 4, "Nothing stands after AND")]),
        ("(a OR) b", (A, B), [(3, 5, "Nothing stands after OR")]),
        ("a AND OR b", (Either((A, B)),), [(2, 5, "OR was read and this one left out")]),
        ("AND a AND OR AND b", (Either((A, B)),), [(0, 3, "before AND"), (6, 9, "OR was read"), (13, 16, "OR was read")]),
        ("NOT NOT a -", (Without(A),), [(4, 7, "NOT stands twice")]),
        ("NOT -a", (Without(A),), [(4, 5, "NOT stands twice")]),
        ("a* boat", (A, Leaf("boat")), [(0, 2, "two letters at least")]),
        ("l'a*", (Leaf("l'a"),), [(0, 4, "two letters at least")]),
        ("*boat", (Leaf("boat"),), [(0, 1, "star stands at the end of a word")]),
        ("bo**at*", (beginning("boat"),), [(2, 4, "star stands at the end of a word")]),
        ("boat.*", (Leaf("boat."),), [(5, 6, "directly after a letter")]),
        ("boat*~", (beginning("boat"),), [(5, 6, "takes no tilde")]),
        ("boat~3", (alike("boat", 2),), [(4, 6, "1 or 2; it was read as ~2")]),
        ("boat~0.8", (alike("boat", 1),), [(4, 8, "1 or 2; it was read as ~1")]),
        ('"a b*"', (phrase("a b*"),), [(4, 5, "a star means nothing")]),
        ('"a b"~', (phrase("a b"),), [(5, 6, "a whole number")]),
        ('"a"~5', (phrase("a"),), [(3, 5, "two words or more")]),
        ('"a b"~60', (Near((A, B), 50),), [(5, 8, "1 to 50 words; it was read as 50")]),
        ("a NEAR/0 b", (Near((A, B), 1),), [(2, 8, "it was read as 1")]),
        ("a NEAR/x b", (Near((A, B), 10),), [(2, 8, "such as NEAR/5")]),
        ("a NEAR/3 b NEAR/5 c", (Near((A, B, C), 5),), [(2, 8, "share one distance; it was read as NEAR/5")]),
        ("NEAR a", (A,), [(0, 4, "Nothing stands before NEAR")]),
        ("a NEAR (b c)", (Every((A, Every((B, C)))),), [(2, 6, "it was read as AND")]),
        ("a NEAR boat~", (Every((A, alike("boat", 1))),), [(2, 6, "it was read as AND")]),
        ("a NEAR -b AND c", (Every((A, Without(B), C)),), [(2, 6, "it was read as AND")]),
        ("title:(a NEAR b)", (Every((Field("title", A), Field("title", B))),), [(9, 13, "it was read as AND")]),
        ('title:"a b"~5', (Field("title", phrase("a b")),), [(11, 13, "takes no distance")]),
        ("sate:CAN", (Leaf("sate:CAN"),), [(0, 5, "no field sate: (the nearest is state: or")]),
        ('langauge:"a b"', (Leaf("langauge:"), phrase("a b")), [(0, 9, "(the nearest is language:")]),
        ("foo:bar", (Leaf("foo:bar"),), [(0, 4, "no field foo: (there are state:, lang:, title:")]),
        ("untoc:5(1)", (Leaf("untoc:5(1)"),), [(0, 6, "written like untoc:5.1.a, with dots")]),
        ("state: CAN", (Leaf("state:"), Leaf("CAN")), [(0, 6, "'state' was searched as a word")]),
        ("a (state:)", (A, Leaf("state:")), [(3, 9, "'state' was searched as a word")]),
        ('a state:""', (A,), [(2, 8, "nothing to look for in this field")]),
        ("a state:*", (A,), [(2, 8, "nothing to look for in this field")]),
        ("state:()", (), [(6, 8, "nothing to look for between these brackets")]),
        ('title:"boat', (Field("title", Leaf("boat")),), [(6, 7, "no partner")]),
        ("article:5", (Field("number", Leaf("5")),), [(0, 9, "read as the number of a provision")]),
        ("a year:20000", (A,), [(2, 12, "This is no year; it was left out")]),
        ("a year:199*", (A,), [(2, 11, "This is no year")]),
        ("a year:.. -year:x", (A,), [(2, 7, "nothing to look for"), (11, 17, "This is no year")]),
        ("year:2010-2000", (Years(2000, 2010),), [(0, 14, "they were read as 2000..2010")]),
    ],
)  # fmt: skip
def test_problems(words: str, parts: tuple[Node, ...], problems: list[tuple[int, int, str]]) -> None:
    reading = read(words)
    assert reading.parts == parts
    assert [(problem.start, problem.end) for problem in reading.problems] == [
        (start, end) for start, end, _ in problems
    ]
    for problem, (_, _, message) in zip(reading.problems, problems, strict=True):
        assert message in problem.message


def test_a_place_does_not_count_when_leaves_are_compared() -> None:
    assert Leaf("a", start=3, end=4) == A
    assert len({Leaf("a", start=3, end=4), A}) == 1
    (boats, law) = read('  "two  boats" law:x').parts
    assert isinstance(boats, Leaf)
    assert (boats.start, boats.end) == (3, 13)
    assert isinstance(law, Field)
    assert (law.start, law.end, law.value.start, law.value.end) == (15, 20, 19, 20)


TYPED = st.one_of(
    st.text(),
    st.text(alphabet='aANDORT "-*«»“„” '),
    st.text(alphabet="ab5(): \"~*.-|&!+,/<>='。（）：\ud800\x00\x1c\u200f"),
    st.lists(
        st.one_of(
            st.sampled_from(["AND", "OR", "NOT", "NEAR", "NEAR/3", "(", ")", "-(", '"', "«", "»", "„", "“", "”", "「", "」"]),
            st.sampled_from(["boat", "boat*", "boat~", "5(1)(a)", "犯罪", "תשל\"ז", '"two boats"', '"two boats"~4', "~9"]),
            st.sampled_from(["state:", "title:(", "year:2000..", "year:>", "untoc:5", "foo:bar", "article:5", "&&", "||"]),
            st.text(max_size=4),
        ),
        max_size=60,
    ).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))),
)  # fmt: skip


def nodes(parts: tuple[Node, ...], depth: int = 1) -> Iterator[tuple[Node, int]]:
    """Every node below, with its depth."""
    for part in parts:
        yield part, depth
        if isinstance(part, Every | Either | Near):
            yield from nodes(part.parts, depth + 1)
        elif isinstance(part, Without | Field):
            yield from nodes((part.part if isinstance(part, Without) else part.value,), depth + 1)


@given(words=TYPED)
def test_reading_never_fails_and_is_bounded(words: str) -> None:
    reading = read(words)
    found = list(nodes(reading.parts))
    assert sum(isinstance(node, Leaf | Years) for node, _ in found) < 2 * MOST_WORDS
    assert max((depth for _, depth in found), default=0) <= 4 * (MOST_DEPTH + 1)
    assert len(reading.problems) <= MOST_PROBLEMS
    assert all(len(node.parts) > 1 for node, _ in found if isinstance(node, Every | Either | Near))


@pytest.mark.parametrize(("sign", "form"), [("~", Form.ALIKE), ("*", Form.BEGINNING)])
def test_of_many_open_words_the_first_are_looked_up(sign: str, form: Form) -> None:
    reading = read(" ".join(f"harbour{letter}{sign}" for letter in "abcdefghijkl"))
    (row,) = [part.parts for part in reading.parts if isinstance(part, Every)] or [reading.parts]
    forms = [leaf.form for leaf in row if isinstance(leaf, Leaf)]
    assert forms == [form] * 8 + [Form.WORD] * 4
    assert [problem.start for problem in reading.problems] == [8 * 10, 9 * 10, 10 * 10, 11 * 10]
    assert "this one as written" in reading.problems[0].message


@given(words=TYPED)
def test_places_lie_within_what_was_typed(words: str) -> None:
    reading = read(words)
    for node, _ in nodes(reading.parts):
        if isinstance(node, Leaf):
            shown = " ".join(words[node.start : node.end].split())
            assert node.text in (shown, re.sub("[*＊]", "", shown))
            assert any(map(str.isalnum, node.text))
            assert (node.form is Form.ALIKE) == (node.distance in (1, 2))
        if isinstance(node, Field):
            assert node.name in FIELDS
            assert node.start <= node.value.start < node.value.end <= node.end <= len(words)
        if isinstance(node, Years):
            assert 0 <= node.start < node.end <= len(words)
    for problem in reading.problems:
        assert 0 <= problem.start < problem.end <= len(words)


@given(words=TYPED, gap=st.sampled_from(["  ", "\n", "\t \u3000"]), around=st.sampled_from(["", " ", "\n\n"]))
def test_more_white_space_changes_nothing(words: str, gap: str, around: str) -> None:
    first, second = read(words), read(around + re.sub(r"\s+", gap, words) + around)
    assert first.parts == second.parts
    assert [problem.message for problem in first.problems] == [problem.message for problem in second.problems]


@given(words=st.one_of(st.text(), st.text(alphabet='aANDORT "-*«»“„” ')))
def test_reading_never_fails(words: str) -> None:
    parse(words)
    plan(words, frozenset({"en", "fr", "ar", "zh"}))


def steps(words: str) -> int:
    """How many lines run to read these words: a measure of work that no busy machine changes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename not in READERS:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(words)
    finally:
        sys.settrace(before)
    return count


BOMBS = [
    "boat ", "(", ")", "()", "((a)", "a(", "5(1)", "a)(", '"', "“", "„“", '"a" ', '"a b"~9 ', "*", "a*", "~", "a~", "-", "- ", "-(",
    "NOT ", "AND ", "a AND ", "a OR ", "NEAR ", "a NEAR ", "a NEAR/", "|", "&", "a&", ":", "a:", "foo:", "foo:a ", "title:(",
    'title:"', "year:2000..", "year:>", "untoc:5 ", "untoc:5.", ".", "\x00", "\ud800", "犯", "犯(", 'ת"', "1-", "a.1", "=", ",",
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_the_work_grows_with_the_length_and_ends_somewhere(bomb: str) -> None:
    whole = bomb * (MOST_CHARACTERS // len(bomb) - 1)
    half = whole[: len(whole) // 2]
    assert steps(whole) <= 2.2 * steps(half) + 2_000
    assert steps(whole) <= 80 * len(whole) + 2_000
    assert steps(whole * 100) <= steps(whole) + 5_000


def test_a_pasted_page_is_read_in_part() -> None:
    assert len(parse("boat " * 300)) == MOST_WORDS
    assert len(plan("(" * 5000, frozenset()).required) == 0


def test_what_is_not_read_is_said() -> None:
    many = read("boat " * 10_000)
    (problem,) = many.problems
    assert (problem.start, problem.end) == (MOST_WORDS * 5 - 1, 10_000 * 5 - 1)
    assert "first 40 words" in problem.message
    (leaf,) = parse("x" * 10_000)
    assert leaf == Leaf("x" * MOST_CHARACTERS)
    assert "first 2000 characters" in read("x" * 10_000).problems[0].message
    assert read(" " * 10_000 + "boat").parts == (Leaf("boat"),)
    assert read(f"({'a ' * MOST_WORDS})").problems == ()
    assert len(read(f'"{"a " * 900}"~5').problems) == 1
    assert len(read(f'("{"a " * 5_000}"').problems) == 1


def test_brackets_are_read_to_a_depth() -> None:
    assert read("(" * MOST_DEPTH + "a OR b" + ")" * MOST_DEPTH) == Reading((Either((A, B)),))
    deep = read("(" * 900 + "a OR b" + ")" * 900)
    assert deep.parts == (Either((A, B)),)
    assert [(problem.start, problem.end) for problem in deep.problems] == [(MOST_DEPTH, MOST_DEPTH + 1)]
    assert parse("(a OR " * 30 + "b" + ")" * 30 + " c")[1:] == (C,)


PAGE = Path(__file__).resolve().parent.parent / "docs" / "search-language.md"


def examples(heading: str) -> list[str]:
    """What the tables of the page under this heading show as typed."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return [found[1] for found in re.finditer(r"^\| `(.+?)` \|", section, re.MULTILINE)]


def test_the_readers_page_is_right() -> None:
    for heading in ("Words", "Putting them together", "Fields"):
        shown = examples(heading)
        assert len(shown) >= 7
        assert [words for words in shown if read(words).problems] == []
    shown = examples("What cannot be read")
    assert len(shown) >= 8
    assert [words for words in shown if len(read(words).problems) != 1] == []
    names = {words.partition(":")[0] for words in examples("Fields")}
    assert names == set(FIELDS)


@pytest.mark.parametrize(
    ("words", "first", "relaxed"),
    [("a1 b2", 2, 1), ("b c d e", 4, 2), ("b c d e f g h i", 6, 4), ("b AND c", 1, 1), ("boat", 1, 1)],
)
def test_how_many_words_are_demanded(words: str, first: int, relaxed: int) -> None:
    made = plan(words.replace(" ", "oat ") + "oat" if "AND" not in words else words, frozenset({"en"}))
    assert (made.demanded(False), made.demanded(True)) == (first, relaxed)


def test_a_word_is_analysed_in_each_language_once() -> None:
    (wanted,) = plan("lanternes", frozenset({"en", "fr", "ru", "zh"})).required
    assert wanted == Wanted(("lanternes",), ("lantern~en", "lantern~fr"))


def test_numbers_join_the_words_that_belong_to_them() -> None:
    (alone,) = plan("5", frozenset()).required
    assert alone == Wanted(("5",), number="5")
    years = plan("5 years", frozenset()).required
    assert years == (Wanted(("5",)), Wanted(("years",)))
    joined = plan("article 5 bis on boats", frozenset({"en"}))
    assert joined.required[0] == Wanted(("5", "bis"), number="5bis")


def test_only_what_may_be_shown_is_sought() -> None:
    made = plan("a1 OR b2 -c3 (d4 AND NOT e5)", frozenset())
    assert [wanted.tokens for wanted in made.sought()] == [("a1",), ("b2",), ("d4",)]
    assert made.excluded == (Wanted(("c3",), number=None),)
    assert not isinstance(made.required[0], NoneOf)
