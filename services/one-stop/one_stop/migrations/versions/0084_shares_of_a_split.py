"""Which part of an agency that was split goes on at which successor."""

from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE agency_merger ADD COLUMN shares jsonb NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    op.drop_column("agency_merger", "shares")
