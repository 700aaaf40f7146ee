"""Electronic copies of papers bear SAO Y, a number of their own and the agency's signature."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper_result", sa.Column("copy_year", sa.SmallInteger()))
    op.add_column("paper_result", sa.Column("copy_number", sa.Integer()))
    op.add_column("paper_result", sa.Column("copy_notation", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("copy_notation", "copy_number", "copy_year"):
        op.drop_column("paper_result", name)
