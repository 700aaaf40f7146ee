"""When an account without a post was told of, and whether that alone has locked it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("postless_told_on", sa.Date))
    op.add_column("person", sa.Column("locked_postless", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("person", "locked_postless")
    op.drop_column("person", "postless_told_on")
