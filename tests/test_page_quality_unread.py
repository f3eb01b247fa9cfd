"""Laws whose PDF cannot be read: held, named with the reason, and read as soon as that is possible."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from deposit_maker import lines_of, make_deposit, opened, take_in
from pdf_deposits import LINES, Tesseract, page_of, scan
from pdf_maker import Page, pdf_of
from typer.testing import CliRunner

from catalogue.store import Catalogue
from cli.main import app
from library.browsing import holdings
from library.comparing import as_json as comparison_as_json
from library.comparing import compare
from library.crawling import changes
from library.doctor import examine
from library.reading import read_law
from library.reviewing import decide
from library.searching import as_json, search
from library.suggesting import Suggestions
from library.text_quality import quality_of
from palermo.model.law import Version
from palermo.model.review import Decision
from palermo.model.tag import Grade

ADVICE = "no text layer, it needs OCR: install tesseract: apt-get install tesseract-ocr tesseract-ocr-eng"
GOOD = pdf_of(page_of(LINES))


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tesseract:
    folder = tmp_path / "programs"
    folder.mkdir()
    return Tesseract(folder, monkeypatch)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def current(library: Path) -> list[Version]:
    with opened(library) as found:
        return found.catalogue.current_versions()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (scan(), f"law.pdf, page 1: {ADVICE}"),
        (pdf_of(Page(), encrypted=True), "law.pdf: the PDF is protected by a password; save a copy without one"),
        (GOOD[: len(GOOD) // 2], "law.pdf: the PDF is cut off before its end; fetch it again"),
        (b"%PDF-1.7\nnothing\n%%EOF\n", "law.pdf: the PDF is damaged or no PDF"),
    ],
    ids=["a scan", "a password", "cut off", "damaged"],
)
def test_it_is_held_with_the_reason(
    tmp_path: Path, library: Path, tesseract: Tesseract, data: bytes, reason: str
) -> None:
    folder = make_deposit(tmp_path / "harbour-act", title="Harbour Act", files={"law.pdf": data})
    report = take_in(library, folder)
    assert (report.laws, report.versions, report.provisions, report.failed) == (1, 1, 0, [])
    assert report.unread[0]["path"] == str(folder)
    assert report.unread[0]["reason"].startswith(reason)
    assert report.warnings[0]["path"].startswith(f"{folder}: law.pdf")
    (version,) = current(library)
    assert version.is_unread
    assert version.sources[0].format == "unread"
    with opened(library) as found:
        assert found.catalogue.source_bytes(version.sources[0].sha256) == data
        assert quality_of(found, version).reasons[0].startswith(reason)


@pytest.mark.parametrize("data", [b"", b"\0\1\2" * 100, b"PK\3\4" + b"\0\1" * 50])
def test_what_is_no_pdf_is_refused_as_before(tmp_path: Path, library: Path, data: bytes) -> None:
    report = take_in(library, make_deposit(tmp_path / "law", files={"law.pdf": data}))
    assert (report.laws, len(report.failed), report.unread) == (0, 1, [])


def test_it_is_listed_found_by_its_title_and_counted_as_unread(
    tmp_path: Path, library: Path, tesseract: Tesseract, capsys: pytest.CaptureFixture[str]
) -> None:
    make_deposit(tmp_path / "d" / "scan", title="Harbour Act", native_title="Llei del port", files={"law.pdf": scan()})
    make_deposit(tmp_path / "d" / "other", state="URY", title="Boat Act")
    take_in(library, tmp_path / "d")
    with opened(library) as found:
        (andorra,) = holdings(found, ["AND"])
        assert [held.law.title for held in andorra.unread] == ["Harbour Act"]
        assert andorra.provisions == 0
        assert "Harbour Act" in [one.words for one in Suggestions(found).for_typed("harb")]
        for words in ("harbour act", "llei port", 'title:"Harbour Act"', "scan"):
            answer = search(found, words)
            assert [each.law.title for each in answer.unread] == ["Harbour Act"], words
            assert as_json(answer)["unread"][0]["reason"] == f"law.pdf, page 1: {ADVICE}"
        assert search(found, "harbour act", states=["URY"]).unread == ()
        assert search(found, "boat").unread == ()
        assert search(found).unread == ()
        comparison = compare(found, ["AND", "URY"], "untoc:6")
        assert comparison.columns[0].reason.startswith("Not identified in the texts held")
        assert comparison.columns[0].reason.endswith("Held, but could not be read: Harbour Act.")
        assert "could not be read" not in comparison.columns[1].reason
        held = comparison_as_json(comparison)["states"][0]["laws_held"]
        assert [law["unread"] for law in held] == [True]
    (said,) = [finding for finding in examine(library) if finding.name == "library"]
    assert said.found
    assert said.detail.endswith("1 law is held but could not be read")


def test_the_command_says_it_in_words_and_in_json(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    folder = make_deposit(tmp_path / "law", title="Harbour Act", files={"law.pdf": scan()})
    command = ["ingest", str(folder), "--library", str(library)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALERMO_WORKERS", "0")
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0
        assert done.stderr.count("it needs OCR") == 1
        assert f"held but unread: {folder}: law.pdf, page 1: {ADVICE}" in done.stderr
        assert "1 held but unread, 0 unchanged, 0 failed" in done.stderr
        again = CliRunner().invoke(app, [*command, "--json"])
    report = json.loads(again.stdout)
    assert (report["laws"], report["unchanged"], report["failed"]) == (0, 1, [])
    assert report["unread"] == [{"path": str(folder), "reason": f"law.pdf, page 1: {ADVICE}"}]
    shown = CliRunner().invoke(app, ["search", "harbour", "--library", str(library)])
    assert "held, but could not be read" in shown.stdout


def test_it_is_read_when_character_recognition_is_there(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    folder = make_deposit(tmp_path / "law", files={"law.pdf": scan()})
    take_in(library, folder)
    (before,) = current(library)
    again = take_in(library, folder)
    assert (again.laws, again.unchanged) == (0, 1)
    tesseract.reads(LINES)
    report = take_in(library, folder)
    assert (report.laws, report.versions, report.provisions, report.unchanged) == (1, 1, 3, 0)
    assert report.unread == []
    (after,) = current(library)
    assert after.id == before.id
    assert not after.is_unread
    assert after.unread_with is None
    with opened(library) as found:
        assert [hit.provision.number for hit in search(found, "lantern harbour keeper").hits][:1] == ["1"]
        assert search(found, "law").unread == ()
    assert take_in(library, folder).unchanged == 1


def test_a_file_that_stays_unread_is_tried_once_with_the_same_means(
    tmp_path: Path, library: Path, tesseract: Tesseract, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_deposit(tmp_path / "law", files={"law.pdf": pdf_of(Page(), encrypted=True)})
    take_in(library, folder)
    tesseract.reads(LINES)
    report = take_in(library, folder)
    assert (report.laws, report.unchanged, len(report.unread)) == (0, 1, 1)
    (version,) = current(library)
    assert version.unread_with is not None
    assert version.unread_with.startswith("tesseract 9.8.7 with eng fra; ")

    def never(*_: object) -> None:
        raise AssertionError("it was read again")

    monkeypatch.setattr("ingest.reading._read_file", never)
    assert take_in(library, folder).unchanged == 1
    monkeypatch.setenv("PALERMO_SECONDS_FOR_A_DEPOSIT", "500")  # more time may be what was missing
    assert "it was read again" in take_in(library, folder).failed[0]["reason"]


def test_single_pages_are_read_later_and_found(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    data = pdf_of(page_of(LINES[:3]), Page(picture=True))
    folder = make_deposit(tmp_path / "law", files={"law.pdf": data})
    assert take_in(library, folder).provisions == 1
    tesseract.reads(LINES[3:])
    report = take_in(library, folder)
    assert (report.laws, report.provisions) == (1, 3)
    assert [line["number"] for line in lines_of(library)] == ["1", "2", "3"]
    with opened(library) as found:
        assert search(found, "oil").total == 1
        assert search(found, "keeper of a harbour").hits[0].provision.number == "1"


def test_reading_again_without_character_recognition_loses_nothing(
    tmp_path: Path, library: Path, tesseract: Tesseract
) -> None:
    tesseract.reads(LINES)
    whole = make_deposit(tmp_path / "d" / "whole", files={"law.pdf": scan()})
    mixed = pdf_of(page_of(LINES[:3]), Page(picture=True))
    half = make_deposit(tmp_path / "d" / "half", state="URY", files={"law.pdf": mixed})
    take_in(library, whole, half)
    before = lines_of(library)
    tesseract.remove()
    report = take_in(library, whole, half, again=True)
    assert lines_of(library) == before
    said = " ".join(warning["message"] for warning in report.warnings)
    assert "the words that were read before are kept" in said
    assert "less of it could be read than is held, which was kept" in said
    assert report.failed == []


@pytest.mark.parametrize("language", ["en", None])
def test_a_new_version_that_cannot_be_read_does_not_hide_the_one_that_can(
    tmp_path: Path, library: Path, tesseract: Tesseract, language: str | None
) -> None:
    folder = make_deposit(tmp_path / "law", language="en")
    take_in(library, folder)
    (readable,) = current(library)
    (folder / "law.txt").unlink()
    make_deposit(folder, version_date="2024-01-01", language=language, files={"law.pdf": scan()})
    report = take_in(library, folder)
    assert len(report.unread) == 1
    assert readable.id in [version.id for version in current(library)]
    with opened(library) as found:
        assert search(found, "lantern").total
        assert len(found.catalogue.versions(readable.law)) == 2
        assert read_law(found, readable.law)[1].id == readable.id
    tesseract.reads([line.replace("lantern", "beacon") for line in LINES])
    take_in(library, folder)
    newest = [version for version in current(library) if version.language == "en"]
    assert [version.version_date for version in newest] == ["2024-01-01"]
    with opened(library) as found:
        assert search(found, "beacon").total


def test_a_readable_file_takes_the_place_of_an_unread_one(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    newer = make_deposit(tmp_path / "pdf", title="Act", identifier="4", version_date="2024-01-01",
                         files={"law.pdf": scan()})  # fmt: skip
    older = make_deposit(tmp_path / "text", title="Act", identifier="4", version_date="2020-01-01")
    take_in(library, newer)
    take_in(library, older)
    (version,) = current(library)
    assert version.version_date == "2020-01-01"


def test_a_scan_beside_a_record_is_read_later_too(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    record = "<html><body><p>A record of the Lantern Act, which the gazette has printed in full.</p></body></html>"
    folder = make_deposit(tmp_path / "law", files={"law.pdf": scan(), "record.html": record})
    take_in(library, folder)
    assert [version.sources[0].file for version in current(library)] == ["record.html"]
    tesseract.reads(LINES)
    assert take_in(library, folder).laws == 1
    assert [version.sources[0].file for version in current(library)] == ["law.pdf"]
    assert [line["number"] for line in lines_of(library)] == ["1", "2", "3"]


def test_a_run_that_ends_between_catalogue_and_index_is_caught_up(
    tmp_path: Path, library: Path, tesseract: Tesseract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read late keeps its id: only the mark in the folder says that the index holds less."""
    folder = make_deposit(tmp_path / "law", files={"law.pdf": pdf_of(page_of(LINES[:3]), Page(picture=True))})
    take_in(library, folder)
    tesseract.reads(LINES[3:])
    renew: Callable[..., None] = Catalogue.renew

    def renew_and_end(self: Catalogue, *arguments: object) -> None:
        renew(self, *arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "renew", renew_and_end)
        with pytest.raises(KeyboardInterrupt):
            take_in(library, folder)
    take_in(library, folder)
    with opened(library) as found:
        assert search(found, "oil").total == 1


