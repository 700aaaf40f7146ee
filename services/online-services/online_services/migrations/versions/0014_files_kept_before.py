"""How far files that were kept before there was a scanner are looked at."""

from alembic import op

from shared.work import scanning

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    scanning.create_kept(op)


def downgrade() -> None:
    op.drop_table("kept_scan")
