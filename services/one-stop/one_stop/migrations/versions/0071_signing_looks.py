"""Lượt xem trước khi ký: what a leader was shown of each result that he walks through."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_look",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False, server_default=""),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_signing_look_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("person_id", "agency_code", "dossier_id", name=op.f("pk_signing_look")),
    )


def downgrade() -> None:
    op.drop_table("signing_look")
