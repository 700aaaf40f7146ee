"""Who compared a scan with its original."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper_scan", sa.Column("compared", JSONB()))


def downgrade() -> None:
    op.drop_column("paper_scan", "compared")
