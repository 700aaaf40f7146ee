"""Dossiers found by their days and by the numbers of their slips."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

_NUMBER = "(snapshot ->> 'number'::text)"
_DOSSIERS = {
    "ix_dossier_not_received": ("opened_at", "received_at IS NULL"),
    "ix_dossier_due": ("due_at", "due_at IS NOT NULL"),
}


def upgrade() -> None:
    for name, (moment, which) in _DOSSIERS.items():
        op.create_index(name, "dossier", ["agency_code", moment, "id"], postgresql_where=sa.text(which))
    op.execute(f"CREATE INDEX ix_printed_form_number ON printed_form ({_NUMBER}) WHERE {_NUMBER} IS NOT NULL")


def downgrade() -> None:
    op.drop_index("ix_printed_form_number", "printed_form")
    for name in _DOSSIERS:
        op.drop_index(name, "dossier")
