"""By whose number a result that was digitised from paper stands in an account."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issued_result", sa.Column("holder_number", sa.Text, nullable=False, server_default=""))
    named = sa.text("holder_number <> ''")
    columns = ["holder_number", "digitised_at"]
    op.create_index("ix_issued_result_holder_number", "issued_result", columns, postgresql_where=named)


def downgrade() -> None:
    op.drop_index("ix_issued_result_holder_number", "issued_result")
    op.drop_column("issued_result", "holder_number")
