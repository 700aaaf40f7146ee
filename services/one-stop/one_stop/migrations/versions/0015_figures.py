"""Figures: what was told from here, and what all services told."""

import sqlalchemy as sa
from alembic import op

from shared.messaging import figures

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    figures.create(op)
    op.create_table(
        "daily_figure",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("agency_code", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("numerator", sa.Integer, nullable=False),
        sa.Column("denominator", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", "agency_code", "day", name="pk_daily_figure"),
    )
    op.create_index("ix_daily_figure_agency_code_day", "daily_figure", ["agency_code", "day"])


def downgrade() -> None:
    op.drop_table("daily_figure")
    op.drop_table("figure_told")
