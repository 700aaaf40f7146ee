"""What is known of a scan: its words, its particulars, who signed it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_scan",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("recognition", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("particulars", JSONB()),
        sa.Column("signed", JSONB()),
        sa.PrimaryKeyConstraint("paper_id", name="pk_paper_scan"),
        sa.ForeignKeyConstraint(["paper_id"], ["dossier_paper.id"], name="fk_paper_scan_paper_id_dossier_paper"),
    )


def downgrade() -> None:
    op.drop_table("paper_scan")
