"""Deliveries that stand still are marked by a look every ten minutes; its index leaves the status alone, which changes often."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # While every delivery is sorted, the table can be read; it cannot once it has a new column.
    op.create_index("ix_delivery_sent_at", "delivery", ["sent_at"])
    op.add_column("delivery", sa.Column("still_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_index("ix_delivery_sent_at")
    op.drop_column("delivery", "still_at")
