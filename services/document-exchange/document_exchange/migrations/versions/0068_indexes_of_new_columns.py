"""Indexes over columns of 0062 and 0064, in a transaction of their own: the tables are read while they are built."""

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

OPEN = "readable_by = 'agency'"
INDEXES = {
    "ix_incoming_document_open": f"incoming_document (addressee_code, arrived_at, id) WHERE {OPEN}",
    "ix_incoming_document_open_status": f"incoming_document (addressee_code, status, arrived_at, id) WHERE {OPEN}",
    "ix_delivery_still": "delivery (sender_code, document_id) WHERE still_at IS NOT NULL",
}


def upgrade() -> None:
    for name, over in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {over}")


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
