"""Dossiers brought to a counter are found by the number of their people, for accounts whose number was verified."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("number_verified_at", sa.DateTime(timezone=True)))
    op.create_table(
        "counter_party",
        sa.Column("dossier_id", sa.Uuid(), sa.ForeignKey("tracked_dossier.id"), primary_key=True),
        sa.Column("capacity", sa.Text(), primary_key=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("is_person", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_counter_party_number", "counter_party", ["number", "dossier_id"])


def downgrade() -> None:
    op.drop_table("counter_party")
    op.drop_column("account", "number_verified_at")
