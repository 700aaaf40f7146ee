"""Delegations: who may act in whose post, and how far."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, UUID

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "delegation",
        sa.Column("id", UUID(as_uuid=True), nullable=False),
        sa.Column("post_id", UUID(as_uuid=True), nullable=False),
        sa.Column("giver_id", UUID(as_uuid=True), nullable=False),
        sa.Column("delegate_id", UUID(as_uuid=True), nullable=False),
        sa.Column("agency_code", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("powers", ARRAY(sa.Text), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("given_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_because", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_delegation"),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name="fk_delegation_giver_id_person"),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name="fk_delegation_delegate_id_person"),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_delegation_agency_code_agency"),
    )
    op.create_index("ix_delegation_giver_id", "delegation", ["giver_id"])
    op.create_index("ix_delegation_delegate_id", "delegation", ["delegate_id"])


def downgrade() -> None:
    op.drop_table("delegation")
