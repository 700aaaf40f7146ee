"""Receipts and slips that bear the agency's signature, made after the act."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("seal_agency", "seal_why"):
        op.add_column("printed_form", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("printed_form", sa.Column("seal_at", _MOMENT))
    op.add_column("printed_form", sa.Column("sealed_as", sa.Uuid()))
    op.add_column("printed_form", sa.Column("sealed_at", _MOMENT))
    waits = sa.text("seal_at IS NOT NULL")
    op.create_index("ix_printed_form_seal_at", "printed_form", ["seal_at"], postgresql_where=waits)


def downgrade() -> None:
    op.drop_index("ix_printed_form_seal_at", "printed_form")
    for name in ("sealed_at", "sealed_as", "seal_at", "seal_why", "seal_agency"):
        op.drop_column("printed_form", name)
