"""Migrations: bring a library's tables to the shape this code expects, when it is opened."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from catalogue.connection import Database
from palermo.errors import CatalogueError

HEAD = "0004"
"""The newest migration. Written down here so that opening a library that is up to date loads no alembic."""

VERSION_TABLE = "palermo_schema"  # a name of our own: a shared database may hold other programs' alembic table


def bring_up_to_date(database: Database, create: bool = True) -> None:
    """Run the migrations that are missing, all or none; a library that is up to date is only read.

    CatalogueError where the library is newer than this code, where there is none and `create` is False, or
    where the database refuses.
    """
    with database.reading() as connection:
        held = schema_revision(connection)
    if held == HEAD:
        return
    if held is None and not create:
        raise CatalogueError(f"there is no library in {database.place}: ingest laws into it first")
    with database.writing() as connection:
        held = schema_revision(connection)  # another process may have done it while we waited for the lock
        if held != HEAD:
            _upgrade(connection, held, database.place)


def schema_revision(connection: Connection) -> str | None:
    """The migration that the library stands at; None where there is no library yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    revision: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return revision


def _upgrade(connection: Connection, held: str | None, place: str | None) -> None:
    # Loaded only when there is something to do: alembic takes a while to import.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "catalogue:migrations")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if held is not None and held not in known:
        raise CatalogueError(
            f"{place} was written by a newer Palermo (its tables are at '{held}', this one knows '{HEAD}'): "
            "install the newer Palermo, or open another library"
        )
    command.upgrade(config, HEAD)
