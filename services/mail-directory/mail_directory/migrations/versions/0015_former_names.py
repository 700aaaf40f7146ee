"""Names that agencies had before."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE agency ADD COLUMN former_names jsonb NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    op.drop_column("agency", "former_names")
