"""What the parts say of themselves: places, menus, cards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "part_description",
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("body", postgresql.JSONB, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("service", name="pk_part_description"),
    )
    op.create_table(
        "held_place",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_held_place"),
        sa.ForeignKeyConstraint(
            ["service"], ["part_description.service"], name="fk_held_place_service_part_description"
        ),
    )


def downgrade() -> None:
    op.drop_table("held_place")
    op.drop_table("part_description")
