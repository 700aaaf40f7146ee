"""Results that were digitised from paper: verified by their code, without a dossier here."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("issued_result", "dossier_id", nullable=True)
    op.add_column("issued_result", sa.Column("issuer", sa.Text(), nullable=False, server_default=""))
    op.add_column("issued_result", sa.Column("original_signer", sa.Text(), nullable=False, server_default=""))
    op.add_column("issued_result", sa.Column("digitised_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.execute("DELETE FROM issued_result WHERE dossier_id IS NULL")
    for name in ("digitised_at", "original_signer", "issuer"):
        op.drop_column("issued_result", name)
    op.alter_column("issued_result", "dossier_id", nullable=False)
