"""0002: tags say which elements of their requirement were found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the elements found and missing; tags of earlier methods have none."""
    for name in ("elements_found", "elements_missing"):
        op.add_column("tags", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
