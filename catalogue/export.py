"""Export: every provision in one stable order, streamed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from catalogue.anchors import Decisions, as_shown, decisions_in
from catalogue.connection import Database
from catalogue.read_laws import current_query, read_versions
from catalogue.rows import law_from, provision_from, tag_from
from catalogue.tables import laws, provisions, tags, versions
from palermo.model.law import Law, Version
from palermo.model.provision import Provision
from palermo.model.tag import Tag

_PROVISIONS_AT_ONCE = 300


class ExportRow(NamedTuple):
    """A provision with all that is said of it. Its tags are sorted by target and method."""

    provision: Provision
    law: Law
    version: Version
    tags: list[Tag]


def export_rows(database: Database, current_only: bool) -> Generator[ExportRow, None, None]:
    """The rows of one moment, by law, language, version and place in the law."""
    every = select(versions).order_by(versions.c.law, versions.c.language, versions.c.id)
    with database.reading() as connection:
        held = read_versions(connection, current_query() if current_only else every)
        for law_id, its_versions in groupby(held, key=lambda version: version.law):
            law = law_from(connection.execute(select(laws).where(laws.c.id == law_id)).mappings().one())
            for version in its_versions:
                for provision, found in _provisions(connection, version.id):
                    yield ExportRow(provision, law, version, found)


def _provisions(connection: Connection, version_id: str) -> Iterator[tuple[Provision, list[Tag]]]:
    place = provisions.c.position
    of_version = select(provisions).where(provisions.c.version == version_id).order_by(place)
    decisions = decisions_in(connection, [version_id])
    last = -1
    while True:
        query = of_version.where(place > last).limit(_PROVISIONS_AT_ONCE)
        some = [provision_from(row) for row in connection.execute(query).mappings()]
        if not some:
            return
        found = _tags(connection, [provision.id for provision in some], decisions)
        for provision in some:
            yield provision, found[provision.id]
        last = some[-1].order


def _tags(connection: Connection, provision_ids: list[str], decisions: Decisions) -> dict[str, list[Tag]]:
    query: Select[Any] = (
        select(tags).where(tags.c.provision.in_(provision_ids)).order_by(tags.c.provision, tags.c.target, tags.c.method)
    )
    found: dict[str, list[Tag]] = {each: [] for each in provision_ids}
    for row in connection.execute(query).mappings():
        found[row["provision"]].append(tag_from(row))
    return as_shown(found, decisions)
