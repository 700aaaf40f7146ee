"""Corrections of what was filed, and words with the agency."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("tracked_dossier", sa.Column("corrections", JSONB(), nullable=False, server_default="[]"))
    op.add_column("tracked_dossier", sa.Column("owner_name", sa.Text(), nullable=False, server_default=""))
    op.add_column("tracked_dossier", sa.Column("question_at", MOMENT))
    op.create_table(
        "dossier_message",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("from_owner", sa.Boolean(), nullable=False),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", JSONB(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_index("ix_dossier_message_dossier_id", "dossier_message", ["dossier_id", "at"])


def downgrade() -> None:
    op.drop_table("dossier_message")
    for name in ("question_at", "owner_name", "corrections"):
        op.drop_column("tracked_dossier", name)
