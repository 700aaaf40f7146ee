"""Results bear the code that their procedure's catalogue has for them."""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("dossier_result", "booked_result"):
        op.add_column(table, sa.Column("result_code", sa.Text, nullable=False, server_default=""))
    coded = sa.text("result_code <> ''")
    columns = ["agency_code", "result_code", "issued_at", "id"]
    op.create_index("ix_booked_result_result_code", "booked_result", columns, postgresql_where=coded)


def downgrade() -> None:
    op.drop_index("ix_booked_result_result_code", "booked_result")
    for table in ("dossier_result", "booked_result"):
        op.drop_column(table, "result_code")
