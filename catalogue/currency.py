"""Currency: in which version a law is read today, and what each deposit gave last."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, Table, and_, delete, insert, select, update

from catalogue.tables import current_versions, deposit_versions, source_files, versions
from palermo.model.law import UNREAD, Version


def leading_versions(given: Iterable[Version]) -> list[Version]:
    """Of versions put together, the one to read in each language: the latest date, then the last given."""
    leading: dict[str, Version] = {}
    for version in given:
        other = leading.get(version.language)
        if other is None or not is_earlier(version.version_date, other.version_date):
            leading[version.language] = version
    return list(leading.values())


def make_current(connection: Connection, version: Version) -> None:
    """Note that the version's deposit gives it now, and read the law in it from now on.

    Nothing changes where the deposit gave it last time too: so two deposits of one law do not take turns.
    An older version from another deposit is held, but does not replace a newer one; nor does one whose words could not
    be read replace any that could.
    """
    given = {"deposit": version.deposit, "law": version.law, "language": version.language}
    if not _point(connection, deposit_versions, given, version.id):
        return
    read_from_now_on(connection, version)


def read_from_now_on(connection: Connection, version: Version) -> None:
    """Read the law in this version, unless the one that it is read in now comes first."""
    now = _current(connection, version)
    if now is None or _replaces(version, now, is_unread(connection, now["id"])):
        read = {"law": version.law, "language": version.language}
        _point(connection, current_versions, read, version.id)


def _replaces(version: Version, now: RowMapping, now_is_unread: bool) -> bool:
    if version.is_unread != now_is_unread:
        return now_is_unread
    return now["deposit"] == version.deposit or not is_earlier(version.version_date, now["version_date"])


def is_unread(connection: Connection, version_id: str) -> bool:
    """Whether a version is held without its words: see `Version.is_unread`."""
    first = select(source_files.c.format).where(source_files.c.version == version_id, source_files.c.position == 0)
    return connection.execute(first).scalar() == UNREAD


def withdraw(connection: Connection, version_id: str) -> None:
    """The law is no longer read in this version; no other one takes its place."""
    connection.execute(delete(current_versions).where(current_versions.c.version == version_id))


def is_earlier(date: str | None, other: str | None) -> bool:
    """Whether a date is surely before another; `2019` is not surely before `2019-05`, nor an unknown one."""
    if not date or not other:
        return False
    known = min(len(date), len(other))
    return date[:known] < other[:known]


def _current(connection: Connection, version: Version) -> RowMapping | None:
    found = connection.execute(
        select(versions.c.id, versions.c.deposit, versions.c.version_date)
        .join(current_versions, current_versions.c.version == versions.c.id)
        .where(current_versions.c.law == version.law, current_versions.c.language == version.language)
    )
    return found.mappings().first()


def _point(connection: Connection, table: Table, key: dict[str, str], version_id: str) -> bool:
    """Let the row of `table` under `key` name the version; whether it named another one, or was not there."""
    here = and_(*(table.c[column] == value for column, value in key.items()))
    held = connection.execute(select(table.c.version).where(here)).scalar()
    if held == version_id:
        return False
    if held is None:
        connection.execute(insert(table).values(**key, version=version_id))
    else:
        connection.execute(update(table).where(here).values(version=version_id))
    return True
