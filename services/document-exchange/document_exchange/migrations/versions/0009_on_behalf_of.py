"""Evidence names on whose behalf somebody acted, a document who signed by its leader's authority."""

import sqlalchemy as sa
from alembic import op

from shared.storage import plumbing

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.add_behalf_to_evidence(op)
    op.add_column("outgoing_document", sa.Column("delegate_name", sa.Text, nullable=False, server_default=""))
    op.add_column("outgoing_document", sa.Column("delegate_title", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("outgoing_document", "delegate_title")
    op.drop_column("outgoing_document", "delegate_name")
    op.drop_column("evidence", "on_behalf_of")
