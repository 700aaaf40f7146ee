"""To whom each result was returned at the counter, and how the receipt was signed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("return_receipt", sa.Text(), nullable=False, server_default=""))
    texts = (
        "agency_code", "by_id", "by_name", "receiver_name", "capacity", "identity_kind", "identity_number", "compared",
        "difference", "authority_kind", "authority_number", "receipt",
    )  # fmt: skip
    op.create_table(
        "result_return",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("dossier_id", sa.Uuid(), sa.ForeignKey("dossier.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("authority_date", sa.Date()),
        sa.Column("authority_file", JSONB()),
        sa.Column("signature", JSONB()),
        sa.Column("results", JSONB(), nullable=False),
        sa.Column("originals", JSONB(), nullable=False),
        sa.Column("fee_due", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        *(
            sa.Column(name, sa.Text(), nullable=False, server_default="")
            for name in ("undone_by_name", "undone_reason", "post", "actor_title", "on_behalf_of")
        ),
        sa.Column("files", JSONB(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.create_index("ix_result_return_dossier_id", "result_return", ["dossier_id", "at"])


def downgrade() -> None:
    op.drop_table("result_return")
    op.drop_column("dossier", "return_receipt")
