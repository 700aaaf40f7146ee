"""By which decision a procedure was announced."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure", sa.Column("decision", JSONB()))


def downgrade() -> None:
    op.drop_column("procedure", "decision")
