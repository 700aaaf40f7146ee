"""What became of an issued result: its state, its term, and each change by which document."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, default in (("state", "in-force"), ("replaced_by", ""), ("replaced_by_number", "")):
        op.add_column("issued_result", sa.Column(name, sa.Text(), nullable=False, server_default=default))
    op.add_column("issued_result", sa.Column("valid_until", sa.Date()))
    op.add_column("issued_result", sa.Column("changes", JSONB(), nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    for name in ("changes", "valid_until", "replaced_by_number", "replaced_by", "state"):
        op.drop_column("issued_result", name)
