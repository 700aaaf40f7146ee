"""Why a procedure takes nothing new: suspended or ended, by which decision, and what takes its place."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure", sa.Column("suspended_at", sa.DateTime(timezone=True)))
    op.add_column("procedure", sa.Column("halt", JSONB()))


def downgrade() -> None:
    op.drop_column("procedure", "halt")
    op.drop_column("procedure", "suspended_at")
