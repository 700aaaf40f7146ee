"""Whose drafts are still to be signed is found at once when somebody leaves."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    held = sa.text("drafter_id <> '' AND status IN ('draft', 'returned', 'submitted')")
    op.create_index("ix_outgoing_document_held", "outgoing_document", ["drafter_id"], postgresql_where=held)


def downgrade() -> None:
    op.drop_index("ix_outgoing_document_held", "outgoing_document")
