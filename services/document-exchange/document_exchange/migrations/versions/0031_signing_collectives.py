"""In whose name an agency signs that works as a collective (TM.), in the copy of the directory and on documents."""

from alembic import op

from shared.directory import tables

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.add_collective(op)
    op.execute("ALTER TABLE outgoing_document ADD COLUMN collective text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("outgoing_document", "collective")
    op.drop_column("agency", "collective")
