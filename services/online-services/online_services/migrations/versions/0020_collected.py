"""When the owner first opened the result."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tracked_dossier", sa.Column("collected_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("tracked_dossier", "collected_at")
