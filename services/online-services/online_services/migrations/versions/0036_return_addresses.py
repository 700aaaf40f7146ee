"""Where the post brings a result, if not to the applicant's own address."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submission", sa.Column("return_address", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("submission", "return_address")
