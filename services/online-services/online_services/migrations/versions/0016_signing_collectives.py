"""In whose name an agency signs that works as a collective (TM.), in the copy of the directory."""

from alembic import op

from shared.directory import tables

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.add_collective(op)


def downgrade() -> None:
    op.drop_column("agency", "collective")
