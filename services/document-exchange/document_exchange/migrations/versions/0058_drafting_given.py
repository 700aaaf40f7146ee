"""Giao soạn thảo: the type of the document that is to come of a task."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE task ADD COLUMN drafts text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("task", "drafts")
