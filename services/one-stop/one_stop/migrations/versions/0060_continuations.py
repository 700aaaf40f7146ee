"""Agencies that were merged, and what of theirs went on at the successor."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_MERGER = ("agency_name", "successor_code", "act", "document_number")
_WORDS = ("continued_by", "dossier_code", "step_name", "holder_name")


def upgrade() -> None:
    op.create_table(
        "agency_merger",
        sa.Column("agency_code", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _MERGER),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("reorganisation_id", sa.Uuid(), nullable=False),
        sa.Column("heard_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.Column("procedures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("numbers_given_up", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("agency_code", name="pk_agency_merger"),
    )
    op.create_table(
        "continuation",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _WORDS),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "agency_code", name="pk_continuation"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_continuation_dossier_id_dossier"),
    )
    op.create_index("ix_continuation_agency_code", "continuation", ["agency_code", "open", "dossier_id"])
    op.create_index("ix_continuation_continued_by", "continuation", ["continued_by", "dossier_id"])


def downgrade() -> None:
    op.drop_table("continuation")
    op.drop_table("agency_merger")
