"""Flat provisions in JSON: numbers, marks of amendment, footnotes, and phrases that a copy printed twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import BlockKind, Document
from ingest.readers.printed_items import split_items
from ingest.readers.provisions_json import READER
from ingest.readers.repetitions import without_repetitions
from ingest.source import Source
from palermo.errors import ReadError


def read(*provisions: Any, **law: Any) -> Document:
    source = Source("law.json", json.dumps({"title": "Boats Act, 1990", **law, "provisions": provisions}).encode())
    assert READER.knows(source)
    return READER.read(source)


def provision(reference: str, content: str, **more: str) -> dict[str, str]:
    return {"provision_ref": reference, "title": "Oars.", "content": content, **more}


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind is BlockKind.TEXT]


def test_numbers_chapters_and_facts() -> None:
    document = read(
        provision("s24A", "Yes."),
        provision("2:17", "No.", chapter="Part II"), provision("3", "So.", chapter="Part II"),
        url="https://laws.example/1", language="en",
    )  # fmt: skip
    assert [(b.number, b.text) for b in document.blocks if b.kind is BlockKind.UNIT] == [
        ("24A", "Oars"), ("2:17", "Oars"), ("3", "Oars"),
    ]  # fmt: skip
    assert [b.label for b in document.blocks if b.kind is BlockKind.DIVISION] == ["Part II"]
    assert document.facts == {
        "native_title": "Boats Act, 1990", "language": "en", "year": "1990", "official_url": "https://laws.example/1",
    }  # fmt: skip


def test_amendment_marks_go_and_footnotes_become_notes() -> None:
    document = read(
        provision(
            "s2",
            "1[(1)] A boat 2[or 3[a raft]] floats. 4[(2) A log\n\n[Footnote] 1. Ins. by Act 9. [Footnote] 2. Subs.",
        )
    )
    assert texts(document) == ["(1) A boat or a raft floats.", "(2) A log"]
    assert [b.text for b in document.blocks if b.kind is BlockKind.NOTE] == ["1. Ins. by Act 9.", "2. Subs."]


def test_a_phrase_of_five_words_that_follows_itself_is_printed_once() -> None:
    said = "(1) A boat is green by law. A boat is green by law. (2) Row, row, row your boat."
    assert without_repetitions([said]) == ["(1) A boat is green by law. (2) Row, row, row your boat."]


def test_short_repetitions_go_only_from_copies_that_are_bad_throughout() -> None:
    long = [f"The owner of boat {n} shall pay. The owner of boat {n} shall pay." for n in range(3)]
    assert without_repetitions(["green oars; green oars; and masts. and masts.", *long])[0] == "green oars; and masts."
    assert without_repetitions(["green oars; green oars;"]) == ["green oars; green oars;"]


@given(st.lists(st.text(alphabet="ab \n", max_size=40), max_size=4))
def test_no_words_are_invented_when_repetitions_go(texts: list[str]) -> None:
    for before, after in zip(texts, without_repetitions(texts), strict=True):
        assert len(after) <= len(before)
        assert set(after.split()) == set(before.split())


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("(1) One. (2) See section (1) or (2). (3) Six.", ["(1) One.", "(2) See section (1) or (2).", "(3) Six."]),
        ("He who (a) rows; or (b) sails", ["He who (a) rows; or (b) sails"]),
        ("He who: (a) rows; or (b) sails", ["He who:", "(a) rows; or", "(b) sails"]),
        ("Of: (i) a; (ii) b; (iii) c", ["Of:", "(i) a;", "(ii) b;", "(iii) c"]),
        ("one line\nanother", ["one line", "another"]),
        ("see section 3 (1) of the Act", ["see section 3 (1) of the Act"]),
        ("", []),
    ],
)  # fmt: skip
def test_items_open_at_printed_labels_in_sequence(text: str, items: list[str]) -> None:
    assert split_items(text) == items


@given(st.text(alphabet="(12ab)i. ;I\n", max_size=60))
def test_splitting_into_items_keeps_every_character(text: str) -> None:
    assert "".join(split_items(text)).replace(" ", "") == "".join(text.split())


def test_what_is_not_an_object_is_left_out_with_a_warning() -> None:
    document = read("oops", provision("1", "Yes."))
    assert texts(document) == ["Yes."]
    assert len(document.warnings) == 1


@pytest.mark.parametrize(
    "data",
    [
        b'{"provisions": [], "provision_ref": "", "content": ""}',
        b'{"provisions": [{"provision_ref": "1", "content": }]}',
        b'{"provisions": "provision_ref", "content": 1}',
    ],
)
def test_what_cannot_be_read_is_a_read_error(data: bytes) -> None:
    with pytest.raises(ReadError):
        READER.read(Source("law.json", data))


def test_number_and_heading_that_stand_again_before_the_words_are_left_out() -> None:
    text = '{"provisions": [{"provision_ref": "s2", "title": "Lanterns.", "content": "2. Lanterns.-- (1) Boats show a lantern."}]}'
    blocks = READER.read(Source("act.json", text.encode())).blocks
    assert [block.text for block in blocks] == ["Lanterns", "(1) Boats show a lantern."]
