"""Hệ thống số do cơ quan mở: symbol, years and first number of a series, and the one that a drafter chose."""

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_SERIES = ("symbol", "dated", "since_year", "last_year", "first_number", "first_year", "decision", "version")


def upgrade() -> None:
    op.execute(
        "ALTER TABLE number_series ADD COLUMN symbol text NOT NULL DEFAULT '', ADD COLUMN dated boolean NOT NULL DEFAULT false,"
        " ADD COLUMN since_year integer, ADD COLUMN last_year integer, ADD COLUMN first_number integer NOT NULL DEFAULT 1,"
        " ADD COLUMN first_year integer, ADD COLUMN decision text NOT NULL DEFAULT '', ADD COLUMN version integer NOT NULL DEFAULT 1"
    )
    op.execute("ALTER TABLE outgoing_document ADD COLUMN chosen_series uuid")


def downgrade() -> None:
    op.drop_column("outgoing_document", "chosen_series")
    for column in _SERIES:
        op.drop_column("number_series", column)
