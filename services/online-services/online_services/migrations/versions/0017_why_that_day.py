"""Why a dossier is due that day, and that its clock stands still, as the citizen reads it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tracked_dossier", sa.Column("due_words", ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("tracked_dossier", sa.Column("paused_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("tracked_dossier", "paused_at")
    op.drop_column("tracked_dossier", "due_words")
