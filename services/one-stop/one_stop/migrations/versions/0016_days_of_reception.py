"""The days of the last month are counted from an index over the moments of reception."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_dossier_received ON dossier (received_at) INCLUDE (agency_code, channel) WHERE received_at IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_dossier_received")
