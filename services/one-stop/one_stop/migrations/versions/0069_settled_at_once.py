"""Giải quyết ngay tại quầy: dossiers that were received and settled in one act."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("settled_at_once", sa.Boolean(), nullable=False, server_default="false"))


def downgrade() -> None:
    op.drop_column("dossier", "settled_at_once")
