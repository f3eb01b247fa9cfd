"""Opening a library: what goes wrong is said clearly, and two processes get along."""

from __future__ import annotations

import builtins
import multiprocessing
import os
import sqlite3
import stat
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from catalogue_samples import Backend, a_law, a_version, dump, in_child, put

from catalogue.store import Catalogue
from palermo.errors import CatalogueError, MissingToolError

pytest_plugins = ["catalogue_backends"]


def test_a_library_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no library in"):
        Catalogue.open(tmp_path / "typo", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CatalogueError, match="cannot be made"):
        Catalogue.open(tmp_path / "file" / "library")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"something else entirely " * 50)
    with pytest.raises(CatalogueError, match="not a database"):
        Catalogue.open(tmp_path)


@pytest.mark.parametrize("url", ["mysql://host/laws", "sqlite://", "nonsense"])
def test_an_address_that_cannot_be_used(tmp_path: Path, url: str) -> None:
    with pytest.raises(CatalogueError, match="postgresql://"):
        Catalogue.open(tmp_path, url)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        Catalogue.open(tmp_path, f"postgresql://me:secret@/laws?host={tmp_path}")
    assert "laws" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_missing_driver_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without_driver(name: str, *arguments: Any) -> Any:
        if name == "psycopg":
            raise ImportError(name)
        return found(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without_driver)
    with pytest.raises(MissingToolError, match=r"palermo\[postgres\]"):
        Catalogue.open(tmp_path, "postgresql://host/laws")


def test_sqlite_is_set_up_for_readers_beside_a_writer(tmp_path: Path) -> None:
    with Backend(tmp_path).open(wait_seconds=7) as catalogue, catalogue._database.reading() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 7000, "synchronous": 2}


def test_source_bytes_are_as_readable_as_the_database(tmp_path: Path) -> None:
    with Backend(tmp_path).open() as catalogue:
        put(catalogue, a_law(), a_version(a_law()))
    modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.rglob("*") if each.is_file()}
    assert len(modes) == 1


def _keep_writing(backend: Backend, signal: Connection) -> None:
    with backend.open() as catalogue, catalogue._database.writing() as connection:
        connection.exec_driver_sql("UPDATE laws SET title = 'half way'")
        signal.send("writing")
        signal.recv()
        raise SystemExit(0)  # rolls back


def test_readers_never_wait_for_the_writer_and_a_second_writer_is_told(backend: Backend) -> None:
    law, new = a_law(), a_law("new")
    with backend.open(wait_seconds=0.2) as catalogue:
        put(catalogue, law, a_version(law))
    here, there = multiprocessing.Pipe()
    writer = in_child(_keep_writing, backend, there)
    try:
        assert here.recv() == "writing"
        with backend.open(wait_seconds=0.2) as catalogue:
            assert catalogue.laws() == [law]
            assert len(list(catalogue.export_rows())) == 5
            with pytest.raises(CatalogueError, match=r"another process is writing .* within 0\.2 seconds"):
                put(catalogue, new, a_version(new))
            # One who waits long enough gets through once the other has ended.
            with backend.open(wait_seconds=20) as patient:
                threading.Timer(0.3, here.send, ["end"]).start()
                put(patient, new, a_version(new))
            assert catalogue.laws() == [new, law]
    finally:
        writer.join(20)
    assert writer.exitcode == 0


def _open_and_put(backend: Backend, start: Any, name: str) -> None:
    start.wait(20)
    with backend.open() as catalogue:
        put(catalogue, a_law(name), a_version(a_law(name)))


def test_many_processes_may_open_a_new_library_at_once(empty: Backend) -> None:
    start = multiprocessing.get_context("fork").Barrier(4)
    children = [in_child(_open_and_put, empty, start, f"law-{each}") for each in range(4)]
    for child in children:
        child.join(30)
    assert [child.exitcode for child in children] == [0] * 4
    with empty.open() as catalogue:
        assert len(catalogue.laws()) == 4


def test_one_catalogue_serves_many_threads(backend: Backend) -> None:
    with backend.open() as catalogue:
        names = [f"law-{each}" for each in range(8)]
        threads = [
            threading.Thread(target=lambda name=name: put(catalogue, a_law(name), a_version(a_law(name))))
            for name in names
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [law.id.rsplit("/", 1)[1] for law in catalogue.laws()] == names


def test_foreign_keys_hold(tmp_path: Path) -> None:
    with Backend(tmp_path).open() as catalogue:
        put(catalogue, a_law(), a_version(a_law()))
        with (
            pytest.raises(CatalogueError, match="FOREIGN KEY"),
            catalogue._database.writing() as connection,
        ):
            connection.exec_driver_sql("DELETE FROM provisions")
        assert dump(catalogue)["provisions"]
    assert sqlite3.connect(tmp_path / "catalogue.sqlite").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_url_may_name_another_sqlite_file(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "library", f"sqlite:///{tmp_path / 'elsewhere.db'}") as catalogue:
        put(catalogue, a_law(), a_version(a_law()))
    assert (tmp_path / "elsewhere.db").is_file()
    assert os.listdir(tmp_path / "library") == ["blobs"]
