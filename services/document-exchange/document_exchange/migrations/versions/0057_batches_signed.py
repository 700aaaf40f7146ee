"""Lô ký: what a leader confirmed is signed one by one, and what came of each is kept for the day."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

COLUMNS = ("digest", "batch_id", "confirmed_at", "confirmed_in", "signed_at", "refusal")


def upgrade() -> None:
    op.execute(
        "ALTER TABLE signing_look ADD COLUMN digest text NOT NULL DEFAULT '', ADD COLUMN batch_id uuid,"
        " ADD COLUMN confirmed_at timestamptz, ADD COLUMN confirmed_in text NOT NULL DEFAULT '',"
        " ADD COLUMN signed_at timestamptz, ADD COLUMN refusal text NOT NULL DEFAULT ''"
    )


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("signing_look", column)
