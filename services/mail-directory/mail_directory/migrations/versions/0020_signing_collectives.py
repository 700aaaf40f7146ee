"""In whose name an agency signs that works as a collective (TM.)."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE agency ADD COLUMN collective text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("agency", "collective")
