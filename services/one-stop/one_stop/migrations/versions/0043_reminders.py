"""Results that nobody has fetched: their list, and when their applicant was reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("reminded_at", sa.DateTime(timezone=True)))
    op.add_column("dossier", sa.Column("reminders", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("dossier", sa.Column("reminded_by", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "ix_dossier_uncollected",
        "dossier",
        ["agency_code", "finished_at", "id"],
        postgresql_where=sa.text("status = 9"),
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_uncollected", "dossier")
    for name in ("reminded_by", "reminders", "reminded_at"):
        op.drop_column("dossier", name)
