"""Results in the signing agency's register of outgoing documents."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("entry", "entry_taken_by"):
        op.add_column("booked_result", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("entry_taken_by", "entry"):
        op.drop_column("booked_result", name)
