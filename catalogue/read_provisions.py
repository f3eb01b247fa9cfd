"""Reading provisions, and what is said of them: by the machine, then by people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, select

from catalogue.anchors import Decisions, as_shown, current_decisions, decisions_in, version_of
from catalogue.connection import Database, portions
from catalogue.rows import concepts_from, provision_from, tag_from
from catalogue.tables import current_versions, laws, provision_concepts, provisions, tags, versions
from palermo.analysis.reviewed_tags import is_at_or_below
from palermo.errors import UnknownIdError, UsageError
from palermo.model.concepts_found import ConceptsFound
from palermo.model.provision import Provision
from palermo.model.tag import Grade, Tag
from palermo.treaties.reference import TreatyReference


class ProvisionReading:
    """Questions about provisions. An id that names nothing: UnknownIdError; a failing database: CatalogueError."""

    _database: Database

    def provisions(self, version_id: str) -> list[Provision]:
        """The provisions of a version in the order of the law."""
        query = select(provisions).where(provisions.c.version == version_id).order_by(provisions.c.position)
        with self._database.reading() as connection:
            found = [provision_from(row) for row in connection.execute(query).mappings()]
            held = found or connection.execute(select(versions.c.id).where(versions.c.id == version_id)).first()
        if not held:  # a version may well be without provisions, where its source could not be read
            raise UnknownIdError(f"no version '{version_id}' is held")
        return found

    def provision(self, provision_id: str) -> Provision:
        """One provision by its id."""
        return self.provisions_by_ids([provision_id])[0]

    def provisions_by_ids(self, ids: Sequence[str], *, skip_unknown: bool = False) -> list[Provision]:
        """Provisions in the order of `ids`; with skip_unknown, ids that name nothing are passed over."""
        found: dict[str, Provision] = {}
        with self._database.reading() as connection:
            for some in portions(ids):
                rows = connection.execute(select(provisions).where(provisions.c.id.in_(some))).mappings()
                found.update((row["id"], provision_from(row)) for row in rows)
        unknown = [each for each in ids if each not in found]
        if unknown and not skip_unknown:
            others = f" (and {len(unknown) - 1} others)" if len(unknown) > 1 else ""
            raise UnknownIdError(f"no provision '{unknown[0]}' is held{others}")
        return [found[each] for each in ids if each in found]

    def neighbours(self, provision_id: str) -> tuple[Provision | None, Provision | None]:
        """The provisions before and after one in its version; None at either end."""
        here = self.provision(provision_id)
        place = provisions.c.position
        same = select(provisions).where(provisions.c.version == here.version)
        with self._database.reading() as connection:
            before = same.where(place < here.order).order_by(place.desc()).limit(1)
            after = same.where(place > here.order).order_by(place).limit(1)
            rows = [connection.execute(query).mappings().first() for query in (before, after)]
        previous, following = (None if row is None else provision_from(row) for row in rows)
        return previous, following

    def tags_of(self, provision_ids: Iterable[str]) -> dict[str, list[Tag]]:
        """The tags of provisions by id after people's decisions, sorted by target and method; empty where there
        are none.

        Those that somebody rejected are among them, with that status.
        """
        machine: dict[str, list[Tag]] = {each: [] for each in provision_ids}
        with self._database.reading() as connection:
            for some in portions(list(machine)):
                query = select(tags).where(tags.c.provision.in_(some)).order_by(tags.c.target, tags.c.method)
                for row in connection.execute(query).mappings():
                    machine[row["provision"]].append(tag_from(row))
            return as_shown(machine, decisions_in(connection, {version_of(each) for each in machine}))

    def concepts_of(self, provision_ids: Iterable[str]) -> dict[str, ConceptsFound]:
        """The concepts that speak in provisions, by id; left out are those in which none does, or nobody looked."""
        found: dict[str, ConceptsFound] = {}
        with self._database.reading() as connection:
            for some in portions(list(provision_ids)):
                query = select(provision_concepts).where(provision_concepts.c.provision.in_(some))
                rows = connection.execute(query).mappings()
                found.update((row["provision"], concepts_from(row)) for row in rows)
        return found

    def tagged(self, place: str, states: Sequence[str] | None = None, grade: Grade | None = None) -> list[Tag]:
        """The tags at a place in a treaty or below it that count, on current versions only, in library order.

        place: an article (`untoc:5`) or a place in it (`untoc:5.1.a`, `untoc:5.1.a#conduct`); states: of
        these States only. Tags are as people decided; those that somebody rejected do not count.
        UsageError where `place` is no treaty reference.
        """
        article = _parsed(place).article_id
        with self._database.reading() as connection:
            _, decisions = current_decisions(connection, article)
            query = select(tags, *_PLACE).where(_at_or_below(place))
            query = query.join(provisions, provisions.c.id == tags.c.provision)
            if grade is not None:
                query = query.where(tags.c.grade == grade.value)
            found = [
                (_sort_key(row), tag_from(row))
                for row in connection.execute(_on_current(query, states)).mappings()
                if row["provision"] not in decisions
            ]
            for key, tag in _decided(connection, article, decisions, states):
                if tag.counts and is_at_or_below(tag.target, place) and grade in (None, tag.grade):
                    found.append((key, tag))
        return [tag for _, tag in sorted(found, key=lambda each: (*each[0], each[1].target, each[1].method))]


_PLACE = (laws.c.id.label("in_law"), current_versions.c.language.label("in_language"), provisions.c.position)
"""Where a provision stands in the order of the library."""


def _sort_key(row: RowMapping) -> tuple[str, str, int]:
    return row["in_law"], row["in_language"], row["position"]


def _on_current(query: Select[Any], states: Sequence[str] | None) -> Select[Any]:
    """Of a query over provisions, those of current versions and of these States."""
    query = query.join(current_versions, current_versions.c.version == provisions.c.version).join(
        laws, laws.c.id == current_versions.c.law
    )
    return query if states is None else query.where(laws.c.state.in_(states))


def _decided(
    connection: Connection, article: str, decisions: Decisions, states: Sequence[str] | None
) -> Iterator[tuple[tuple[str, str, int], Tag]]:
    """The tags on an article of the provisions that people decided on, each with its place in the library."""
    for some in portions(list(decisions)):
        places = {
            row["id"]: _sort_key(row)
            for row in connection.execute(
                _on_current(select(provisions.c.id, *_PLACE), states).where(provisions.c.id.in_(some))
            ).mappings()
        }
        machine: dict[str, list[Tag]] = {each: [] for each in places}
        query = select(tags).where(tags.c.provision.in_(list(places)), tags.c.article == article)
        for row in connection.execute(query).mappings():
            machine[row["provision"]].append(tag_from(row))
        for provision_id, found in as_shown(machine, decisions).items():
            yield from ((places[provision_id], tag) for tag in found)


def _at_or_below(place: str) -> ColumnElement[bool]:
    reference = _parsed(place)
    if reference.element is not None:
        return tags.c.target == place
    if not reference.paragraph:
        return tags.c.article == place
    # One range, so that the index on the target answers: after a whole place come only "#" and ".", which
    # both sort before "/", and no digit or letter of another place does.
    return and_(tags.c.target >= place, tags.c.target < f"{place}/")


def _parsed(place: str) -> TreatyReference:
    try:
        return TreatyReference.parse(place)
    except ValueError as error:
        raise UsageError(str(error)) from error
