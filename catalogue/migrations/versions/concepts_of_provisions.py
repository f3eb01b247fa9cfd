"""0003: the concepts that speak in each provision, and the method that found those of a version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table; versions of earlier releases have no method, which says that nobody has looked yet."""
    op.add_column("versions", sa.Column("concepts_method", sa.Text(), nullable=True))
    op.create_table(
        "provision_concepts",
        sa.Column("provision", _ID, nullable=False),
        sa.Column("version", _ID, nullable=False),
        sa.Column("heading", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["provision"], ["provisions.id"], name="fk_provision_concepts_provision"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_provision_concepts_version"),
        sa.PrimaryKeyConstraint("provision", name="pk_provision_concepts"),
    )
    op.create_index("ix_provision_concepts_version", "provision_concepts", ["version"])
