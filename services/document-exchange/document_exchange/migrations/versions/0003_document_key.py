"""One canonical form of a document's identifier decides whether two documents are the same.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# As `registers.rules.document_key` for what was accepted before; twins that are here already stay, told apart by their row.
_FILL = """
WITH keyed AS (
  SELECT id, upper(regexp_replace(normalize(document_code, NFKC), '[[:space:]\u200b-\u200f\u2060\ufeff\u00ad]', '', 'g')) AS key,
    {owner} AS owner
  FROM {table} WHERE document_code IS NOT NULL
), ranked AS (
  SELECT id, key, row_number() OVER (PARTITION BY owner, key ORDER BY id) AS place FROM keyed
)
UPDATE {table} t SET document_key = CASE WHEN r.place = 1 THEN r.key ELSE r.key || '#' || r.id END
FROM ranked r WHERE r.id = t.id
"""


def upgrade() -> None:
    for table, owner in (
        ("outgoing_document", "agency_code"),
        ("incoming_document", "addressee_code || '|' || sender_code"),
    ):
        op.add_column(table, sa.Column("document_key", sa.Text(), nullable=True))
        op.execute(_FILL.format(table=table, owner=owner))
    op.drop_index("uq_outgoing_document_document_code", table_name="outgoing_document")
    op.create_index(
        "uq_outgoing_document_document_key",
        "outgoing_document",
        ["agency_code", "document_key"],
        unique=True,
        postgresql_where=sa.text("document_key IS NOT NULL"),
    )
    op.alter_column("incoming_document", "document_key", nullable=False)
    op.drop_constraint("uq_incoming_document_once", "incoming_document")
    op.create_unique_constraint(
        "uq_incoming_document_once", "incoming_document", ["addressee_code", "sender_code", "document_key"]
    )


def downgrade() -> None:
    op.drop_constraint("uq_incoming_document_once", "incoming_document")
    op.create_unique_constraint(
        "uq_incoming_document_once", "incoming_document", ["addressee_code", "sender_code", "document_code"]
    )
    op.drop_index("uq_outgoing_document_document_key", table_name="outgoing_document")
    op.create_index(
        "uq_outgoing_document_document_code",
        "outgoing_document",
        ["agency_code", "document_code"],
        unique=True,
        postgresql_where=sa.text("document_code IS NOT NULL"),
    )
    for table in ("outgoing_document", "incoming_document"):
        op.drop_column(table, "document_key")
