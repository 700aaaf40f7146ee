"""What a plan does not change of its successor stays as it is on the plan's day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    stood = sa.Column("stood", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'"))
    op.add_column("reorganisation", stood)


def downgrade() -> None:
    op.drop_column("reorganisation", "stood")
