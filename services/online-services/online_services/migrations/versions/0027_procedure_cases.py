"""Trường hợp of a procedure, and which one is filed."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE procedure ADD COLUMN cases jsonb NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE draft ADD COLUMN case_code text NOT NULL DEFAULT ''")
    op.execute(
        "ALTER TABLE submission ADD COLUMN case_code text NOT NULL DEFAULT '', ADD COLUMN case_name text NOT NULL DEFAULT ''"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE submission DROP COLUMN case_name, DROP COLUMN case_code")
    op.execute("ALTER TABLE draft DROP COLUMN case_code")
    op.execute("ALTER TABLE procedure DROP COLUMN cases")
