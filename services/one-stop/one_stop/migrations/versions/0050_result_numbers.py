"""Numbers of results from the agency's series, and the term that a draft says."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booked_result", sa.Column("series_year", sa.SmallInteger()))
    op.add_column("booked_result", sa.Column("series_number", sa.Integer()))
    op.add_column("dossier_result", sa.Column("valid_from", sa.Date()))
    op.add_column("dossier_result", sa.Column("valid_until", sa.Date()))
    op.add_column("dossier_result", sa.Column("scope", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "uq_booked_result_series",
        "booked_result",
        ["agency_code", "series_year", "series_number"],
        unique=True,
        postgresql_where=sa.text("series_number IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_booked_result_series")
    for name in ("scope", "valid_until", "valid_from"):
        op.drop_column("dossier_result", name)
    op.drop_column("booked_result", "series_number")
    op.drop_column("booked_result", "series_year")
