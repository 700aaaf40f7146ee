"""Lượt mở văn bản theo ngày: the evidence of a day is found without reading all of it."""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A summary of blocks: one reading of the table, no order to be made.
    op.execute("CREATE INDEX ix_evidence_at ON evidence USING brin (at)")


def downgrade() -> None:
    op.drop_index("ix_evidence_at", "evidence")
