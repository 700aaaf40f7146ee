"""When an issued result was recalled."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issued_result", sa.Column("recalled_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("issued_result", "recalled_at")
