"""Codes of QĐ 20/2020 that agencies had before."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE agency ADD COLUMN former_codes jsonb NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    op.drop_column("agency", "former_codes")
