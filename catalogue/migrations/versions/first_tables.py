"""0001: the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table of the first release."""
    op.create_table(
        "laws",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("subdivision", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("native_title", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("official_url", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_laws"),
    )
    op.create_index("ix_laws_state_kind", "laws", ["state", "kind"])
    op.create_table(
        "reviews",
        sa.Column("id", _ID, nullable=False),
        sa.Column("provision", _ID, nullable=False),
        sa.Column("target", _ID, nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("decided_at", _ID, nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_provision", "reviews", ["provision"])
    op.create_index("ix_reviews_target", "reviews", ["target"])
    op.create_table(
        "versions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("law", _ID, nullable=False),
        sa.Column("language", _ID, nullable=False),
        sa.Column("language_method", sa.Text(), nullable=False),
        sa.Column("language_confidence", sa.Float(), nullable=False),
        sa.Column("version_date", sa.Text(), nullable=True),
        sa.Column("deposit", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=True),
        sa.Column("held_since", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["law"], ["laws.id"], name="fk_versions_law"),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
    )
    op.create_index("ix_versions_law_language", "versions", ["law", "language"])
    op.create_table(
        "current_versions",
        sa.Column("law", _ID, nullable=False),
        sa.Column("language", _ID, nullable=False),
        sa.Column("version", _ID, nullable=False),
        sa.ForeignKeyConstraint(["law"], ["laws.id"], name="fk_current_versions_law"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_current_versions_version"),
        sa.PrimaryKeyConstraint("law", "language", name="pk_current_versions"),
        sa.UniqueConstraint("version", name="uq_current_versions_version"),
    )
    op.create_table(
        "deposit_versions",
        sa.Column("deposit", _ID, nullable=False),
        sa.Column("law", _ID, nullable=False),
        sa.Column("language", _ID, nullable=False),
        sa.Column("version", _ID, nullable=False),
        sa.ForeignKeyConstraint(["law"], ["laws.id"], name="fk_deposit_versions_law"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_deposit_versions_version"),
        sa.PrimaryKeyConstraint("deposit", "law", "language", name="pk_deposit_versions"),
    )
    op.create_table(
        "provisions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("version", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_method", sa.Text(), nullable=False),
        sa.Column("language_confidence", sa.Float(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_provisions_version"),
        sa.PrimaryKeyConstraint("id", name="pk_provisions"),
        sa.UniqueConstraint("version", "position", name="uq_provisions_version_position"),
    )
    op.create_table(
        "remarks",
        sa.Column("version", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_remarks_version"),
        sa.PrimaryKeyConstraint("version", "position", name="pk_remarks"),
    )
    op.create_table(
        "source_files",
        sa.Column("version", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_source_files_version"),
        sa.PrimaryKeyConstraint("version", "position", name="pk_source_files"),
    )
    op.create_table(
        "tags",
        sa.Column("provision", _ID, nullable=False),
        sa.Column("target", _ID, nullable=False),
        sa.Column("method", _ID, nullable=False),
        sa.Column("version", _ID, nullable=False),
        sa.Column("article", _ID, nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["provision"], ["provisions.id"], name="fk_tags_provision"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_tags_version"),
        sa.PrimaryKeyConstraint("provision", "target", "method", name="pk_tags"),
    )
    op.create_index("ix_tags_article_version", "tags", ["article", "version"])
    op.create_index("ix_tags_target_version", "tags", ["target", "version"])
    op.create_index("ix_tags_version", "tags", ["version"])
