"""Parts of a dossier whose result is joint work, as its owner follows them."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followed_part",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["dossier_id"], ["tracked_dossier.id"], name="fk_followed_part_dossier_id"),
        sa.PrimaryKeyConstraint("dossier_id", "branch", name="pk_followed_part"),
    )


def downgrade() -> None:
    op.drop_table("followed_part")
