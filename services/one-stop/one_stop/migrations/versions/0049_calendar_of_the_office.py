"""The calendar as the office keeps it: drafts of years, decisions, and which due dates moved because of one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.work.working_calendar import models

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    models.create_office_kept(op)
    op.create_table(
        "calendar_draft",
        sa.Column("year", sa.SmallInteger(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("listed", JSONB(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source", "prepared_by", "prepared_by_name")),
        sa.Column("prepared_at", MOMENT, nullable=False),
    )
    texts = ("part", "title", "document_number", "prepared_by_name", "decided_by", "decided_by_name")
    op.create_table(
        "calendar_decision",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()),
        sa.Column("listed", JSONB(), nullable=False),
    )
    op.create_index("ix_calendar_decision_decided_at", "calendar_decision", ["decided_at", "id"])
    op.add_column("due_move", sa.Column("decision_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_due_move_decision_id", "due_move", ["decision_id"], postgresql_where=sa.text("decision_id IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_due_move_decision_id", "due_move")
    op.drop_column("due_move", "decision_id")
    op.drop_table("calendar_decision")
    op.drop_table("calendar_draft")
    op.drop_table("office_kept")
