"""What a result concludes: granted, refused with its reason, or granted in part."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_PARTS = ("granted_part", "refused_part", "reason", "legal_basis")


def upgrade() -> None:
    op.add_column("dossier_result", sa.Column("outcome", sa.Text, nullable=False, server_default="granted"))
    for part in _PARTS:
        op.add_column("dossier_result", sa.Column(part, sa.Text, nullable=False, server_default=""))
    op.add_column("dossier", sa.Column("result_outcome", sa.Text, nullable=False, server_default=""))
    columns = ["agency_code", "opened_at", "id"]
    few = sa.text("result_outcome IN ('partial', 'refused')")
    op.create_index("ix_dossier_not_granted", "dossier", columns, postgresql_where=few)
    _finished(["due_at", "due_owed", "result_outcome"])


def downgrade() -> None:
    _finished(["due_at", "due_owed"])
    op.drop_index("ix_dossier_not_granted", table_name="dossier")
    op.drop_column("dossier", "result_outcome")
    for part in ("outcome", *_PARTS):
        op.drop_column("dossier_result", part)


def _finished(beside: list[str]) -> None:
    op.drop_index("ix_dossier_finished", table_name="dossier")
    finished = sa.text("finished_at IS NOT NULL")
    columns = ["agency_code", "finished_at"]
    op.create_index("ix_dossier_finished", "dossier", columns, postgresql_include=beside, postgresql_where=finished)
