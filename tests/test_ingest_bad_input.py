"""Bad input of every kind: one clear line for each, no traceback, and everything else goes in."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import socket
import threading
import zipfile
from pathlib import Path

import docx
import pytest
from deposit_maker import ENGLISH, lines_of, make_deposit, take_in
from pdf_maker import Page, pdf_of

from ingest.deposit import DOCUMENT_ENDINGS
from ingest.pipeline import IngestReport
from palermo.errors import PalermoError

SECRET = "a word that only the file outside the deposit holds"


def only_failure(report: IngestReport) -> str:
    """The reason of the one failure in a report, checked to be one plain line; the sound law beside it is in."""
    assert (report.laws, len(report.failed)) == (1, 1), (report.laws, report.failed)
    reason = report.failed[0]["reason"]
    assert reason
    assert "\n" not in reason
    assert "Traceback" not in reason
    assert "please report it" not in reason, reason
    return reason


def refused(tmp_path: Path, files: dict[str, bytes | str], **options: int) -> str:
    """Why a deposit with these files is refused, while a sound one beside it goes in."""
    bad = make_deposit(tmp_path / "d" / "bad", files=files)
    make_deposit(tmp_path / "d" / "sound")
    report = take_in(tmp_path / "library", tmp_path / "d", **options)
    assert report.failed[0]["path"] == str(bad)
    return only_failure(report)


def word_document(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_files_without_words_under_every_ending(tmp_path: Path) -> None:
    noise = random.Random(3).randbytes(4000)
    contents = {
        "empty": b"", "spaces": b" \n\t \r\n", "noise": noise, "noise-without-nul": noise.replace(b"\0", b"\1"),
        "zip": b"PK\x03\x04" + noise,
    }  # fmt: skip
    for ending in DOCUMENT_ENDINGS:
        for name, data in contents.items():
            make_deposit(tmp_path / "d" / f"{name}-{ending}", files={f"law.{ending}": data})
    make_deposit(tmp_path / "d" / "sound")
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert report.laws == 1
    assert len(report.failed) == len(contents) * len(DOCUMENT_ENDINGS)
    for failure in report.failed:
        assert failure["reason"].startswith(("law.", "none of")), failure
        assert "please report" not in failure["reason"], failure
        assert "\n" not in failure["reason"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "law.xml",
            b'<?xml version="1.0"?><law><section id="1"><num>1</num><p>Every keeper shall',
            "cut off",
        ),
        (
            "law.xml",
            b'<?xml version="1.0"?><law><section id="1"><num>1</num><p>Keepers</p></section>',
            "cut off",
        ),
        (
            "law.json",
            b'{"provisions": [{"number": "1", "text": "Every keeper of a har',
            "JSON cannot be read",
        ),
        (
            "law.json",
            b'{"provisions": [' + b'{"number": "1", "text": "Every keeper of a harbour"},' * 9,
            "JSON",
        ),
        ("law.docx", word_document(ENGLISH)[:-500], "damaged or cut off"),
        ("law.txt.gz", gzip.compress(ENGLISH.encode())[:-20], "gzip file is damaged"),
        ("law.txt.gz", b"Section 1. This was never packed.", "gzip file is damaged"),
    ],
)
def test_files_that_were_cut_off_are_not_taken_for_whole_ones(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    assert reason in refused(tmp_path, {name: data})


def test_a_pdf_that_was_cut_off_is_held_unread_with_the_reason(tmp_path: Path) -> None:
    data = pdf_of(Page().put("Section 1. Every keeper", 50, 50))[:-60]
    make_deposit(tmp_path / "d" / "sound")
    bad = make_deposit(tmp_path / "d" / "bad", files={"law.pdf": data})
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert (report.laws, report.failed) == (2, [])
    (unread,) = report.unread
    assert unread == {"path": str(bad), "reason": "law.pdf: the PDF is cut off before its end; fetch it again"}


def test_a_page_without_its_end_goes_in_with_a_warning(tmp_path: Path) -> None:
    page = "<html><body><h2>Section 1. Keepers</h2><p>Every keeper of a harbour shall light the lantern and sh"
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", files={"law.html": page}))
    assert report.laws == 1
    assert "may be cut off" in report.warnings[0]["message"]


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    bad = make_deposit(tmp_path / "d" / "bad", files={"law.txt": b""})
    with (bad / "law.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    make_deposit(tmp_path / "d" / "sound")
    reason = only_failure(take_in(tmp_path / "library", tmp_path / "d"))
    assert reason == "law.txt: has 209,715,200 bytes; up to 100 MB are read"


def test_the_limit_of_size_holds_for_each_file(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"law.txt": ENGLISH, "annex.txt": "word " * 1000}
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", files=files), largest_file=2000)
    assert (report.laws, report.failed) == (1, [])
    assert report.warnings == [
        {"path": f"{tmp_path / 'law'}: annex.txt", "message": "has 5,000 bytes; up to 2000 bytes are read"}
    ]


def test_one_very_long_line_is_one_text(tmp_path: Path) -> None:
    text = "Every keeper of a harbour shall light the lantern. " * 20_000
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", files={"law.txt": text}))
    assert (report.laws, report.provisions) == (1, 1)
    assert "no numbered provisions" in report.warnings[0]["message"]


def test_documents_nested_too_deeply(tmp_path: Path) -> None:
    xml = b"<a>" * 100_000 + b"words" + b"</a>" * 100_000
    assert "nested too deep" in refused(tmp_path / "xml", {"law.xml": xml})
    assert "nested too deep" in refused(tmp_path / "json", {"law.json": b"[" * 100_000 + b"]" * 100_000})
    html = b"<html><body>" + b"<div>" * 50_000 + b"<p>Every keeper shall light it." + b"</div>" * 50_000 + b"</body>"
    bad = make_deposit(tmp_path / "html", files={"law.html": html})
    report = take_in(tmp_path / "library", bad)
    assert report.laws + len(report.failed) == 1


ENTITIES = {
    "a bomb": '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>',
    "a bomb in an attribute": '<!DOCTYPE l [<!-- ]> --><!ENTITY a "lol"><!ENTITY b "&a;&a;">]><l t="&b;">words</l>',
    "a file": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a; words</l>',
    "a hidden one": '<!DOCTYPE l [<!-- ]> --><!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a; words</l>',
    "a parameter": '<!DOCTYPE l [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><l>words</l>',
    "an address": '<!DOCTYPE l [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]><l>&a; words</l>',
}


@pytest.mark.parametrize("body", ENTITIES.values(), ids=ENTITIES.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entities_of_its_own_is_refused(tmp_path: Path, body: str, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>{body}'.encode(encoding)
    assert "declares entities of its own" in refused(tmp_path, {"law.xml": data})


def test_nothing_outside_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by Python (its sockets are taken away) nor by the parsers' own code (nobody calls the server)."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    called: list[bool] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(5)

    def answer() -> None:
        try:
            server.accept()
            called.append(True)
        except OSError:
            return

    waiting = threading.Thread(target=answer)
    waiting.start()
    port = server.getsockname()[1]
    away = f"http://127.0.0.1:{port}"
    pages = {
        "law.xml": f'<!DOCTYPE l SYSTEM "{away}/l.dtd"><l xmlns:xi="http://www.w3.org/2001/XInclude">'
        f'<xi:include href="{secret.as_uri()}" parse="text"/><section><num>1</num><p>{ENGLISH}</p></section></l>',
        "law.html": f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret.as_uri()}">]><html><head><link href="{away}/s.css">'
        f'<base href="{away}"></head><body><img src="{away}/i.png"><iframe src="{away}"></iframe>'
        f'<object data="{secret.as_uri()}"></object><p>&a;{ENGLISH}</p></body></html>',
        "law.md": f"![]({away}/i.png)\n\n[x]({secret.as_uri()})\n\n{ENGLISH}",
    }
    for name, page in pages.items():
        make_deposit(tmp_path / "d" / name.replace(".", "-"), files={name: page})

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "connect", no_network)
        patch.setattr(socket, "getaddrinfo", no_network)
        report = take_in(tmp_path / "library", tmp_path / "d")
    with socket.create_connection(("127.0.0.1", port)):  # the server did listen; only now somebody calls
        waiting.join(5)
    server.close()
    assert (report.laws, report.failed) == (3, [])
    assert called == [True]
    assert SECRET not in json.dumps(lines_of(tmp_path / "library"))


def test_packed_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.reading.LARGEST_UNPACKED", 2 * 1024 * 1024)
    packed = gzip.compress(b"\0" * 30_000_000)
    assert "unpacks to more than 2 MB" in refused(tmp_path / "gzip", {"law.xml.gz": packed})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * 30_000_000)
    assert "it was not opened, for safety" in refused(tmp_path / "word", {"law.docx": file.getvalue()})


def test_a_packed_law_is_unpacked(tmp_path: Path) -> None:
    packed = gzip.compress(ENGLISH.encode())
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", files={"law.txt.gz": packed}))
    assert (report.provisions, report.failed) == (3, [])


def test_a_reader_that_fails_costs_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise LookupError("two\nlines")

    make_deposit(tmp_path / "d" / "sound")
    with monkeypatch.context() as patch:
        patch.setattr("ingest.reading.read_source", broken)
        report = take_in(tmp_path / "library", tmp_path / "d")
    assert [f["reason"] for f in report.failed] == [
        "law.txt: could not be read (LookupError: two lines); please report it"
    ]
    with monkeypatch.context() as patch:
        patch.setattr("ingest.pipeline._contents", broken)
        report = take_in(tmp_path / "library", tmp_path / "d")
    assert "could not be taken in (LookupError: two lines)" in report.failed[0]["reason"]
    assert take_in(tmp_path / "library", tmp_path / "d").laws == 1


def test_the_same_remark_many_times_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.document import Block, BlockKind, Document

    def talkative(*_: object) -> Document:
        document = Document("talkative", [Block("Keepers", BlockKind.UNIT, number="1"), Block(ENGLISH)])
        for number in range(42):
            document.warn(f"line {number}", f"'Section {number}' is odd")
        document.warn("line 7", "the table is lost")
        return document

    monkeypatch.setattr("ingest.reading.read_source", talkative)
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law"))
    place = f"{tmp_path / 'law'}: law.txt"
    assert report.warnings == [
        {"path": f"{place}, line 0", "message": "'Section 0' is odd (and 41 more places)"},
        {"path": f"{place}, line 7", "message": "the table is lost"},
    ]


def test_halves_of_characters_and_nul_are_cleaned_out(tmp_path: Path) -> None:
    words = "Every keeper \ud83d of a harbour \0 shall light the lantern before the sun goes down, and watch over it. "
    own = [{"number": str(n), "title": f"Kee\0pers \udc00 {n}", "text": words + str(n) * 40} for n in range(1, 9)]
    flat = {"title": "Lantern \ud800 Act", "provisions": [
        {"provision_ref": f"s{n}", "section": f"{n}", "title": f"Oil\udfff {n}", "content": words} for n in range(1, 4)
    ]}  # fmt: skip
    for name, document in (("own", own), ("flat", flat)):
        folder = make_deposit(tmp_path / "d" / name, files={"law.json": json.dumps(document)})
        facts = json.loads((folder / "meta.json").read_text())
        described = {**facts, "title": f"{name} \ud800\0 Act", "note\udead": ["\udead"], "publisher": "\0"}
        (folder / "meta.json").write_text(json.dumps(described))
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert (report.laws, report.failed) == (2, [])
    lines = lines_of(tmp_path / "library")
    assert len(lines) >= 11
    text = json.dumps(lines, ensure_ascii=False)
    assert text.encode()
    assert "\\u0000" not in text
    assert "Every keeper \ufffd of a harbour shall light" in " ".join(lines[0]["text"].split())


def test_a_law_that_cannot_be_stored_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PalermoError("the disk is full")

    monkeypatch.setattr("catalogue.store.Catalogue.put", refuses)
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law"))
    assert report.failed == [{"path": str(tmp_path / "law"), "reason": "the disk is full"}]


@pytest.mark.skipif(os.name == "nt", reason="other systems refuse such names themselves")
def test_odd_names_of_files_and_folders(tmp_path: Path) -> None:
    make_deposit(tmp_path / "d" / "two\nlines", files={"a law\t(1)\n.txt": ENGLISH})
    make_deposit(tmp_path / "d" / "قانون 法 \U0001f4dc", files={"法.txt": ENGLISH})
    folder = os.fsencode(tmp_path / "d") + b"/\xff\xfe"
    os.mkdir(folder)
    make_deposit(Path(os.fsdecode(folder)), title="Bytes", identifier="Bytes", files={})
    (Path(os.fsdecode(folder)) / os.fsdecode(b"law\xff.txt")).write_text(ENGLISH)
    make_deposit(tmp_path / "d" / ("long" * 60))
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert (report.laws, report.failed) == (4, [])
    assert json.dumps(report.warnings, ensure_ascii=False).encode()
    lines = lines_of(tmp_path / "library")
    assert len(lines) == 12
    assert {line["source"]["file"] for line in lines} >= {"法.txt", "law\ufffd.txt"}
    assert take_in(tmp_path / "library", tmp_path / "d").unchanged == 4


def test_files_in_folders_below_the_deposit_keep_their_paths(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"old/law.txt": ENGLISH[:200], "new/law.txt": ENGLISH}
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", files=files))
    assert (report.laws, report.failed) == (1, [])
    assert {line["source"]["file"] for line in lines_of(tmp_path / "library")} == {"new/law.txt"}
