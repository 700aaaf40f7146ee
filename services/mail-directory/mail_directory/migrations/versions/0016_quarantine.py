"""Files in which the scanner found something."""

from alembic import op

from shared.work import scanning

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    scanning.create(op)


def downgrade() -> None:
    op.drop_table("quarantined_file")
