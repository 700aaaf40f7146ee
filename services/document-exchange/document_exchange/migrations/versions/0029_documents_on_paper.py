"""Văn bản đi that exist on paper alone are lines of the outgoing register, with their receivers as people write them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing_document", sa.Column("paper_receivers", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("outgoing_document", "paper_receivers")
