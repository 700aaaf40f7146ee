"""What a leader has looked at and chosen before he signs several documents at once."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_look",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("agency_code", sa.Text(), primary_key=True),
        sa.Column(
            "document_id", sa.Uuid(), sa.ForeignKey("outgoing_document.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False, server_default=""),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("signing_look")
