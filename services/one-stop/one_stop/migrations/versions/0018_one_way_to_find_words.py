"""Dossiers are found as everything else is: by the beginnings of words and the ends of numbers, within the agency."""

import sqlalchemy as sa
from alembic import op

from shared.storage.words import searchable

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN, ENDED = "status IN (1, 2, 4, 5, 9)", "status IN (3, 7, 8, 10)"
BATCH = 5_000


def upgrade() -> None:
    for name in ("ix_dossier_open_search", "ix_dossier_ended_search", "ix_dossier_ended_words"):
        op.execute(f"DROP INDEX {name}")
    _fold_again()
    for name, rows in (("ix_dossier_open_words", OPEN), ("ix_dossier_ended_words", ENDED)):
        op.execute(
            f"CREATE INDEX {name} ON dossier USING gin"
            f" (array_to_tsvector(array_append(string_to_array(search_text, ' '), '@' || agency_code))) WHERE {rows}"
        )


def _fold_again() -> None:
    """What stands there is folded already; the ends of codes and numbers are missing."""
    line, last = op.get_bind(), "00000000-0000-0000-0000-000000000000"
    some = sa.text("SELECT id, search_text FROM dossier WHERE id > :last ORDER BY id LIMIT :batch")
    kept = sa.text("UPDATE dossier SET search_text = :words WHERE id = :id")
    while rows := line.execute(some, {"last": last, "batch": BATCH}).all():
        line.execute(kept, [{"id": row.id, "words": searchable(row.search_text)} for row in rows])
        last = rows[-1].id


def downgrade() -> None:
    op.execute("DROP INDEX ix_dossier_open_words")
    op.execute("DROP INDEX ix_dossier_ended_words")
    for name, rows in (("ix_dossier_open_search", OPEN), ("ix_dossier_ended_search", ENDED)):
        op.execute(f"CREATE INDEX {name} ON dossier USING gin (search_text gin_trgm_ops) WHERE {rows}")
    op.execute(
        "CREATE INDEX ix_dossier_ended_words ON dossier USING gin"
        f" (array_to_tsvector(string_to_array(search_text, ' '))) WHERE {ENDED}"
    )
