"""Words are found within the agency; the outgoing register is one walk along one index."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = (("incoming_document", "addressee_code"), ("outgoing_document", "agency_code"))


def upgrade() -> None:
    for table, owner in TABLES:
        _words(table, f"array_append(string_to_array(folded, ' '), '@' || {owner})")
    op.execute("ALTER TABLE outgoing_document ADD COLUMN series_code text")
    op.execute(
        "UPDATE outgoing_document d SET series_code = s.code FROM number_series s"
        " WHERE s.id = d.series_id AND d.number IS NOT NULL"
    )
    op.execute(
        "CREATE INDEX ix_outgoing_document_register ON outgoing_document (agency_code, year, series_code, number)"
        " WHERE series_code IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE outgoing_document DROP COLUMN series_code")
    for table, _ in TABLES:
        _words(table, "string_to_array(folded, ' ')")


def _words(table: str, words: str) -> None:
    op.execute(f"DROP INDEX ix_{table}_words")
    op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (array_to_tsvector({words}))")
