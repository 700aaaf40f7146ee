"""Reports of dossiers, and the dossiers that they count."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("below", sa.Boolean(), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("agencies", JSONB(), nullable=False),
        sa.Column("counted", sa.SmallInteger(), nullable=False),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("closed_by_name", sa.Text(), nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), sa.ForeignKey("report.id")),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
    )
    op.create_index("ix_report_agency_code", "report", ["agency_code", "asked_at", "id"])
    op.create_index(
        "uq_report_closed",
        "report",
        ["agency_code", "first_day", "last_day", "below"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NOT NULL AND replaced_by IS NULL"),
    )
    op.create_table(
        "reported_dossier",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("report_id", sa.Uuid(), sa.ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("sector_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("nationally_on_time", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_reported_dossier_state", "reported_dossier", ["report_id", "state", "id"])
    op.create_index("ix_reported_dossier_agency", "reported_dossier", ["report_id", "agency_code", "state", "id"])


def downgrade() -> None:
    op.drop_table("reported_dossier")
    op.drop_table("report")
