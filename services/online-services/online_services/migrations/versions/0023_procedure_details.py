"""What a procedure says of itself in words: sequence, manner, subjects, conditions, legal basis."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure", sa.Column("details", JSONB(), nullable=False, server_default=sa.text("'{}'")))


def downgrade() -> None:
    op.drop_column("procedure", "details")
