"""Changes of procedures on the screens, and the whole row that each version was published from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("procedure_version", sa.Column("source", JSONB()))
    op.add_column("procedure_version", sa.Column("change_id", sa.Uuid()))
    texts = ("decision_number", "decision_agency", "decided_by", "file_digest")
    op.create_table(
        "procedure_change",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("code", "state", "agency_code")),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("content", "authors", "course")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("base_version", "version")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("decision_day", sa.Date()),
        sa.Column("effective_on", sa.Date()),
        sa.Column("in_force_at", MOMENT),
    )
    op.create_index(
        "uq_procedure_change_open",
        "procedure_change",
        ["code"],
        unique=True,
        postgresql_where=sa.text("state IN ('approved', 'draft', 'sent')"),
    )
    op.create_index("ix_procedure_change_code", "procedure_change", ["code", "begun_at"])


def downgrade() -> None:
    op.drop_table("procedure_change")
    op.drop_column("procedure_version", "change_id")
    op.drop_column("procedure_version", "source")
