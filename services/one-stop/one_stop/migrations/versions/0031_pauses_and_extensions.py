"""Pauses of the clock on other grounds than a supplement, and extensions where a procedure allows them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("dossier", sa.Column("extensions_left", sa.SmallInteger, nullable=False, server_default="0"))
    for name in ("extension_times", "extension_amount"):
        op.add_column("procedure_version", sa.Column(name, sa.SmallInteger, nullable=False, server_default="0"))
    op.add_column("procedure_version", sa.Column("extension_basis", sa.Text, nullable=False, server_default=""))
    op.add_column("due_move", sa.Column("amount", sa.SmallInteger))
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossier.id"), nullable=False),
        sa.Column("amount", sa.SmallInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("document_date", sa.Date, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_by_name", sa.Text, nullable=False),
        sa.Column("decided_at", moment, nullable=False),
    )
    op.create_index("ix_extension_dossier_id", "extension", ["dossier_id"])
    op.create_table(
        "pause",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossier.id"), nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("ground_name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("document_date", sa.Date, nullable=False),
        sa.Column("approved_by", sa.Text, nullable=False),
        sa.Column("approved_by_name", sa.Text, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("expected_until", moment, nullable=False),
        sa.Column("resumed_at", moment),
        sa.Column("resumed_by_name", sa.Text, nullable=False),
    )
    op.create_index("ix_pause_dossier_id", "pause", ["dossier_id"])
    op.create_index(
        "uq_pause_open", "pause", ["dossier_id"], unique=True, postgresql_where=sa.text("resumed_at IS NULL")
    )


def downgrade() -> None:
    op.drop_table("pause")
    op.drop_table("extension")
    op.drop_column("due_move", "amount")
    for name in ("extension_basis", "extension_amount", "extension_times"):
        op.drop_column("procedure_version", name)
    op.drop_column("dossier", "extensions_left")
