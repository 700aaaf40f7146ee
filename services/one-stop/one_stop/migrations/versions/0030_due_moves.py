"""The history of due dates, letters of apology, and what figures compare with after one."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("dossier", sa.Column("due_owed", moment))
    op.add_column("dossier", sa.Column("apology", sa.Text, nullable=False, server_default=""))
    _finished(["due_at", "due_owed"])
    op.create_table(
        "due_move",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossier.id"), nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("since", moment),
        sa.Column("until", moment),
        sa.Column("set_to", sa.Date),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("due_before", moment),
        sa.Column("due_after", moment),
    )
    op.create_index("ix_due_move_dossier_id", "due_move", ["dossier_id", "at"])
    # Waits that ended before this history was kept: what they are counted by is known, what they moved from and to is not.
    op.execute(
        "INSERT INTO due_move (id, dossier_id, cause, at, since, until, words)"
        " SELECT id, dossier_id, 'supplement', completed_at, requested_at, completed_at, reason FROM supplement_request"
        " WHERE stage = 'processing' AND completed_at IS NOT NULL"
    )
    op.create_table(
        "apology",
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossier.id"), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("delayed_by", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("proposed_by", sa.Text, nullable=False),
        sa.Column("proposed_by_name", sa.Text, nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("signed_by", sa.Text, nullable=False),
        sa.Column("signed_by_name", sa.Text, nullable=False),
        sa.Column("signed_at", moment),
        sa.Column("late", sa.Boolean),
    )
    op.create_index("ix_apology_signed_at", "apology", ["signed_at"], postgresql_where=sa.text("signed_at IS NOT NULL"))


def downgrade() -> None:
    op.drop_table("apology")
    op.drop_table("due_move")
    _finished(["due_at"])
    op.drop_column("dossier", "apology")
    op.drop_column("dossier", "due_owed")


def _finished(include: list[str]) -> None:
    op.drop_index("ix_dossier_finished", table_name="dossier")
    op.create_index(
        "ix_dossier_finished",
        "dossier",
        ["agency_code", "finished_at"],
        postgresql_include=include,
        postgresql_where=sa.text("finished_at IS NOT NULL"),
    )
