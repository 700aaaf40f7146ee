"""Small packets wait in the database for the object store; documents are found by words, and those that came twice by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_packet",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_waiting_packet"),
    )
    # Most are 2 to 8 kB and stay for a second: neither packed nor put aside row by row.
    op.execute("ALTER TABLE waiting_packet SET (toast_tuple_target = 8160)")
    op.execute("ALTER TABLE waiting_packet ALTER content SET STORAGE EXTERNAL")
    op.create_index(
        "ix_incoming_document_reference",
        "incoming_document",
        ["addressee_code", "sender_code", "reference"],
        postgresql_where=sa.text("reference <> ''"),
    )
    for table in ("outgoing_document", "incoming_document"):
        op.drop_index(f"ix_{table}_folded", table)
        op.create_index(
            f"ix_{table}_words",
            table,
            [sa.text("array_to_tsvector(string_to_array(folded, ' '))")],
            postgresql_using="gin",
        )
