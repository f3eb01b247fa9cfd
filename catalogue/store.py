"""The catalogue: open a library, put laws into it, read them (read_*.py), review them (reviews.py)."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, delete, func, insert, select, update

from catalogue.blobs import Blobs
from catalogue.connection import SQLITE_FILE, Database, database_url
from catalogue.contents import VersionConcepts, VersionContents, check_concepts, check_tags
from catalogue.currency import is_unread, leading_versions, make_current, read_from_now_on, withdraw
from catalogue.export import ExportRow, export_rows
from catalogue.migrate import bring_up_to_date
from catalogue.read_laws import LawReading
from catalogue.read_provisions import ProvisionReading
from catalogue.reviews import Reviewing
from catalogue.rows import (
    concepts_row,
    law_row,
    page_row,
    provision_row,
    remark_rows,
    source_rows,
    tag_row,
    version_row,
)
from catalogue.tables import laws, pages, provision_concepts, provisions, remarks, source_files, tags, versions
from palermo.errors import CatalogueError, UnknownIdError
from palermo.model.law import Law, Version
from palermo.model.tag import Tag


class Catalogue(LawReading, ProvisionReading, Reviewing):
    """The store of record of one library. Safe to share between threads; open one in each process."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    @classmethod
    def open(
        cls, folder: Path, url: str | None = None, *, create: bool = True, wait_seconds: float = 30.0
    ) -> Catalogue:
        """The library in `folder`, its tables brought up to date.

        folder: where source bytes are kept, and the SQLite file unless `url` names another database
        (postgresql://...); create: make a library where there is none; wait_seconds: how long a writer
        waits for another one. CatalogueError where it cannot be opened, is newer than this code or (with
        create=False) is not there; MissingToolError where the PostgreSQL driver is missing.
        """
        if not create and (not folder.is_dir() or (url is None and not (folder / SQLITE_FILE).is_file())):
            raise CatalogueError(f"there is no library in {folder}: ingest laws into it first")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogueError(f"the library's folder {folder} cannot be made: {error}") from error
        database = Database(database_url(folder, url), wait_seconds)
        try:
            bring_up_to_date(database, create=create)
        except BaseException:
            database.close()
            raise
        blobs = Blobs(folder / "blobs")
        blobs.tidy()
        return cls(database, blobs)

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(self, law: Law, contents: Sequence[VersionContents], blobs: Mapping[str, bytes]) -> list[str]:
        """Take in a law with the versions that a deposit gives, all or nothing; returns the ids of new ones.

        blobs: the bytes of the source files by sha256; those already kept may be left out. A version held
        with the same fingerprint changes nothing. A new one becomes the version the law is read in, unless
        a later one from another deposit is held or its words could not be read; the old one stays readable by its id.
        CatalogueError where the parts do not fit, or the id is held with another fingerprint.
        """
        for content in contents:
            if content.version.law != law.id:
                raise CatalogueError(f"{content.version.id} is no version of the law {law.id}")
        self._keep_bytes(contents, blobs)
        with self._database.writing() as connection:
            new = [content for content in contents if not _is_held(connection, content.version)]
            if new:
                _write_law(connection, law)
            for content in new:
                held_since = datetime.now(UTC).isoformat(timespec="seconds")
                row = {**version_row(content.version), "held_since": held_since}
                connection.execute(insert(versions).values(row))
                _write_contents(connection, content)
            for version in leading_versions(content.version for content in contents):
                make_current(connection, version)
        return [content.version.id for content in new]

    def renew(self, contents: VersionContents) -> None:
        """Replace what is held of a version after better rules or other means read the same bytes again.

        Reviews stay, and so does which version is current, unless this one was unread and can be read now: it is put
        anew then. UnknownIdError where the version is not held,
        CatalogueError where its law, language or fingerprint differ from what is held.
        """
        version = contents.version
        self._keep_bytes([contents], {})
        with self._database.writing() as connection:
            if not _is_held(connection, version):
                raise UnknownIdError(f"no version '{version.id}' is held: put it first")
            was_unread = is_unread(connection, version.id)
            for table in (tags, provision_concepts, provisions, pages, remarks, source_files):
                connection.execute(delete(table).where(table.c.version == version.id))
            facts = {**version_row(version), "concepts_method": None}
            del facts["deposit"]  # the same bytes may lie in a second deposit: the first one stays named
            connection.execute(update(versions).where(versions.c.id == version.id).values(facts))
            _write_contents(connection, contents)
            if was_unread and not version.is_unread:
                read_from_now_on(connection, version)

    def replace_tags(
        self, version_id: str, given: Sequence[Tag], method: str = "", concepts: VersionConcepts | None = None
    ) -> None:
        """Replace the machine tags of a version whose method starts with `method`; reviews stay as they are.

        concepts: what was found in the same run, to replace with them; None leaves what is held.
        UnknownIdError where the version is not held; CatalogueError where a tag or concepts do not fit (see
        check_tags, check_concepts) or a tag is by another method.
        """
        for tag in given:
            if not tag.method.startswith(method):
                raise CatalogueError(f"the tag {tag.target} is by '{tag.method}', not by '{method}...'")
        self.version(version_id)
        with self._database.writing() as connection:
            texts = connection.execute(
                select(provisions.c.id, provisions.c.text).where(provisions.c.version == version_id)
            )
            check_tags(given, {row.id: row.text for row in texts})
            # Not LIKE: SQLite's ignores the case of letters.
            by_method = func.substr(tags.c.method, 1, len(method)) == method
            connection.execute(delete(tags).where(tags.c.version == version_id, by_method))
            _write_tags(connection, version_id, given)
            if concepts is not None:
                _replace_concepts(connection, version_id, concepts)

    def replace_concepts(self, version_id: str, concepts: VersionConcepts) -> None:
        """Replace the concepts of a version; its tags stay as they are.

        UnknownIdError where the version is not held; CatalogueError where they do not fit (see check_concepts).
        """
        self.version(version_id)
        with self._database.writing() as connection:
            _replace_concepts(connection, version_id, concepts)

    def withdraw(self, version_id: str) -> None:
        """Read the law no longer in this version, and in no other one of its language until a new one is put.

        It stays readable by its id. UnknownIdError where it is not held.
        """
        self.version(version_id)
        with self._database.writing() as connection:
            withdraw(connection, version_id)

    def export_rows(self, current_only: bool = True) -> Generator[ExportRow, None, None]:
        """Every provision with its law, version and machine tags, a few hundred in memory at a time.

        The order is by law, language, version and place in the law; the rows are those of one moment, which
        holds a connection until the last one is read: close() an export that stops early.
        """
        return export_rows(self._database, current_only)

    def _keep_bytes(self, contents: Sequence[VersionContents], blobs: Mapping[str, bytes]) -> None:
        # Before the transaction: a row must never name bytes that are not safe on disk.
        for sha256, data in blobs.items():
            self._blobs.keep(sha256, data)
        for content in contents:
            for source in content.version.sources:
                if not self._blobs.holds(source.sha256):
                    raise CatalogueError(f"{content.version.id}: the bytes of {source.file} are neither given nor held")


