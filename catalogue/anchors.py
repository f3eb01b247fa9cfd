"""Anchors: which decisions concern the provisions of a version, found when they are read.

Nothing is stored beside the reviews: a version that comes in later, or is split anew, has its decisions at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Select, and_, or_, select

from catalogue.connection import portions
from catalogue.rows import review_from
from catalogue.tables import current_versions, provisions, reviews
from palermo.analysis.anchoring import AnchoredReview, Passage, Passages, anchored
from palermo.analysis.reviewed_tags import reviewed_tags
from palermo.model.review import Review
from palermo.model.tag import Tag

Decisions = dict[str, list[AnchoredReview]]
"""By provision, the oldest first."""


def as_shown(machine: Mapping[str, Sequence[Tag]], decisions: Decisions) -> dict[str, list[Tag]]:
    """The tags of provisions by id, after the decisions of people."""
    return {each: reviewed_tags(tags, decisions.get(each, ())) for each, tags in machine.items()}


def decisions_in(connection: Connection, versions: Iterable[str]) -> Decisions:
    """The decisions that concern the provisions of these versions, current or not."""
    if connection.execute(select(reviews.c.id).limit(1)).first() is None:
        return {}
    asked = set(versions)
    rows = _within(connection, select(reviews), reviews.c.provision, map(law_in_language, asked))
    return _anchored(connection, _in_order(rows), asked)


def current_decisions(connection: Connection, article: str | None = None) -> tuple[list[Review], Decisions]:
    """The decisions, the oldest first, and where they stand in the versions that are current.

    article: only those on this article and on what is below it.
    """
    query = select(reviews)
    if article is not None:
        # One range, as for the tags: what is below goes on with "." or "#", which sort before "/".
        query = query.where(reviews.c.target >= article, reviews.c.target < f"{article}/")
    made = _in_order(connection.execute(query).mappings())
    return made, anchored_today(connection, made)


def anchored_today(connection: Connection, made: Sequence[Review]) -> Decisions:
    """Where decisions stand in the versions that are current."""
    of_these = (law_in_language(review.provision) for review in made)
    rows = _within(connection, select(current_versions.c.version), current_versions.c.version, of_these)
    return _anchored(connection, made, [row["version"] for row in rows])


def version_of(provision_id: str) -> str:
    """The version that a provision's id names."""
    return provision_id.partition("#")[0]


def law_in_language(id_: str) -> str:
    """What the id of a version or provision says before the date; decisions hold within one law and language."""
    return version_of(id_).rpartition("@")[0]


def _anchored(connection: Connection, made: Sequence[Review], versions: Iterable[str]) -> Decisions:
    """Where the decisions stand in each of these versions."""
    if not made:
        return {}
    by_law: dict[str, list[Review]] = {}
    for review in made:
        by_law.setdefault(law_in_language(review.provision), []).append(review)
    ids = list(dict.fromkeys(review.provision for review in made))
    originals = {
        passage.id: passage for some in portions(ids) for passage in _passages(connection, provisions.c.id.in_(some))
    }
    decisions: Decisions = {}
    for version in versions:
        passages: Passages | None = None
        for review in by_law.get(law_in_language(version), ()):
            original = originals.get(review.provision)
            found = None
            if original is not None and version_of(original.id) == version:
                found = anchored(review, original, Passages([original]))
            if found is None or not found.stands:
                if passages is None:
                    passages = Passages(_passages(connection, provisions.c.version == version))
                found = anchored(review, original, passages)
            if found is not None:
                decisions.setdefault(found.provision, []).append(found)
    return decisions


def _passages(connection: Connection, condition: ColumnElement[bool]) -> list[Passage]:
    query = select(provisions.c.id, provisions.c.number, provisions.c.text).where(condition)
    return [Passage(*row) for row in connection.execute(query.order_by(provisions.c.position))]


def _within(
    connection: Connection, query: Select[Any], column: Column[Any], laws_in_languages: Iterable[str]
) -> Iterator[RowMapping]:
    """The rows whose column, an id, belongs to one of these laws in its language."""
    for some in portions(sorted(set(laws_in_languages))):
        # A range each, for the index; "A" is the letter after "@".
        ranges = [and_(column >= f"{each}@", column < f"{each}A") for each in some]
        yield from connection.execute(query.where(or_(*ranges))).mappings()


def _in_order(rows: Iterable[RowMapping]) -> list[Review]:
    return sorted(map(review_from, rows), key=lambda review: (review.decided_at, review.id))
