"""Labels as people write them: numbers, ranges, grades; and files that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from library.label_numbers import comparable_number, is_inside, ranges
from library.labels import read_gold
from palermo.errors import UsageError


def write_labels(folder: Path, lines: list[dict[str, Any]] | str, law: str = "and/act", **meta: Any) -> Path:
    """The labels of one law below `folder`."""
    place = folder / law
    place.mkdir(parents=True, exist_ok=True)
    (place / "meta.json").write_text(json.dumps({"state": "AND", "language": "ca", **meta}), encoding="utf-8")
    words = lines if isinstance(lines, str) else "".join(json.dumps(line) + "\n" for line in lines)
    (place / "gold.jsonl").write_text(words, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("416-bis", "416 BIS"), ("177 bis", "177bis"), ("105-A", "105a"), ("149.a", "149a"), ("L425-1", "l425-1"),
        ("§ 129 b", "129b"), ("Artículo 5", "5"), ("Article 7.", "7"), ("Section 3", "3"), ("133¹", "133^1"),
        ("133<sup>1</sup>", "133^1"), ("12–3", "12-3"), ("5:)", "5"), ("١٢", "١٢"),
    ],
)  # fmt: skip
def test_numbers_that_are_the_same(one: str, other: str) -> None:
    assert comparable_number(one) == comparable_number(other)


@pytest.mark.parametrize(("one", "other"), [("133^1", "1331"), ("12-3", "123"), ("2:17", "217"), ("467.11", "46711")])
def test_numbers_that_are_not_the_same(one: str, other: str) -> None:
    assert comparable_number(one) != comparable_number(other)


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        (["5-9"], ["5", "7 bis", "9", "9 a", "9.1"], ["4", "10", ""]),
        (["5 to 9"], ["5", "6", "9-bis"], ["10"]),
        (["L425-1"], ["L425-1", "L425-1-2"], ["L425-2", "L425"]),
        (["L425-1-L425-11"], ["L425-4", "L425-11"], ["L425-12"]),
        (["416-bis", "3"], ["416 bis", "3", "3a"], ["416", "4"]),
        (["9-5"], ["9-5"], ["7"]),
        (["-", ""], [], ["", "1"]),
        ([], [], ["1"]),
    ],
)
def test_ranges(written: list[str], inside: list[str], outside: list[str]) -> None:
    found = ranges(written)
    assert [number for number in inside if not is_inside(number, found)] == []
    assert [number for number in outside if is_inside(number, found)] == []
    assert is_inside("anything", None)


def test_labels_of_a_law(tmp_path: Path) -> None:
    write_labels(
        tmp_path,
        [
            {"provision": "5", "tags": ["untoc:5"], "why": "..."},
            {"provision": "Art. 5", "tags": ["untoc:6"], "grade": "core"},
            {"provision": "6 bis", "tags": ["untoc:6"], "grade": "related"},
            {"provision": 7, "tags": []},
        ],
        gold_scope=["1-9"], gold_borderline=["6-bis", "5", "8"],
    )  # fmt: skip
    (law,) = read_gold(tmp_path)
    assert (law.deposit, law.state, law.language) == ("and/act", "AND", "ca")
    assert law.core == {"5": {"untoc:5", "untoc:6"}, "7": set()}
    assert law.related == {"6bis": {"untoc:6"}}
    assert [number for number in ("5", "6bis", "7", "8", "9", "10") if law.counts(number)] == ["5", "7", "9"]
    assert law.printed == {"5": "Art. 5", "6bis": "6 bis", "7": "7"}


def test_everything_is_examined_unless_something_else_is_said(tmp_path: Path) -> None:
    label = [{"provision": "5", "tags": ["untoc:5"]}]
    for law, scope in (("and/a", {}), ("and/b", {"gold_scope": "all"}), ("and/c", {"gold_scope": ["all"]})):
        write_labels(tmp_path, label, law, **scope)
    write_labels(tmp_path, label, "and/d", gold_scope=[])
    assert [law.counts("99") for law in read_gold(tmp_path)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('{"provision": "1", "tags": []}\n{', "line 2: the labels cannot be read"),
        ("\n[1]", "line 2: the labels cannot be read: a JSON object is expected"),
        ('{"tags": []}', "line 1: the labels cannot be read: 'provision' and a list 'tags' are expected"),
        ('{"provision": "1"}', "'provision' and a list 'tags' are expected"),
        ('{"provision": "1", "tags": "untoc:5"}', "'provision' and a list 'tags' are expected"),
        ('{"provision": "1", "tags": ["untoc:999"]}', "'untoc:999' is no article"),
        ('{"provision": "1", "tags": ["untoc:5.1"]}', "'untoc:5.1' is no article"),
        ('{"provision": "1", "tags": ["nonsense"]}', "'nonsense' is no article"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, lines: str, said: str) -> None:
    write_labels(tmp_path, lines)
    with pytest.raises(UsageError) as raised:
        read_gold(tmp_path)
    assert str(raised.value).startswith(str(tmp_path / "and" / "act" / "gold.jsonl"))
    assert said in str(raised.value)


def test_bad_descriptions_are_named(tmp_path: Path) -> None:
    write_labels(tmp_path, [{"provision": "1", "tags": []}], gold_borderline="5")
    with pytest.raises(UsageError, match=r"meta\.json: .*gold_borderline"):
        read_gold(tmp_path)
    meta = tmp_path / "and" / "act" / "meta.json"
    for words in (b"{", b"[]", b"\xff"):
        meta.write_bytes(words)
        with pytest.raises(UsageError, match=r"meta\.json: the labels cannot be read"):
            read_gold(tmp_path)
    meta.unlink()
    with pytest.raises(UsageError, match=r"meta\.json: the labels cannot be read"):
        read_gold(tmp_path)


def test_no_labels_at_all(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path, write_labels(tmp_path, "\n")):
        with pytest.raises(UsageError, match="holds no labels"):
            read_gold(folder)
