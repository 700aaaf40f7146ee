"""An arrival has units that co-operate beside the one that leads; whom their heads name lies in that unit."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooperating_unit",
        sa.Column("incoming_id", sa.Uuid, sa.ForeignKey("incoming_document.id"), primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("unit_name", sa.Text, nullable=False),
    )
    op.create_index("ix_cooperating_unit_unit_id_incoming_id", "cooperating_unit", ["unit_id", "incoming_id"])
    op.add_column("assignment", sa.Column("unit_id", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("assignment", "unit_id")
    op.drop_table("cooperating_unit")
