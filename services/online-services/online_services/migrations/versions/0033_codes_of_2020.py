"""Agencies' codes of QĐ 20/2020 with their days, in the copy of the directory."""

from alembic import op

from shared.directory import tables

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.add_codes_of_2020(op)


def downgrade() -> None:
    op.drop_column("agency", "former_codes")
    op.drop_column("agency", "code_2020")
