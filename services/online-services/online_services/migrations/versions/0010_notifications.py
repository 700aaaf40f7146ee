"""Notifications, letters, and what each person wants sent (`shared.notifying.tables`)."""

from alembic import op

from shared.notifying import tables

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.create(op)


def downgrade() -> None:
    tables.drop(op)
