"""Đề nghị tạm dừng tính thời hạn: what a specialist proposed and a leader has to decide."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("pause_proposed_at", sa.DateTime(timezone=True)))
    op.create_table(
        "pause_proposal",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("ground", "reason", "document_number")),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("files", JSONB(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_by_name", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_pause_proposal"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_pause_proposal_dossier_id_dossier"),
    )


def downgrade() -> None:
    op.drop_table("pause_proposal")
    op.drop_column("dossier", "pause_proposed_at")
