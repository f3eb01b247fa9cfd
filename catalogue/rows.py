"""Rows: the models as the tables hold them, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping

from palermo.model.concepts_found import ConceptsFound
from palermo.model.law import Law, SourceFile, Version
from palermo.model.provision import Provision
from palermo.model.reading_quality import PageReading
from palermo.model.review import Review
from palermo.model.tag import Tag

Row = dict[str, Any]


def law_row(law: Law) -> Row:
    """A law as a row of `laws`."""
    return law.model_dump(mode="json")


def law_from(row: RowMapping) -> Law:
    """A row of `laws` as a law."""
    return Law.model_validate(dict(row))


def version_row(version: Version) -> Row:
    """A version as a row of `versions`, without its source files, the time it came, and its concepts' method."""
    return version.model_dump(mode="json", exclude={"sources"})


def source_rows(version: Version) -> list[Row]:
    """A version's source files as rows of `source_files`."""
    return [
        {**source.model_dump(mode="json"), "version": version.id, "position": position}
        for position, source in enumerate(version.sources)
    ]


def version_from(row: RowMapping, sources: Sequence[SourceFile]) -> Version:
    """A row of `versions` with its source files as a version."""
    return Version.model_validate({**row, "sources": tuple(sources)})


def source_from(row: RowMapping) -> SourceFile:
    """A row of `source_files` as a source file."""
    return SourceFile.model_validate(dict(row))


def remark_rows(version_id: str, remarks: Sequence[tuple[str, str]]) -> list[Row]:
    """Remarks as rows of `remarks`, in the order given."""
    return [
        {"version": version_id, "position": position, "place": place, "message": message}
        for position, (place, message) in enumerate(remarks)
    ]


def provision_row(provision: Provision) -> Row:
    """A provision as a row of `provisions`; `order` is called `position` there, for SQL's sake."""
    row = dict(provision)
    row["position"] = row.pop("order")
    row["reading"] = provision.reading and provision.reading.model_dump(mode="json")
    return row


def provision_from(row: RowMapping) -> Provision:
    """A row of `provisions` as a provision."""
    return Provision.model_validate({**row, "order": row["position"]})


def page_row(page: PageReading, version_id: str) -> Row:
    """A page as a row of `pages`."""
    return {**page.model_dump(mode="json"), "version": version_id}


def page_from(row: RowMapping) -> PageReading:
    """A row of `pages`, with or without its words, as a page."""
    return PageReading.model_validate(dict(row))


def tag_row(tag: Tag, version_id: str) -> Row:
    """A tag as a row of `tags`."""
    return {
        **tag.model_dump(mode="json", exclude={"status"}),
        "version": version_id,
        "article": tag.article,
    }


def tag_from(row: RowMapping) -> Tag:
    """A row of `tags` as a tag."""
    return Tag.model_validate(dict(row))


def concepts_row(found: ConceptsFound, version_id: str) -> Row:
    """A provision's concepts as a row of `provision_concepts`."""
    return {**dict(found), "version": version_id}


def concepts_from(row: RowMapping) -> ConceptsFound:
    """A row of `provision_concepts` as a provision's concepts."""
    return ConceptsFound.model_validate(dict(row))


def review_row(review: Review) -> Row:
    """A review as a row of `reviews`."""
    # One width for every moment, so that the text sorts as the time does.
    moment = review.decided_at.isoformat(timespec="microseconds")
    return {**review.model_dump(mode="json"), "id": review.id, "decided_at": moment}


def review_from(row: RowMapping) -> Review:
    """A row of `reviews` as a review."""
    return Review.model_validate(dict(row))
