"""PDFs that take more time or memory than a deposit may: held, marked unread, and read when they are given more."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deposit_maker import ENGLISH, make_deposit
from greedy_tagger import TAKES, tag_greedily
from pdf_deposits import LINES, page_of
from pdf_maker import pdf_of

from catalogue.store import Catalogue
from ingest.pipeline import IngestReport, ingest
from palermo.model.law import Version
from palermo.settings import Settings

LAW = pdf_of(page_of(LINES), catalogue=f"/Padding ({'x' * 3_500_000})")
"""Large enough not to be taken for a file that was made to fill the memory."""
LITTLE, ENOUGH = 4, 60
RECORD = "<html><body><p>A record of the Lantern Act, which the gazette has printed in full.</p></body></html>"
LIMITS = [
    pytest.param("30 seconds", "took longer than 4 s; give it more in PALERMO_SECONDS_FOR_A_DEPOSIT", id="time"),
    pytest.param(
        "3000 megabytes", "needed more than 700 MB of memory; give it more in PALERMO_MEGABYTES_FOR_A_DEPOSIT",
        id="memory", marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory so"),
    ),
    pytest.param(
        "an abort", "the reader process gave up (signal 6), most likely for want of memory; give it more in "
        "PALERMO_MEGABYTES_FOR_A_DEPOSIT", id="memory in pdfium",
    ),
]  # fmt: skip


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_SECONDS_FOR_A_DEPOSIT", str(LITTLE))
    monkeypatch.setenv("PALERMO_MEGABYTES_FOR_A_DEPOSIT", "700")


def take_in(catalogue: Catalogue, *places: Path, again: bool = False) -> IngestReport:
    settings = Settings()
    return ingest(
        places, catalogue, tag_greedily, workers=1, again=again, seconds=settings.seconds_for_a_deposit,
        memory_bytes=settings.megabytes_for_a_deposit * 1_000_000,
    )  # fmt: skip


def current(catalogue: Catalogue) -> Version:
    (version,) = catalogue.current_versions()
    return version


@pytest.mark.parametrize(("takes", "reason"), LIMITS)
def test_it_is_held_with_the_reason_and_read_when_it_is_given_more(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, takes: str, reason: str
) -> None:
    folder = make_deposit(tmp_path / "law", title="Lantern Act", files={"law.pdf": LAW})
    monkeypatch.setenv(TAKES, takes)
    report = take_in(catalogue, folder)
    assert (report.laws, report.provisions, report.failed) == (1, 0, [])
    (unread,) = report.unread
    assert unread["path"] == str(folder)
    assert unread["reason"].startswith(f"law.pdf: {reason}, then run palermo ingest again")
    version = current(catalogue)
    assert version.is_unread
    assert catalogue.law(version.law).title == "Lantern Act"
    assert catalogue.source_bytes(version.sources[0].sha256) == LAW
    assert version.language == "en"

    monkeypatch.delenv(TAKES)
    report = take_in(catalogue, folder)
    assert (report.laws, report.unchanged, len(report.unread)) == (0, 1, 1), "tried once with the same limits"
    monkeypatch.setenv("PALERMO_SECONDS_FOR_A_DEPOSIT", str(ENOUGH))
    monkeypatch.setenv("PALERMO_MEGABYTES_FOR_A_DEPOSIT", "1500")
    report = take_in(catalogue, folder)
    assert (report.laws, report.provisions, report.unread, report.failed) == (1, 3, [], [])
    assert not current(catalogue).is_unread
    assert current(catalogue).id == version.id
    assert take_in(catalogue, folder).unchanged == 1


def test_it_is_read_with_again_under_the_same_limits(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALERMO_SECONDS_FOR_A_DEPOSIT", str(ENOUGH))
    folder = make_deposit(tmp_path / "law", files={"law.pdf": LAW})
    monkeypatch.setenv(TAKES, "an abort")
    take_in(catalogue, folder)
    assert current(catalogue).is_unread
    monkeypatch.delenv(TAKES)
    assert take_in(catalogue, folder, again=True).provisions == 3
    assert not current(catalogue).is_unread


@pytest.mark.parametrize("files", [{"law.pdf": LAW}, {"law.pdf": LAW, "record.html": RECORD}], ids=["alone", "both"])
def test_what_was_read_before_is_kept(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, files: dict[str, Any]
) -> None:
    monkeypatch.setenv("PALERMO_SECONDS_FOR_A_DEPOSIT", str(ENOUGH))
    folder = make_deposit(tmp_path / "law", files=files)
    take_in(catalogue, folder)
    before = current(catalogue)
    words = [provision.text for provision in catalogue.provisions(before.id)]
    assert len(words) == 3
    monkeypatch.setenv(TAKES, "an abort")
    report = take_in(catalogue, folder, again=True)
    assert report.failed == []
    assert "kept" in report.warnings[-1]["message"]
    assert current(catalogue) == before
    assert [provision.text for provision in catalogue.provisions(before.id)] == words


def test_what_stands_beside_it_is_read(tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_SECONDS_FOR_A_DEPOSIT", str(ENOUGH))
    folder = make_deposit(tmp_path / "law", files={"law.pdf": LAW, "record.html": RECORD})
    monkeypatch.setenv(TAKES, "an abort")
    report = take_in(catalogue, folder)
    assert (report.failed, report.unread) == ([], [])
    assert any("law.pdf" in each["path"] and "want of memory" in each["message"] for each in report.warnings)
    assert current(catalogue).sources[0].file == "record.html"
    monkeypatch.delenv(TAKES)
    monkeypatch.setenv("PALERMO_MEGABYTES_FOR_A_DEPOSIT", "1500")
    assert take_in(catalogue, folder).provisions == 3
    assert current(catalogue).sources[0].file == "law.pdf"


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"law.txt": ENGLISH}, "most likely for want of memory; give it more"),
        ({"law.pdf": pdf_of(page_of(LINES))}, "bytes: it was made to, or is damaged"),
    ],
    ids=["no PDF", "a small file that fills the memory"],
)
def test_others_are_refused_as_before(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, files: dict[str, Any], reason: str
) -> None:
    monkeypatch.setenv("PALERMO_SECONDS_FOR_A_DEPOSIT", str(ENOUGH))
    folder = make_deposit(tmp_path / "law", files=files)
    monkeypatch.setenv(TAKES, "an abort")
    report = take_in(catalogue, folder)
    assert (report.laws, report.unread, len(report.failed)) == (0, [], 1)
    assert reason in report.failed[0]["reason"]
    assert catalogue.current_versions() == []
