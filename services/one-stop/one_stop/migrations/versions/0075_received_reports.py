"""Signed reports of agencies below, at the agency above."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

_TEXTS = ("agency_code", "from_agency_code", "from_agency_name", "signed_by_name", "reason", "sha256", "file_name")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "received_report",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_day", "last_day")),
        *(sa.Column(name, moment, nullable=False) for name in ("signed_at", "received_at")),
        sa.Column("below", sa.Boolean(), nullable=False),
        sa.Column("columns", JSONB(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_received_report_agency_code", "received_report", ["agency_code", "signed_at", "id"])


def downgrade() -> None:
    op.drop_table("received_report")
