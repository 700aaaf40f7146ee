"""Parts leave an agency that stands by several plans: who goes on, and which dossiers went, is kept for each plan."""

from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def _key(table: str, *columns: str) -> None:
    op.drop_constraint(f"pk_{table}", table)
    op.create_primary_key(f"pk_{table}", table, list(columns))


def upgrade() -> None:
    _key("agency_merger", "agency_code", "reorganisation_id")
    op.execute("ALTER TABLE continuation ADD COLUMN reorganisation_id uuid")
    op.execute(
        "UPDATE continuation SET reorganisation_id = m.reorganisation_id FROM agency_merger m"
        " WHERE m.agency_code = continuation.agency_code"
    )
    op.execute("ALTER TABLE continuation ALTER COLUMN reorganisation_id SET NOT NULL")
    _key("continuation", "dossier_id", "agency_code", "reorganisation_id")


def downgrade() -> None:
    _key("continuation", "dossier_id", "agency_code")
    op.drop_column("continuation", "reorganisation_id")
    _key("agency_merger", "agency_code")
