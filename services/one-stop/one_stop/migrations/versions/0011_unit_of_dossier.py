"""A dossier knows the unit that has it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = "status IN (1, 2, 4, 5, 9)"


def upgrade() -> None:
    op.add_column("dossier", sa.Column("unit_id", sa.Text, nullable=False, server_default=""))
    op.create_index(
        "ix_dossier_unit",
        "dossier",
        ["unit_id", "work_due_at", "id"],
        postgresql_where=sa.text(f"{OPEN} AND unit_id <> ''"),
    )


def downgrade() -> None:
    op.drop_column("dossier", "unit_id")
