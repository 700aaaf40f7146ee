"""Trường hợp of a procedure, which papers each asks for, and which one a dossier is."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE procedure_version ADD COLUMN cases jsonb NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE procedure_paper ADD COLUMN cases text[] NOT NULL DEFAULT '{}'")
    op.execute(
        "ALTER TABLE dossier ADD COLUMN case_code text NOT NULL DEFAULT '', ADD COLUMN case_name text NOT NULL DEFAULT ''"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE dossier DROP COLUMN case_name, DROP COLUMN case_code")
    op.execute("ALTER TABLE procedure_paper DROP COLUMN cases")
    op.execute("ALTER TABLE procedure_version DROP COLUMN cases")
