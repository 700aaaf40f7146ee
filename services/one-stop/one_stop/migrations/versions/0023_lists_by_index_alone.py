"""Words bear whose row it is; open dossiers are filtered and counted in the index that orders them, in place of two."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OPEN, ENDED = "status IN (1, 2, 4, 5, 9)", "status IN (3, 7, 8, 10)"


def upgrade() -> None:
    _words("string_to_array(agency_code || '/' || replace(search_text, ' ', ' ' || agency_code || '/'), ' ')")
    op.execute("DROP INDEX ix_dossier_work")
    op.execute("DROP INDEX ix_dossier_figures")
    op.execute(
        "CREATE INDEX ix_dossier_work ON dossier (agency_code, step_role, work_due_at, id)"
        f" INCLUDE (status, step_code, holder_id, unit_id, sector_name) WHERE {OPEN}"
    )


def downgrade() -> None:
    _words("array_append(string_to_array(search_text, ' '), '@' || agency_code)")
    op.execute("DROP INDEX ix_dossier_work")
    op.execute(f"CREATE INDEX ix_dossier_work ON dossier (agency_code, step_role, work_due_at, id) WHERE {OPEN}")
    op.execute(
        "CREATE INDEX ix_dossier_figures ON dossier (agency_code, step_role)"
        f" INCLUDE (status, work_due_at, holder_id, sector_name) WHERE {OPEN}"
    )


def _words(words: str) -> None:
    for name, rows in (("ix_dossier_open_words", OPEN), ("ix_dossier_ended_words", ENDED)):
        op.execute(f"DROP INDEX {name}")
        op.execute(f"CREATE INDEX {name} ON dossier USING gin (array_to_tsvector({words})) WHERE {rows}")
