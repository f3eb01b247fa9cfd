"""The tables. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# Ids sort by code point in every database, so that an export has one order whatever the server's locale.
Id = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

laws = Table(
    "laws",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("subdivision", Text),
    Column("title", Text, nullable=False),
    Column("native_title", Text),
    Column("type", Text, nullable=False),
    Column("year", Integer),
    Column("identifier", Text),
    Column("publisher", Text),
    Column("official_url", Text),
    Column("licence", Text),
    Index(None, "state", "kind"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("law", Id, ForeignKey("laws.id"), nullable=False),
    Column("language", Id, nullable=False),
    Column("language_method", Text, nullable=False),
    Column("language_confidence", Float, nullable=False),
    Column("version_date", Text),
    Column("deposit", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("complete", Boolean),
    Column("held_since", Text, nullable=False),  # the clock's time of the put: never part of an export
    Column("text_score", Float),
    Column("unread_with", Text),
    Column("concepts_method", Text),  # what found its rows of provision_concepts; NULL where nobody looked
    Index(None, "law", "language"),
)

current_versions = Table(
    "current_versions",
    metadata,
    Column("law", Id, ForeignKey("laws.id"), primary_key=True),
    Column("language", Id, primary_key=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False),
    UniqueConstraint("version"),
)
"""The version in which a law is read today, one in each language."""

deposit_versions = Table(
    "deposit_versions",
    metadata,
    Column("deposit", Id, primary_key=True),
    Column("law", Id, ForeignKey("laws.id"), primary_key=True),
    Column("language", Id, primary_key=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False),
)
"""What each deposit gave last. Two deposits may hold one law; each is unchanged while it gives the same."""

source_files = Table(
    "source_files",
    metadata,
    Column("version", Id, ForeignKey("versions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("format", Text, nullable=False),
    Column("url", Text),
    Column("fetched_at", Text),
)

remarks = Table(
    "remarks",
    metadata,
    Column("version", Id, ForeignKey("versions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("place", Text, nullable=False),
    Column("message", Text, nullable=False),
)
"""What the reader and the splitter wanted a person to know about a version."""

pages = Table(
    "pages",
    metadata,
    Column("version", Id, ForeignKey("versions.id"), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("how", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("engine", Text, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("words", JSON, nullable=False),
)
"""Of the file that a version was read from. `words` are those of character recognition, with their places: many."""

provisions = Table(
    "provisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("eid", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("path", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("language", Text, nullable=False),
    Column("language_method", Text, nullable=False),
    Column("language_confidence", Float, nullable=False),
    Column("source_file", Text, nullable=False),
    Column("source_place", Text, nullable=False),
    Column("reading", JSON(none_as_null=True)),
    UniqueConstraint("version", "position"),
)

tags = Table(
    "tags",
    metadata,
    Column("provision", Id, ForeignKey("provisions.id"), primary_key=True),
    Column("target", Id, primary_key=True),
    Column("method", Id, primary_key=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False),
    Column("article", Id, nullable=False),
    Column("grade", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("elements_found", JSON, nullable=False, server_default="[]"),
    Column("elements_missing", JSON, nullable=False, server_default="[]"),
    Index(None, "version"),
    Index(None, "article", "version"),
    Index(None, "target", "version"),
)
"""Machine tags only: what a person decides is a review."""

provision_concepts = Table(
    "provision_concepts",
    metadata,
    Column("provision", Id, ForeignKey("provisions.id"), primary_key=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False),
    Column("heading", JSON, nullable=False),
    Column("text", JSON, nullable=False),
    Index(None, "version"),
)
"""Only of provisions in which a concept speaks: ids for the heading, pairs of id and count for the text."""

reviews = Table(
    "reviews",
    metadata,
    Column("id", Id, primary_key=True),
    # No foreign key: a decision stays when its provision is split anew under another id.
    Column("provision", Id, nullable=False),
    Column("target", Id, nullable=False),
    Column("decision", Text, nullable=False),
    Column("grade", Text),
    Column("note", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("decided_at", Id, nullable=False),
    Column("quote", Text, nullable=False),
    Index(None, "provision"),
    Index(None, "target"),
)
