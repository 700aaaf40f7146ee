"""Who brought the file of a delegation's document."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE delegation ADD COLUMN document_by text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("delegation", "document_by")
