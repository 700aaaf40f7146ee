"""Whoever is asked to look at a draft again answers what he is asked now, not what he was asked before."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_review", sa.Column("asked_version", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("document_review", "asked_version")
