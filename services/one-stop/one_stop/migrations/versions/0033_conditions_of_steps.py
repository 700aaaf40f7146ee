"""Steps may have conditions and say whom they usually consult; a dossier knows which steps it does not go through."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure_step", sa.Column("condition", JSONB))
    op.add_column("procedure_step", sa.Column("consults", JSONB))
    op.add_column("dossier", sa.Column("skipped", ARRAY(sa.SmallInteger), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("dossier", "skipped")
    for name in ("consults", "condition"):
        op.drop_column("procedure_step", name)
