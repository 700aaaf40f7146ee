"""What was issued bears the code that its procedure's catalogue has for it."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issued_result", sa.Column("result_code", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("issued_result", "result_code")