def _is_held(connection: Connection, version: Version) -> bool:
    row = connection.execute(select(versions).where(versions.c.id == version.id)).first()
    if row is None:
        return False
    if row.fingerprint != version.fingerprint:
        raise CatalogueError(
            f"{version.id} is held already with another fingerprint, from the deposit {row.deposit}: "
            "give the new version an id of its own"
        )
    if (row.law, row.language) != (version.law, version.language):
        raise CatalogueError(f"{version.id} is held already, as a version of {row.law} in '{row.language}'")
    return True


def _write_law(connection: Connection, law: Law) -> None:
    held = connection.execute(select(laws.c.id).where(laws.c.id == law.id)).scalar()
    if held is None:
        connection.execute(insert(laws).values(law_row(law)))
    else:
        connection.execute(update(laws).where(laws.c.id == law.id).values(law_row(law)))


def _write_contents(connection: Connection, contents: VersionContents) -> None:
    version = contents.version
    connection.execute(insert(source_files), source_rows(version))
    if contents.provisions:
        connection.execute(insert(provisions), [provision_row(each) for each in contents.provisions])
    if contents.pages:
        connection.execute(insert(pages), [page_row(each, version.id) for each in contents.pages])
    if contents.remarks:
        connection.execute(insert(remarks), remark_rows(version.id, contents.remarks))
    _write_tags(connection, version.id, contents.tags)
    if contents.concepts is not None:
        _write_concepts(connection, version.id, contents.concepts)


def _write_tags(connection: Connection, version_id: str, given: Sequence[Tag]) -> None:
    if given:
        connection.execute(insert(tags), [tag_row(tag, version_id) for tag in given])


def _replace_concepts(connection: Connection, version_id: str, concepts: VersionConcepts) -> None:
    held = connection.execute(select(provisions.c.id).where(provisions.c.version == version_id)).scalars()
    check_concepts(concepts, set(held))
    connection.execute(delete(provision_concepts).where(provision_concepts.c.version == version_id))
    _write_concepts(connection, version_id, concepts)


def _write_concepts(connection: Connection, version_id: str, concepts: VersionConcepts) -> None:
    if concepts.found:
        connection.execute(insert(provision_concepts), [concepts_row(found, version_id) for found in concepts.found])
    connection.execute(update(versions).where(versions.c.id == version_id).values(concepts_method=concepts.method))
