"""Descriptions, paths and links that are wrong: one clear line for each, and everything else goes in."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from deposit_maker import ENGLISH, FACTS, FRENCH, lines_of, make_deposit, opened, take_in

from ingest.deposit import open_deposit
from ingest.pipeline import IngestReport


def described(tmp_path: Path, meta: bytes | str) -> IngestReport:
    """What becomes of a deposit with this meta.json; a sound one lies beside it."""
    make_deposit(tmp_path / "d" / "sound")
    folder = make_deposit(tmp_path / "d" / "odd")
    (folder / "meta.json").write_bytes(meta.encode() if isinstance(meta, str) else meta)
    return take_in(tmp_path / "library", tmp_path / "d")


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ("", "line 1, column 1: no valid JSON"),
        ('{"state": "AND",', "line 1, column 17: no valid JSON"),
        ("[]", "must hold one JSON object"),
        ('"text"', "must hold one JSON object"),
        ("[" * 100_000, "no valid JSON"),
        ('{"year": ' + "9" * 5000 + "}", "no valid JSON"),
        (b'{"title": "caf\xe9"}', "is not UTF-8; save it as UTF-8"),
        (b"\x00\x01\x02\x03binary", "no valid JSON"),
    ],
)
def test_a_description_that_cannot_be_read(tmp_path: Path, meta: bytes | str, reason: str) -> None:
    report = described(tmp_path, meta)
    assert report.laws == 1
    assert len(report.failed) == 1
    assert report.failed[0]["path"] == str(tmp_path / "d" / "odd")
    assert reason in report.failed[0]["reason"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_description_in_any_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    facts = {**FACTS, "title": "Loi sur les fanaux éteints"}
    report = described(tmp_path, json.dumps(facts, ensure_ascii=False).encode(encoding))
    assert (report.laws, report.failed, report.warnings) == (2, [], [])
    with opened(tmp_path / "library") as library:
        assert "Loi sur les fanaux éteints" in {law.title for law in library.catalogue.laws()}


WRONG_FIELDS: list[tuple[str, Any, str]] = [
    ("state", "CA", "did you mean CAN (Canada)?"),
    ("state", "Canada", "did you mean CAN (Canada)?"),
    ("state", "QQQ", "'QQQ' is the three-letter code of no State"),
    ("state", 7, "should be a valid string"),
    ("state", ["AND"], "should be a valid string"),
    ("title", {"en": "Lantern Act"}, "should be a valid string"),
    ("native_title", 5, "should be a valid string"),
    ("language", "Englisch", "write the code of ISO 639, such as fr"),
    ("language", [], "write the code of ISO 639, such as fr"),
    ("kind", 1, "should be a valid string"),
    ("year", "of the dragon", "should be a valid integer"),
    ("year", 12, "a law's year lies between 1000 and 2200"),
    ("year", 1e400, "finite number"),
    ("year", True, ""),
    ("version_date", "yesterday", "write the day like 2019-06-01"),
    ("version_date", "2021-02-30", "there is no such day"),
    ("version_date", 20210230, "write the day like 2019-06-01"),
    ("files", "law.txt", "write a list of names"),
    ("files", [1], "write a list of names"),
    ("files", {"law.txt": 1}, "write a list of names"),
    ("complete", "perhaps", "should be a valid boolean"),
    ("fetched_at", 5, "should be a valid string"),
    ("sha256", 5, "should be a valid"),
]


@pytest.mark.parametrize(("name", "value", "advice"), WRONG_FIELDS)
def test_a_wrong_field_is_left_out_with_a_warning(tmp_path: Path, name: str, value: Any, advice: str) -> None:
    folder = make_deposit(tmp_path / "law")
    facts = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps({**facts, name: value}))
    report = take_in(tmp_path / "library", folder)
    assert (report.laws, report.failed) == (1, [])
    about = [w for w in report.warnings if w["path"] == f"{tmp_path / 'law'}: meta.json: {name}"]
    if name == "year" and value is True:  # JSON's true is a number to nobody but Python
        return
    assert len(about) == 1, report.warnings
    assert "was left out" in about[0]["message"]
    assert advice in about[0]["message"]
    assert "\n" not in about[0]["message"]


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("state", " and ", "AND"),
        ("language", "EN-gb", "en"),
        ("version_date", "2020-06-01T10:00:00Z", "2020-06-01"),
        ("year", "2020", 2020),
    ],
)
def test_a_field_in_another_usual_form_is_understood(tmp_path: Path, name: str, given: Any, kept: Any) -> None:
    deposit = open_deposit(make_deposit(tmp_path / "law", **{name: given}))
    assert getattr(deposit.meta, name) == kept
    assert deposit.remarks == []


def test_what_nothing_says_is_a_warning(tmp_path: Path) -> None:
    folder = make_deposit(tmp_path / "lantern-act", state=None, title=None, native_title=None)
    report = take_in(tmp_path / "library", folder)
    assert (report.laws, report.failed) == (1, [])
    assert [warning["path"] for warning in report.warnings] == [f"{folder}: state", f"{folder}: title"]
    assert "Name the State in meta.json" in report.warnings[0]["message"]
    assert {line["state"] for line in lines_of(tmp_path / "library")} == {"ZZZ"}


def test_unknown_fields_are_kept(tmp_path: Path) -> None:
    folder = make_deposit(tmp_path / "law", notes="kept", deeper={"kept": [1, None]})
    deposit = open_deposit(folder)
    assert deposit.facts["notes"] == "kept"
    assert deposit.meta.model_extra == {"notes": "kept", "deeper": {"kept": [1, None]}}
    assert take_in(tmp_path / "library", folder).warnings == []
    make_deposit(tmp_path / "law", notes="changed", deeper={"kept": [1, None]})
    assert take_in(tmp_path / "library", folder).versions == 1  # the description is part of the deposit


def test_files_that_are_missing_or_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(ENGLISH)
    names = [
        "law.txt",
        "gone.txt",
        "../secret.txt",
        str(tmp_path / "secret.txt"),
        "sub",
        "",
        "law.txt",
        "no\0pe",
    ]
    folder = make_deposit(tmp_path / "d" / "law", files={"law.txt": ENGLISH, "sub/law.txt": ENGLISH})
    facts = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps({**facts, "files": names}))
    report = take_in(tmp_path / "library", folder)
    assert (report.laws, report.provisions, report.failed) == (1, 3, [])
    said = {warning["path"].removeprefix(f"{folder}: "): warning["message"] for warning in report.warnings}
    assert said == {
        "gone.txt": "is named in meta.json but is not there",
        "../secret.txt": "lies outside the deposit's folder; it was not opened",
        str(tmp_path / "secret.txt"): "lies outside the deposit's folder; it was not opened",
        "sub": "is named in meta.json but is not there",
        "": "is named in meta.json but is not there",
        "nope": "is named in meta.json but is not there",
    }


def test_a_deposit_with_none_of_its_files_is_refused(tmp_path: Path) -> None:
    folder = make_deposit(tmp_path / "law", files={})
    (folder / "meta.json").write_text(json.dumps({**FACTS, "files": ["gone.xml", "../x.xml"]}))
    report = take_in(tmp_path / "library", folder)
    reason = report.failed[0]["reason"]
    assert reason.startswith("none of its source files is there")
    assert "gone.xml: is named in meta.json but is not there" in reason
    assert "../x.xml: lies outside" in reason


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_lead_nowhere_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("A secret that nobody may read through a link in a deposit.")
    folder = make_deposit(tmp_path / "d" / "law", files={"law.txt": ENGLISH, "inner.txt": FRENCH})
    (folder / "out.txt").symlink_to(outside / "secret.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "inside.txt").symlink_to("inner.txt")
    (folder / "up").symlink_to(tmp_path / "d", target_is_directory=True)
    facts = json.loads((folder / "meta.json").read_text())
    del facts["files"]
    (folder / "meta.json").write_text(json.dumps(facts))
    files = [file.name for file in open_deposit(folder).files]
    assert files == ["inner.txt", "inside.txt", "law.txt"]
    (folder / "meta.json").write_text(json.dumps({**facts, "files": ["law.txt", "out.txt", "loop.txt", "up/x.txt"]}))
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert (report.laws, report.failed) == (1, [])
    assert [w["path"].split(": ")[1] for w in report.warnings] == ["out.txt", "loop.txt", "up/x.txt"]
    assert "secret" not in json.dumps(lines_of(tmp_path / "library"))


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are others there")
def test_loose_links_and_pipes_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(ENGLISH)
    loose = tmp_path / "loose"
    (loose / "deep").mkdir(parents=True)
    (loose / "law.txt").write_text(ENGLISH)
    (loose / "out.txt").symlink_to(tmp_path / "secret.txt")
    (loose / "deep" / "up").symlink_to(loose, target_is_directory=True)
    os.mkfifo(loose / "pipe.txt")
    report = take_in(tmp_path / "library", loose)
    assert (report.laws, report.failed) == (1, [])
    pipe = take_in(tmp_path / "library", loose / "pipe.txt")
    assert pipe.failed == [{"path": str(loose / "pipe.txt"), "reason": "is neither a folder nor a file"}]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are others there")
@pytest.mark.parametrize("what", ["pipe", "link", "loop", "huge"])
def test_a_description_that_is_no_plain_file(tmp_path: Path, what: str) -> None:
    folder = make_deposit(tmp_path / "d" / "law")
    meta = folder / "meta.json"
    outside = tmp_path / "outside.json"
    outside.write_bytes(meta.read_bytes())
    meta.unlink()
    if what == "pipe":
        os.mkfifo(meta)
    elif what == "huge":
        with meta.open("wb") as file:
            file.truncate(11_000_000)
    else:
        meta.symlink_to(outside if what == "link" else meta)
    report = take_in(tmp_path / "library", tmp_path / "d")
    expected = "has more than 10,000,000 bytes" if what == "huge" else "is no file in the deposit's folder"
    assert expected in report.failed[0]["reason"]


def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("everything may be read here: run the tests as a user without an administrator's rights")
    folder = make_deposit(tmp_path / "d" / "law")
    (tmp_path / "d" / "locked").mkdir()
    (folder / "law.txt").chmod(0)
    (tmp_path / "d" / "locked").chmod(0)
    try:
        report = take_in(tmp_path / "library", tmp_path / "d")
    finally:
        (folder / "law.txt").chmod(0o600)
        (tmp_path / "d" / "locked").chmod(0o700)
    assert [f["reason"] for f in report.failed] == [
        "the folder cannot be read: Permission denied",
        "law.txt: cannot be read: Permission denied",
    ]


def test_a_file_that_vanishes_or_fails_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_deposit(tmp_path / "d" / "bad")
    make_deposit(tmp_path / "d" / "sound")
    read_bytes = Path.read_bytes
    count = {"bad": 0}

    def failing(file: Path) -> bytes:
        if file.parent.name == "bad" and file.name == "law.txt":
            count["bad"] += 1
            if count["bad"] != 2:
                raise OSError(5, "Input/output error")
        return read_bytes(file)

    monkeypatch.setattr(Path, "read_bytes", failing)
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert report.failed == [
        {"path": str(tmp_path / "d" / "bad"), "reason": "law.txt: cannot be read: Input/output error"}
    ]
    report = take_in(tmp_path / "library", tmp_path / "d")  # now it fails only when its bytes are to be kept
    assert report.failed[0]["reason"].startswith("changed while it was read")
    assert (report.laws, report.unchanged) == (0, 1)


def test_two_deposits_of_one_law_the_first_goes_in(tmp_path: Path) -> None:
    first = make_deposit(tmp_path / "d" / "a", title="Lantern Act", identifier="4/2020")
    second = make_deposit(tmp_path / "d" / "b", title="Lantern Act", identifier="4/2020", files={"other.txt": ENGLISH})
    for _ in range(2):
        report = take_in(tmp_path / "library", tmp_path / "d")
        assert report.laws + report.unchanged == 1
        assert [failure["path"] for failure in report.failed] == [str(second)]
        assert report.failed[0]["reason"].startswith(f"is the same law, language and date as {first}")
    assert {line["deposit"] for line in lines_of(tmp_path / "library")} == {"d/a"}


def test_two_files_of_one_law_that_only_the_source_names(tmp_path: Path) -> None:
    page = (
        "<html lang='en'><head><title>Lantern Act</title></head><body><h1>Lantern Act</h1>"
        + "".join(f"<p>{line}</p>" for line in ENGLISH.splitlines() if line)
        + "</body></html>"
    )
    for name in ("a", "b"):
        (tmp_path / "d" / name).mkdir(parents=True)
        (tmp_path / "d" / name / "law.html").write_text(page)
    first = take_in(tmp_path / "library", tmp_path / "d")
    assert (first.laws, len(first.failed)) == (1, 1)
    second = take_in(tmp_path / "library", tmp_path / "d")
    assert (second.laws, second.unchanged, second.failed) == (0, 1, first.failed)


def test_the_library_itself_holds_no_deposits(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "law.txt").write_text(ENGLISH)
    for _ in range(2):
        report = take_in(tmp_path / "laws" / "library", tmp_path / "laws")
        assert (report.laws + report.unchanged, report.failed) == (1, [])


def test_the_same_folder_twice_is_taken_in_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_deposit(tmp_path / "d" / "law")
    monkeypatch.chdir(tmp_path)
    paths = [tmp_path / "d", folder, folder / "meta.json", Path("d"), Path("d/../d/law"), tmp_path]
    make_deposit(tmp_path / ".hidden" / "law")
    report = take_in(tmp_path / "library", *paths)
    assert (report.laws, report.unchanged, report.failed) == (1, 0, [])


def test_paths_that_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "picture.png").write_bytes(b"x")
    (tmp_path / "wrong" / "README.md").write_text("not a law")
    long = tmp_path / ("x" * 300)
    paths = [tmp_path / "gone", tmp_path / "empty", tmp_path / "wrong", long, Path("no\0pe")]
    report = take_in(tmp_path / "library", *paths)
    assert report.laws == 0
    reasons = {failure["path"]: failure["reason"] for failure in report.failed}
    assert reasons[str(tmp_path / "gone")] == "there is no such file or folder"
    assert reasons[str(tmp_path / "empty")].startswith("it holds no deposit")
    assert reasons[str(tmp_path / "wrong")].startswith("it holds no deposit")
    assert "File name too long" in reasons[str(long)] or "no such file" in reasons[str(long)]
    assert len(reasons) == 5


def test_bytes_that_are_not_those_that_were_fetched(tmp_path: Path) -> None:
    folder = make_deposit(tmp_path / "law", sha256={"law.txt": "0" * 64})
    report = take_in(tmp_path / "library", folder)
    assert report.laws == 1
    assert "are not those whose sha256" in report.warnings[0]["message"]
