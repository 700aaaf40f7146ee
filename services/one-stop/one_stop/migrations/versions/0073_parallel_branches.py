"""Bước song song: branches of a step, and the parts that were opened for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure_step", sa.Column("parallel", JSONB(), nullable=True))
    op.add_column("dossier_part", sa.Column("branch", sa.Text(), nullable=False, server_default=""))
    op.add_column("dossier_part", sa.Column("replaced_by", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("dossier_part", "replaced_by")
    op.drop_column("dossier_part", "branch")
    op.drop_column("procedure_step", "parallel")
