"""What is urgent and still to be done stands first on the list of incoming documents.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_incoming_document_urgent",
        "incoming_document",
        ["addressee_code", "priority", "arrived_at", "id"],
        postgresql_where=sa.text("priority > 0 AND status IN ('01','03','04','05') AND recall <> 'agreed'"),
    )


def downgrade() -> None:
    op.drop_index("ix_incoming_document_urgent", table_name="incoming_document")
