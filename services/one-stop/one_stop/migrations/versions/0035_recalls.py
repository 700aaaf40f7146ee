"""Results that were signed and recalled."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    words = (
        "number",
        "title",
        "outcome",
        "signed_by",
        "signed_by_name",
        "sha256",
        "file_name",
        "recalled_by",
        "recalled_by_name",
        "reason",
    )
    op.create_table(
        "recalled_result",
        sa.Column("verification_code", sa.Text, nullable=False),
        sa.Column("dossier_id", sa.Uuid, nullable=False),
        sa.Column("number_key", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in words),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("verification_code", name="pk_recalled_result"),
        sa.UniqueConstraint("number_key", name="uq_recalled_result_number_key"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_recalled_result_dossier_id_dossier"),
    )
    op.create_index("ix_recalled_result_dossier_id", "recalled_result", ["dossier_id"])


def downgrade() -> None:
    op.drop_table("recalled_result")
