"""Connection: one library's database, opened, with the two ways to use it: reading and writing."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from palermo.errors import CatalogueError, MissingToolError

SQLITE_FILE = "catalogue.sqlite"
_WRITER_LOCK = 0x70616C65  # any number that other users of the same PostgreSQL database do not lock
_IDS_AT_ONCE = 500  # far below the number of values that any database takes in one question
_WRITING = "palermo_writing"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: it writes every row
_LOCK_SIGNS = ("database is locked", "database table is locked", "lock timeout")


class Database:
    """The engine behind a catalogue. One writer at a time; readers see one moment and never wait for it."""

    def __init__(self, url: URL, wait_seconds: float) -> None:
        self.wait_seconds = wait_seconds
        self.place = url.database if url.drivername.startswith("sqlite") else url.render_as_string()
        self.engine = _engine(url, wait_seconds)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the library throughout. Database errors: CatalogueError."""
        with self._errors_named(), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of the one writer: all of it or nothing.

        CatalogueError where another process writes for longer than we wait.
        """
        with self._errors_named(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITING: True})
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    milliseconds = int(self.wait_seconds * 1000)
                    connection.execute(
                        text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{milliseconds}ms"}
                    )
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
                yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._named(error) from error
        except UnicodeEncodeError as error:
            raise CatalogueError(f"{self.place} keeps Unicode text only: {error}") from error

    def _named(self, error: SQLAlchemyError) -> CatalogueError:
        said = str(error.orig if isinstance(error, DBAPIError) and error.orig else error).strip()
        said = said.splitlines()[0] if said else type(error).__name__
        if any(sign in said for sign in _LOCK_SIGNS):
            return CatalogueError(
                f"another process is writing to {self.place} and did not finish within {self.wait_seconds:g} "
                "seconds; try again when it has ended"
            )
        return CatalogueError(f"the catalogue {self.place} answers: {said}")


def database_url(folder: Path, url: str | None) -> URL:
    """The address to connect to: the SQLite file in `folder`, or `url` (postgresql://... or sqlite:///...).

    CatalogueError for another kind of database, MissingToolError where the PostgreSQL driver is missing.
    """
    if url is None:
        return URL.create("sqlite+pysqlite", database=str(folder / SQLITE_FILE))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise CatalogueError("the catalogue's address cannot be read; write postgresql://user@host/database") from error
    kind = parsed.drivername.split("+")[0]
    if kind == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite")
    if kind in ("postgresql", "postgres"):
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            raise MissingToolError("PostgreSQL needs its driver: install the extra `palermo[postgres]`") from error
        return parsed.set(drivername="postgresql+psycopg")
    raise CatalogueError(f"the catalogue cannot be kept in '{kind}': use a SQLite file or a postgresql:// address")


def portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids, as many at a time as one question may name."""
    for start in range(0, len(ids), _IDS_AT_ONCE):
        yield ids[start : start + _IDS_AT_ONCE]


def _engine(url: URL, wait_seconds: float) -> Engine:
    options: dict[str, Any] = {"json_serializer": _JSON.encode}
    if url.drivername.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": wait_seconds}, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_pre_ping=True, **options)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own idea of when a transaction starts leaves reads outside of it: we say BEGIN ourselves.
    connection.isolation_level = None
    _turn_on_wal(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    # The store of record: a finished put survives a loss of power, at one flush a law.
    connection.execute("PRAGMA synchronous = FULL")


def _turn_on_wal(connection: sqlite3.Connection) -> None:
    # SQLite's own waiting does not cover this switch: of two processes that open a new library at the same
    # moment, one is told at once that the file is locked.
    (milliseconds,) = connection.execute("PRAGMA busy_timeout").fetchone()
    deadline = time.monotonic() + milliseconds / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: one that read first could not wait for it any more.
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
