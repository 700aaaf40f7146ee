"""Receipts and slips that bear the agency's signature since they were told."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course_file", sa.Column("sealed_as", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("course_file", "sealed_as")
