"""A result on paper bears the code that the catalogue has for it."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper_result", sa.Column("result_code", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("paper_result", "result_code")
