"""When a reset was asked for: one that nobody gave lapses. Those asked before have no day and are asked for anew."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("credential", sa.Column("reset_asked_at", sa.DateTime(timezone=True), nullable=True))
