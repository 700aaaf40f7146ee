"""Procedures are suspended, abolished and taken up again by a change like any other."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure_version", sa.Column("suspended_at", sa.DateTime(timezone=True)))
    op.add_column("procedure_version", sa.Column("suspended_why", sa.Text(), nullable=False, server_default=""))
    op.add_column("procedure_change", sa.Column("kind", sa.Text(), nullable=False, server_default="content"))
    for name in ("reason", "successor_code"):
        op.add_column("procedure_change", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("kind", "reason", "successor_code"):
        op.drop_column("procedure_change", name)
    op.drop_column("procedure_version", "suspended_why")
    op.drop_column("procedure_version", "suspended_at")
