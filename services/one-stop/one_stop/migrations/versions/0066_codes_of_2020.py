"""Agencies' codes of QĐ 20/2020 with their days, in the copy of the directory."""

import sqlalchemy as sa
from alembic import op

from shared.directory import tables

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.add_codes_of_2020(op)
    # The register of a year is walked in the order of acceptance, whatever code was given.
    op.create_index(
        "ix_dossier_register",
        "dossier",
        ["agency_code", "received_at", "id"],
        postgresql_where=sa.text("received_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_register", "dossier")
    op.drop_column("agency", "former_codes")
    op.drop_column("agency", "code_2020")
