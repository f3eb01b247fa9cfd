"""Reviews: people's decisions. They are only ever added, and no re-run touches them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select

from catalogue.anchors import Decisions, anchored_today, current_decisions, decisions_in, version_of
from catalogue.connection import Database
from catalogue.rows import review_from, review_row
from catalogue.tables import provisions, reviews
from palermo.errors import UnknownIdError, UsageError
from palermo.model.review import Review


class Reviewing:
    """Adding and reading reviews."""

    _database: Database

    def add_review(self, review: Review) -> None:
        """Keep a decision; the same one sent twice is kept once.

        UnknownIdError where the provision is not held, UsageError where it does not hold the quote.
        """
        with self._database.writing() as connection:
            query = select(provisions.c.text).where(provisions.c.id == review.provision)
            text = connection.execute(query).scalar()
            if text is None:
                raise UnknownIdError(f"no provision '{review.provision}' is held")
            if review.quote not in text:
                raise UsageError(f"the quote does not stand in {review.provision}: quote its text as held")
            held = connection.execute(select(reviews.c.id).where(reviews.c.id == review.id)).first()
            if held is None:
                connection.execute(insert(reviews).values(review_row(review)))

    def reviews(self, provision_id: str | None = None) -> list[Review]:
        """The decisions on a provision, or all of them, the oldest first.

        A provision that went away keeps its decisions, so an id that names nothing is no error here.
        """
        query = select(reviews).order_by(reviews.c.decided_at, reviews.c.id)
        if provision_id is not None:
            query = query.where(reviews.c.provision == provision_id)
        with self._database.reading() as connection:
            return [review_from(row) for row in connection.execute(query).mappings()]

    def decisions_on(self, provision_ids: Iterable[str]) -> Decisions:
        """The decisions that concern provisions, by id, wherever in their law and language they were made; those
        without any are left out."""
        asked = set(provision_ids)
        with self._database.reading() as connection:
            decisions = decisions_in(connection, {version_of(each) for each in asked})
        return {each: found for each, found in decisions.items() if each in asked}

    def current_decisions(self) -> tuple[list[Review], Decisions]:
        """All decisions, the oldest first; and those that concern provisions of current versions, by provision."""
        with self._database.reading() as connection:
            return current_decisions(connection)

    def concerned_by(self, review: Review) -> list[str]:
        """The provisions of current versions that a decision concerns."""
        with self._database.reading() as connection:
            return list(anchored_today(connection, [review]))
