"""A scan without the words that were laid over it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper_scan", sa.Column("bare", JSONB()))


def downgrade() -> None:
    op.drop_column("paper_scan", "bare")
