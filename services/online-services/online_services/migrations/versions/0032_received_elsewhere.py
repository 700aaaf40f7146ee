"""Dossiers that one agency received and another decides: both are named to the applicant."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("received_by", "returned_by"):
        op.add_column("tracked_dossier", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("returned_by", "received_by"):
        op.drop_column("tracked_dossier", name)
