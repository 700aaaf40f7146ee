"""A due time may rest on a year without a calendar."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE tracked_dossier ADD COLUMN due_provisional boolean NOT NULL DEFAULT false")
