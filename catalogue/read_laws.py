"""Reading laws: which are held, in which versions, from which bytes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from catalogue.blobs import Blobs
from catalogue.connection import Database, portions
from catalogue.rows import law_from, page_from, source_from, version_from
from catalogue.tables import (
    current_versions,
    deposit_versions,
    laws,
    pages,
    provisions,
    remarks,
    source_files,
    versions,
)
from palermo.errors import UnknownIdError
from palermo.model.law import UNREAD, Kind, Law, Version
from palermo.model.reading_quality import PageReading


class Holdings(NamedTuple):
    """What is held for one State: laws, their versions old and new, provisions of the current versions."""

    state: str
    laws: int
    versions: int
    provisions: int


class LawReading:
    """Questions about laws. An id that names nothing: UnknownIdError; a database that fails: CatalogueError."""

    _database: Database
    _blobs: Blobs

    def laws(self, state: str | None = None, kind: Kind | None = None) -> list[Law]:
        """The laws held, by id; of one State (ISO 3166-1 alpha-3) or one kind only, where given."""
        query = select(laws).where(*_of(state, kind)).order_by(laws.c.id)
        with self._database.reading() as connection:
            return [law_from(row) for row in connection.execute(query).mappings()]

    def law(self, law_id: str) -> Law:
        """One law by its id."""
        with self._database.reading() as connection:
            row = connection.execute(select(laws).where(laws.c.id == law_id)).mappings().first()
        if row is None:
            raise UnknownIdError(f"no law '{law_id}' is held")
        return law_from(row)

    def versions(self, law_id: str) -> list[Version]:
        """All versions of a law, by language, date and id; those without a date first."""
        self.law(law_id)
        # An empty date sorts first everywhere; NULL does not.
        by_date = (versions.c.language, func.coalesce(versions.c.version_date, ""), versions.c.id)
        with self._database.reading() as connection:
            return read_versions(connection, select(versions).where(versions.c.law == law_id).order_by(*by_date))

    def version(self, version_id: str) -> Version:
        """One version by its id, current or not."""
        with self._database.reading() as connection:
            found = read_versions(connection, select(versions).where(versions.c.id == version_id))
        if not found:
            raise UnknownIdError(f"no version '{version_id}' is held")
        return found[0]

    def current_versions(self) -> list[Version]:
        """The version each law is read in today, one a language, by law and language."""
        with self._database.reading() as connection:
            return read_versions(connection, current_query())

    def unread_versions(self) -> list[Version]:
        """Those current versions whose words could not be read, by law and language; `remarks` says why."""
        query = current_query().join(source_files, source_files.c.version == versions.c.id)
        # A version without words always has the means noted, which spares a look at every source file.
        unread = (versions.c.unread_with.is_not(None), source_files.c.position == 0, source_files.c.format == UNREAD)
        with self._database.reading() as connection:
            return read_versions(connection, query.where(*unread))

    def current_versions_without_concepts(self, method: str) -> list[Version]:
        """Those current versions in whose provisions nobody has looked for concepts by this method, by law and
        language."""
        query = current_query().where(versions.c.concepts_method.is_distinct_from(method))
        with self._database.reading() as connection:
            return read_versions(connection, query)

    def fingerprint(self, law_id: str, language: str, deposit: str) -> str | None:
        """The fingerprint of what a deposit gave last for a law in a language; None where it gave nothing."""
        query = _given_fingerprints().where(
            deposit_versions.c.law == law_id,
            deposit_versions.c.language == language,
            deposit_versions.c.deposit == deposit,
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else str(row.fingerprint)

    def fingerprints(self) -> dict[str, set[str]]:
        """The fingerprints of what each deposit gave last: a deposit whose own is among them is unchanged."""
        found: dict[str, set[str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(_given_fingerprints()):
                found.setdefault(row.deposit, set()).add(row.fingerprint)
        return found

    def fingerprints_not_all_read(self) -> dict[str, list[tuple[str, str]]]:
        """By deposit, the fingerprints of what could not be read as a whole, each with the means that were used."""
        found: dict[str, list[tuple[str, str]]] = {}
        query = _given_fingerprints().add_columns(versions.c.unread_with).where(versions.c.unread_with.is_not(None))
        with self._database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.deposit, []).append((row.fingerprint, row.unread_with))
        return found

    def pages(self, version_id: str, only: Sequence[int] | None = None) -> list[PageReading]:
        """How the pages of a version were read, in order; none for formats without pages. UnknownIdError.

        only: these pages, with the words that character recognition read on them.
        """
        self.version(version_id)
        columns = [column for column in pages.c if only is not None or column is not pages.c.words]
        query = select(*columns).where(pages.c.version == version_id).order_by(pages.c.page)
        if only is not None:
            query = query.where(pages.c.page.in_(list(only)))
        with self._database.reading() as connection:
            return [page_from(row) for row in connection.execute(query).mappings()]

    def remarks(self, version_id: str) -> list[tuple[str, str]]:
        """What reader and splitter remarked on a version, as (place, message), in the order they were put."""
        self.version(version_id)
        query = select(remarks).where(remarks.c.version == version_id).order_by(remarks.c.position)
        with self._database.reading() as connection:
            return [(row.place, row.message) for row in connection.execute(query)]

    def source_bytes(self, sha256: str) -> bytes:
        """The bytes of a source file as they were served."""
        return self._blobs.read(sha256)

    def holdings(self, state: str | None = None, kind: Kind | None = None) -> list[Holdings]:
        """What is held for each State, by its code; for one State or of one kind only, where given."""
        counts = {
            "laws": select(laws.c.state, func.count()),
            "versions": select(laws.c.state, func.count()).join(versions, versions.c.law == laws.c.id),
            "provisions": select(laws.c.state, func.count())
            .join(current_versions, current_versions.c.law == laws.c.id)
            .join(provisions, provisions.c.version == current_versions.c.version),
        }
        found: dict[str, dict[str, int]] = {}
        with self._database.reading() as connection:
            for name, query in counts.items():
                for code, count in connection.execute(query.where(*_of(state, kind)).group_by(laws.c.state)):
                    found.setdefault(code, {})[name] = count
        return [
            Holdings(code, held["laws"], held.get("versions", 0), held.get("provisions", 0))
            for code, held in sorted(found.items())
        ]


def read_versions(connection: Connection, query: Select[Any]) -> list[Version]:
    """The versions that a query over the table `versions` finds, in its order, with their source files."""
    rows = connection.execute(query).mappings().all()
    sources: dict[str, list[Any]] = {}
    for some in portions([row["id"] for row in rows]):
        files = (
            select(source_files)
            .where(source_files.c.version.in_(some))
            .order_by(source_files.c.version, source_files.c.position)
        )
        found = connection.execute(files).mappings()
        for version_id, its_files in groupby(found, key=lambda file: str(file["version"])):
            sources[version_id] = [source_from(file) for file in its_files]
    return [version_from(row, sources[row["id"]]) for row in rows]


def current_query() -> Select[Any]:
    """The current versions, by law and language."""
    return (
        select(versions)
        .join(current_versions, current_versions.c.version == versions.c.id)
        .order_by(versions.c.law, versions.c.language)
    )


def _given_fingerprints() -> Select[Any]:
    return select(deposit_versions.c.deposit, versions.c.fingerprint).join(
        versions, versions.c.id == deposit_versions.c.version
    )


def _of(state: str | None, kind: Kind | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if state is not None:
        conditions.append(laws.c.state == state)
    if kind is not None:
        conditions.append(laws.c.kind == kind.value)
    return conditions
