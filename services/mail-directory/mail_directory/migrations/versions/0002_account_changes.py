"""Changes of accounts for the gateway, resets that wait for a second administrator, the day up to which posts were told."""

import sqlalchemy as sa
from alembic import op

from shared.access import account_changes

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    account_changes.create(op)
    op.add_column("credential", sa.Column("reset_asked_by", sa.Text, nullable=True))
    op.add_column("person", sa.Column("told_on", sa.Date, nullable=True))
    op.add_column("person", sa.Column("locked_because", sa.Text, nullable=False, server_default=""))
