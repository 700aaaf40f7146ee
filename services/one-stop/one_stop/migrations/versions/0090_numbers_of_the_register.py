"""A result may have its number from the register of outgoing documents, asked before it is signed."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier_result", sa.Column("number_request", sa.Uuid()))
    op.add_column("dossier_result", sa.Column("number_year", sa.Integer()))
    for name in ("number_book", "number_agency", "number_refused"):
        op.add_column("dossier_result", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_unique_constraint("uq_dossier_result_number_request", "dossier_result", ["number_request"])


def downgrade() -> None:
    for name in ("number_request", "number_year", "number_book", "number_agency", "number_refused"):
        op.drop_column("dossier_result", name)
