"""Newly filed dossiers of an agency are found among all that are open without looking through them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["agency_code", "step_role", "work_due_at", "id"]
    op.create_index("ix_dossier_submitted", "dossier", columns, postgresql_where=sa.text("status = 1"))


def downgrade() -> None:
    op.drop_index("ix_dossier_submitted", table_name="dossier")
