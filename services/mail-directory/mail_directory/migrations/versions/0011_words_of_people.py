"""People and agencies are found by the beginnings of words, as everything else is; parts of addresses and codes are words too."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PARTS = "UPDATE {table} SET folded = folded || ' ' || btrim(regexp_replace(lower({column}), '[^a-z0-9]+', ' ', 'g'))"


def upgrade() -> None:
    op.execute(_PARTS.format(table="person", column="email"))
    op.execute(_PARTS.format(table="agency", column="code"))
    op.drop_index("ix_person_folded", "person")
    op.execute("CREATE INDEX ix_person_words ON person USING gin (array_to_tsvector(string_to_array(folded, ' ')))")


def downgrade() -> None:
    op.drop_index("ix_person_words", "person")
    op.execute("CREATE INDEX ix_person_folded ON person USING gin (folded gin_trgm_ops)")
