"""Printed registers that were stored."""

from alembic import op

from shared.work import stored_prints

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    stored_prints.create(op)


def downgrade() -> None:
    op.drop_table("stored_print")
