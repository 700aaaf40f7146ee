"""Words are looked for among open dossiers, or among ended ones: an index each in place of one over all."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, rows in (
        ("ix_dossier_open_search", "status IN (1, 2, 4, 5, 9)"),
        ("ix_dossier_ended_search", "status IN (3, 7, 8, 10)"),
    ):
        op.execute(f"CREATE INDEX {name} ON dossier USING gin (search_text gin_trgm_ops) WHERE {rows}")
    op.execute("DROP INDEX ix_dossier_search")


def downgrade() -> None:
    op.execute("CREATE INDEX ix_dossier_search ON dossier USING gin (search_text gin_trgm_ops)")
    op.execute("DROP INDEX ix_dossier_open_search")
    op.execute("DROP INDEX ix_dossier_ended_search")
