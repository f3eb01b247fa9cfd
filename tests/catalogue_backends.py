"""Both databases for the catalogue's tests.

Fixture policy: every test gets a library of its own. PostgreSQL is a throw-away server on a private socket,
started once a session from the binaries that Debian installs; without them its tests skip and say so.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue_samples import Backend
from sqlalchemy import delete

from catalogue.connection import SQLITE_FILE
from catalogue.store import Catalogue
from catalogue.tables import metadata

_names = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running server, `{}` standing for the database's name."""
    programs: list[Path] = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no PostgreSQL server: install it with `apt-get install postgresql` to run these tests")
    bin_folder = programs[-1].parent
    # Not below pytest's own folder, which the server's user may not enter; and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="palermo-pg-"))
    user = _server_user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    # Another order of letters than the code points, to prove that ours does not depend on the server.
    subprocess.run(
        [str(bin_folder / "initdb"), "-D", str(data), "-U", "palermo", "-A", "trust", "-E", "UTF8", "--no-sync",
         "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"],
        check=True, capture_output=True, user=user, cwd=folder,
    )  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [bin_folder / "postgres", "-D", data, "-k", folder, "-p", str(port), "-c", "listen_addresses=",
             "-c", "fsync=off", "-c", "shared_buffers=16MB"],
            stdout=log, stderr=log, user=user, cwd=folder,
        )  # fmt: skip
    try:
        ready = [str(bin_folder / "pg_isready"), "-q", "-h", str(folder), "-p", str(port)]
        deadline = time.monotonic() + 30
        while subprocess.run(ready, check=False).returncode:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
            time.sleep(0.05)
        yield f"postgresql://palermo@/{{}}?host={folder}&port={port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}  # PostgreSQL refuses to run as root
    return "postgres" if "postgres" in users else "nobody"


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> str:
    """The address of a database that tests share one after another."""
    return new_database(postgres_server)


def new_database(server: str) -> str:
    """The address of a new empty database."""
    import psycopg

    name = f"test_{next(_names)}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.format(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    """A place for a library on either database, with nothing in it, not even tables."""
    url = None
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres_server"))
    return Backend(tmp_path / "library", url)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file without laws, to copy: to migrate one for each test would take most of the time."""
    folder = tmp_path_factory.mktemp("empty-library")
    Catalogue.open(folder).close()
    return folder / SQLITE_FILE


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest, tmp_path: Path, sqlite_file: Path) -> Backend:
    """A library on either database, without laws."""
    folder = tmp_path / "library"
    folder.mkdir()
    if request.param == "sqlite":
        shutil.copy(sqlite_file, folder)
        return Backend(folder)
    found = Backend(folder, request.getfixturevalue("postgres_database"))
    with found.open() as opened, opened._database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    return found


@pytest.fixture
def catalogue(backend: Backend) -> Iterator[Catalogue]:
    """An open library on either database, without laws."""
    with backend.open() as opened:
        yield opened
