"""Names that agencies had before, in the copy of the directory."""

from alembic import op

from shared.directory import tables

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.add_former_names(op)


def downgrade() -> None:
    op.drop_column("agency", "former_names")
