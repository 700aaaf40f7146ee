"""Stops on every lawful ground, withdrawals at the counter, and what becomes of fee and papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    words = (
        "act", "ground", "reason", "legal_basis", "fee", "fee_note", "papers", "papers_note", "proposed_by",
        "proposed_by_name", "decided_by", "decided_by_name",
    )  # fmt: skip
    op.create_table(
        "ending",
        sa.Column("dossier_id", sa.Uuid, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in words),
        sa.Column("requester", JSONB, nullable=False),
        sa.Column("proposed_at", moment),
        sa.Column("decided_at", moment),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_ending"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_ending_dossier_id_dossier"),
    )
    op.add_column("dossier", sa.Column("stop_proposed_at", moment))
    op.add_column("dossier", sa.Column("settled_at", moment))
    columns = ["agency_code", "step_role", "work_due_at", "id"]
    asked = sa.text("status IN (1, 2, 4, 5, 9) AND stop_proposed_at IS NOT NULL")
    op.create_index("ix_dossier_stop_proposed", "dossier", columns, postgresql_where=asked)


def downgrade() -> None:
    op.drop_index("ix_dossier_stop_proposed", table_name="dossier")
    op.drop_column("dossier", "settled_at")
    op.drop_column("dossier", "stop_proposed_at")
    op.drop_table("ending")
