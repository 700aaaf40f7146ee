"""Receipts of fees that the counter takes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.storage.words import words_index

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    texts = ("payer", "by_id", "by_name", "sha256", "file_name", "exempt_group", "exempt_basis", "search_text")
    op.create_table(
        "fee_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("dossier_code", "procedure_name", "agency_code")),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("collected_at", _MOMENT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", _MOMENT),
        *(
            sa.Column(name, sa.Text(), nullable=False, server_default="")
            for name in ("ended_as", "ended_why", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fee_receipt"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_fee_receipt_dossier_id_dossier"),
        sa.UniqueConstraint("agency_code", "year", "number", name="uq_fee_receipt_number"),
    )
    op.create_index("ix_fee_receipt_agency_code", "fee_receipt", ["agency_code", "collected_at", "id"])
    op.create_index("ix_fee_receipt_dossier_id", "fee_receipt", ["dossier_id"])
    op.execute(
        f"CREATE INDEX ix_fee_receipt_words ON fee_receipt USING gin ({words_index('search_text', 'agency_code')})"
    )


def downgrade() -> None:
    op.drop_table("fee_receipt")
