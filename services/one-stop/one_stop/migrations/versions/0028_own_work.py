"""What nobody holds, and what one officer holds, are each read in the order in which they are due."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OPEN = "status IN (1, 2, 4, 5, 9)"
HELD = sa.text(f"{OPEN} AND holder_id IS NOT NULL")


def upgrade() -> None:
    shown = ["status", "step_code", "sector_name"]
    op.create_index(
        "ix_dossier_unheld",
        "dossier",
        ["agency_code", "step_role", "work_due_at", "id"],
        postgresql_include=shown,
        postgresql_where=sa.text(f"{OPEN} AND holder_id IS NULL"),
    )
    op.drop_index("ix_dossier_holder", table_name="dossier")
    op.create_index(
        "ix_dossier_holder",
        "dossier",
        ["holder_id", "step_role", "work_due_at", "id"],
        postgresql_include=["agency_code", *shown],
        postgresql_where=HELD,
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_holder", table_name="dossier")
    op.create_index("ix_dossier_holder", "dossier", ["holder_id"], postgresql_where=HELD)
    op.drop_index("ix_dossier_unheld", table_name="dossier")
