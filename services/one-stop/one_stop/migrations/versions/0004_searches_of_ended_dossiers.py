"""Ended dossiers are found by index, whatever is searched for; paused ones are listed behind the work."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ENDED = "status IN (3, 7, 8, 10)"


def upgrade() -> None:
    op.create_index(
        "ix_dossier_paused",
        "dossier",
        ["agency_code", "step_role", "work_due_at", "id"],
        postgresql_where=sa.text("status = 5"),
    )
    op.create_index("ix_dossier_ended", "dossier", ["agency_code", "opened_at", "id"], postgresql_where=sa.text(ENDED))
    op.create_index(
        "ix_dossier_ended_words",
        "dossier",
        [sa.text("array_to_tsvector(string_to_array(search_text, ' '))")],
        postgresql_using="gin",
        postgresql_where=sa.text(ENDED),
    )
    op.drop_index("ix_dossier_agency", table_name="dossier")
