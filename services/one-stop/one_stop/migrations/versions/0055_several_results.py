"""A dossier may have several results: those that were drafted until now are the first of theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier_result", sa.Column("position", sa.SmallInteger(), nullable=False, server_default="0"))
    op.drop_constraint("pk_dossier_result", "dossier_result")
    op.create_primary_key("pk_dossier_result", "dossier_result", ["dossier_id", "position"])


def downgrade() -> None:
    op.execute("DELETE FROM dossier_result WHERE position > 0")
    op.drop_constraint("pk_dossier_result", "dossier_result")
    op.create_primary_key("pk_dossier_result", "dossier_result", ["dossier_id"])
    op.drop_column("dossier_result", "position")
