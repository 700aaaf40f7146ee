"""Documents of an agency that ended go on at its successor and stay in the book in which they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_ORDERS = {"incoming_document": "arrived_at", "outgoing_document": "updated_at"}


def upgrade() -> None:
    op.create_table(
        "agency_merger",
        sa.Column("agency_code", sa.Text(), primary_key=True),
        sa.Column("reorganisation_id", sa.Uuid(), primary_key=True),
        sa.Column("agency_name", sa.Text(), nullable=False),
        sa.Column("successor_code", sa.Text(), nullable=False),
        sa.Column("shares", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
    )
    for table, order in _ORDERS.items():
        op.add_column(table, sa.Column("continued_by", sa.Text(), nullable=False, server_default=""))
        for name, keys in (("continued", ""), ("continued_status", "status, ")):
            op.execute(
                f"CREATE INDEX ix_{table}_{name} ON {table} (continued_by, {keys}{order}, id) WHERE continued_by <> ''"
            )


def downgrade() -> None:
    for table in _ORDERS:
        op.drop_column(table, "continued_by")
    op.drop_table("agency_merger")
