"""Lists of documents are narrowed by sender, kind, signer, receiver, urgency and day, each along an index of its own."""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

IN, OUT = "incoming_document", "outgoing_document"
INDEXES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("sender", IN, ("addressee_code", "sender_code", "arrived_at", "id"), ""),
    ("type", IN, ("addressee_code", "lower(type_name)", "arrived_at", "id"), ""),
    ("priority", IN, ("addressee_code", "priority", "arrived_at", "id"), "priority > 0"),
    ("type", OUT, ("agency_code", "type_code", "updated_at", "id"), ""),
    ("signer", OUT, ("agency_code", "leader_name", "updated_at", "id"), "leader_name <> ''"),
    ("priority", OUT, ("agency_code", "priority", "updated_at", "id"), "priority > 0"),
    ("issued_on", OUT, ("agency_code", "issued_on", "id"), "issued_on IS NOT NULL"),
    ("between", "delivery", ("sender_code", "addressee_code", "sent_at", "document_id"), ""),
)


def upgrade() -> None:
    for name, table, columns, only in INDEXES:
        where = f" WHERE {only}" if only else ""
        op.execute(f"CREATE INDEX ix_{table}_{name} ON {table} ({', '.join(columns)}){where}")


def downgrade() -> None:
    for name, table, _, _ in INDEXES:
        op.drop_index(f"ix_{table}_{name}", table_name=table)
