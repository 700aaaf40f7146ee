"""Of several results each says when its owner opened it."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course_file", sa.Column("collected_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("course_file", "collected_at")
