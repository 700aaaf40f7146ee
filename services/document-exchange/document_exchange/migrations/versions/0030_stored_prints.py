"""Printed registers that were stored."""

from alembic import op

from shared.work import stored_prints

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    stored_prints.create(op)


def downgrade() -> None:
    op.drop_table("stored_print")
