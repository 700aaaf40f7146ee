"""Results bear the agency's signature, and those of who approved them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier_result", sa.Column("approved_file", JSONB()))
    op.add_column("dossier_result", sa.Column("sealed_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("dossier_result", "sealed_by")
    op.drop_column("dossier_result", "approved_file")
