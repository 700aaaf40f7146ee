"""Which documents an arrival says that it answers, and how what answers an arrival is found.

What older releases read is filled in by a job (`answering.catching_up`): no row waits for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival_answer",
        sa.Column(
            "incoming_id", sa.Uuid(), sa.ForeignKey("incoming_document.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("position", sa.SmallInteger(), primary_key=True),
        sa.Column("answered_key", sa.Text(), nullable=False),
        sa.Column("organ_code", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("document_code", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
    )
    op.create_index(
        "ix_arrival_answer_key",
        "arrival_answer",
        ["answered_key", "incoming_id"],
        postgresql_where=sa.text("answered_key <> ''"),
    )
    op.create_index(
        "ix_outgoing_document_answers_incoming",
        "outgoing_document",
        ["answers_incoming_id"],
        postgresql_where=sa.text("answers_incoming_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_outgoing_document_answers_incoming", table_name="outgoing_document")
    op.drop_table("arrival_answer")
