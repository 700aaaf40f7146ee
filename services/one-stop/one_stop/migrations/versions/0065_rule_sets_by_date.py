"""Which rule-set a dossier follows is said by the day it is taken in, not by its procedure's file."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("procedure_version", "rule_set")
    op.drop_column("province", "rule_set")


def downgrade() -> None:
    for table in ("procedure_version", "province"):
        op.add_column(table, sa.Column("rule_set", sa.Text(), nullable=False, server_default="ND118_2025"))
        op.alter_column(table, "rule_set", server_default=None)
