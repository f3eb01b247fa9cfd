"""0004: how the pages of a version were read, how far their words can be trusted, and what stayed unread."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table and columns; what earlier releases took in has no pages, until it is read again."""
    op.add_column("versions", sa.Column("text_score", sa.Float(), nullable=True))
    op.add_column("versions", sa.Column("unread_with", sa.Text(), nullable=True))
    op.add_column("provisions", sa.Column("reading", sa.JSON(), nullable=True))
    op.create_table(
        "pages",
        sa.Column("version", _ID, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_pages_version"),
        sa.PrimaryKeyConstraint("version", "page", name="pk_pages"),
    )
