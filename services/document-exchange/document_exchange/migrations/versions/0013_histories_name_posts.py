"""Histories say in which post and for whom each step was done, and which files it made (`shared.work.timeline`)."""

from alembic import op

from shared.work import timeline

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    timeline.add_columns(op, "document_step")
    timeline.add_columns(op, "incoming_status")


def downgrade() -> None:
    timeline.drop_columns(op, "incoming_status")
    timeline.drop_columns(op, "document_step")
