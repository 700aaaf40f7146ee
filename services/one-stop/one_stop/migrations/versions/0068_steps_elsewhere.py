"""Steps of a procedure that another agency does."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure_step", sa.Column("at_agency", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("procedure_step", "at_agency")
