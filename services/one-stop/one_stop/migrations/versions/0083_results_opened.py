"""Of several results each says when the applicant opened it."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier_result", sa.Column("collected_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("dossier_result", "collected_at")
