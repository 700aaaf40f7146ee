"""A result of the one-stop has a number of the register kept for it before it is signed."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_number",
        sa.Column("request_id", sa.Uuid(), primary_key=True),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Uuid(), sa.ForeignKey("number_series.id"), nullable=False),
        sa.Column("series_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("result_number")
