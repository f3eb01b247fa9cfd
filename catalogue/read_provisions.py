"""Reading provisions and what the machine says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, select

from catalogue.connection import Database, portions
from catalogue.rows import provision_from, tag_from
from catalogue.tables import current_versions, laws, provisions, tags, versions
from palermo.errors import UnknownIdError, UsageError
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
        """The machine tags of provisions by id, sorted by target and method; empty where there are none."""
        found: dict[str, list[Tag]] = {each: [] for each in provision_ids}
        with self._database.reading() as connection:
            for some in portions(list(found)):
                query = select(tags).where(tags.c.provision.in_(some)).order_by(tags.c.target, tags.c.method)
                for row in connection.execute(query).mappings():
                    found[row["provision"]].append(tag_from(row))
        return found

    def tagged(self, place: str, states: Sequence[str] | None = None, grade: Grade | None = None) -> list[Tag]:
        """The machine tags at a place in a treaty or below it, on current versions only, in library order.

        place: an article (`untoc:5`) or a place in it (`untoc:5.1.a`, `untoc:5.1.a#conduct`); states: of
        these States only. UsageError where `place` is no treaty reference.
        """
        query = (
            select(tags)
            .join(current_versions, current_versions.c.version == tags.c.version)
            .join(laws, laws.c.id == current_versions.c.law)
            .join(provisions, provisions.c.id == tags.c.provision)
            .where(_at_or_below(place))
            .order_by(laws.c.id, current_versions.c.language, provisions.c.position, tags.c.target, tags.c.method)
        )
        if states is not None:
            query = query.where(laws.c.state.in_(states))
        if grade is not None:
            query = query.where(tags.c.grade == grade.value)
        with self._database.reading() as connection:
            return [tag_from(row) for row in connection.execute(query).mappings()]


def _at_or_below(place: str) -> ColumnElement[bool]:
    try:
        reference = TreatyReference.parse(place)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if reference.element is not None:
        return tags.c.target == place
    if not reference.paragraph:
        return tags.c.article == place
    # One range, so that the index on the target answers: after a whole place come only "#" and ".", which
    # both sort before "/", and no digit or letter of another place does.
    return and_(tags.c.target >= place, tags.c.target < f"{place}/")
