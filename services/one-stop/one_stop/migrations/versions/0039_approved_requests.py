"""Who approved a request for a supplement."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("approved_by", "approved_by_name"):
        op.add_column("supplement_request", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("approved_by_name", "approved_by"):
        op.drop_column("supplement_request", name)
