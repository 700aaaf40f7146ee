"""Figures of the work list come from indexes alone: an agency with 20,000 open dossiers counts as fast as an empty one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_dossier_figures",
        "dossier",
        ["agency_code", "step_role"],
        postgresql_include=["status", "work_due_at", "holder_id", "sector_name"],
        postgresql_where=sa.text("status IN (1, 2, 4, 5, 9)"),
    )
    op.drop_index("ix_dossier_finished", table_name="dossier")
    op.create_index(
        "ix_dossier_finished",
        "dossier",
        ["agency_code", "finished_at"],
        postgresql_include=["due_at"],
        postgresql_where=sa.text("finished_at IS NOT NULL"),
    )