def test_decisions_outlive_the_reading(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    folder = make_deposit(tmp_path / "law", files={"law.pdf": pdf_of(page_of(LINES[:3]), Page(picture=True))})
    take_in(library, folder)
    with opened(library) as found:
        (provision,) = found.catalogue.provisions(found.catalogue.current_versions()[0].id)
        decide(found, provision.id, "untoc:5", Decision.ADDED, grade=Grade.TOUCHES, reviewer="Keeper")
    tesseract.reads(LINES[3:])
    take_in(library, folder)
    first, *others = lines_of(library)
    assert len(others) == 2
    assert ("untoc:5", "confirmed") in [(tag["target"], tag["status"]) for tag in first["tags"]]


def test_what_could_not_be_read_is_no_change_of_words(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    folder = make_deposit(tmp_path / "law", fetched_at="2025-01-01T00:00:00Z")
    take_in(library, folder)
    (folder / "law.txt").unlink()
    make_deposit(folder, fetched_at="2026-01-01T00:00:00Z", files={"law.pdf": scan()})
    take_in(library, folder)
    make_deposit(tmp_path / "other", fetched_at="2026-01-01T00:00:00Z", files={"law.pdf": scan()})
    take_in(library, tmp_path / "other")
    with opened(library) as found:
        kinds = [(change.title, change.kind.value, change.differences) for change in changes(found)]
    assert kinds == [("law", "new", ()), ("other", "new", ())]


def test_a_single_file_is_held_unread_under_its_own_name(tmp_path: Path, library: Path, tesseract: Tesseract) -> None:
    file = tmp_path / "port-act.pdf"
    file.write_bytes(scan())
    report = take_in(library, file)
    assert report.unread == [{"path": str(file), "reason": f"port-act.pdf, page 1: {ADVICE}"}]
    (version,) = current(library)
    assert version.sources[0].file == "port-act.pdf"
    assert version.language == "und"
    tesseract.reads(LINES)
    assert take_in(library, file).laws == 1
    assert [version.language for version in current(library)] == ["en"], "under the language that was found at last"
