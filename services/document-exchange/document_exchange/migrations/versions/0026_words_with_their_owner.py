"""Each word of the index bears whose row it is: what is common only elsewhere is never read."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES = (("incoming_document", "addressee_code"), ("outgoing_document", "agency_code"))


def upgrade() -> None:
    for table, owner in TABLES:
        _words(table, f"string_to_array({owner} || '/' || replace(folded, ' ', ' ' || {owner} || '/'), ' ')")


def downgrade() -> None:
    for table, owner in TABLES:
        _words(table, f"array_append(string_to_array(folded, ' '), '@' || {owner})")


def _words(table: str, words: str) -> None:
    op.execute(f"DROP INDEX ix_{table}_words")
    op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (array_to_tsvector({words}))")
