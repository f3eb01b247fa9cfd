"""Blobs: kept once, whole, under their hash."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from catalogue.blobs import Blobs
from palermo.errors import CatalogueError, UnknownIdError

DATA = b"the bytes of a source"
SHA256 = hashlib.sha256(DATA).hexdigest()


def test_bytes_lie_under_their_hash_and_are_read_back(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    blobs.keep(SHA256, DATA)
    assert (tmp_path / SHA256[:2] / SHA256).read_bytes() == DATA
    assert blobs.read(SHA256) == DATA
    assert not any((tmp_path / "incoming").iterdir())


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    blobs.keep(SHA256, DATA)
    written = (tmp_path / SHA256[:2] / SHA256).stat()
    blobs.keep(SHA256, DATA)
    assert (tmp_path / SHA256[:2] / SHA256).stat().st_ino == written.st_ino


def test_a_wrong_hash_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="do not have the hash"):
        Blobs(tmp_path).keep(SHA256, DATA + b"!")
    assert list(tmp_path.iterdir()) == []


def test_damage_is_noticed_and_a_cut_file_is_written_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    blobs.keep(SHA256, DATA)
    (tmp_path / SHA256[:2] / SHA256).write_bytes(DATA[:-1])
    with pytest.raises(CatalogueError, match="damaged"):
        blobs.read(SHA256)
    blobs.keep(SHA256, DATA)
    assert blobs.read(SHA256) == DATA


@pytest.mark.parametrize("name", ["0" * 64, "", "..", "../../etc/passwd", SHA256.upper()])
def test_what_is_not_held_is_an_unknown_id(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownIdError):
        Blobs(tmp_path).read(name)


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CatalogueError, match="no space left"):
        Blobs(tmp_path).keep(SHA256, DATA)
    assert not Blobs(tmp_path).holds(SHA256)
    assert not any((tmp_path / "incoming").iterdir())


def test_tidying_removes_old_leftovers_only(tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    for name, age in (("old", 100_000), ("young", 10)):
        (incoming / name).write_bytes(b"half")
        os.utime(incoming / name, (time.time() - age,) * 2)
    Blobs(tmp_path).tidy()
    assert [each.name for each in incoming.iterdir()] == ["young"]
