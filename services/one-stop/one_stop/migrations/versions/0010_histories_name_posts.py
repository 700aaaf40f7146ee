"""Histories say in which post and for whom each step was done, and which files it made (`shared.work.timeline`)."""

from alembic import op

from shared.work import timeline

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    timeline.add_columns(op, "hand_over")


def downgrade() -> None:
    timeline.drop_columns(op, "hand_over")
