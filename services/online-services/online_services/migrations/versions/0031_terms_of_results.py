"""From when an issued result counts, and for what."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issued_result", sa.Column("valid_from", sa.Date()))
    op.add_column("issued_result", sa.Column("scope", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("issued_result", "scope")
    op.drop_column("issued_result", "valid_from")
