"""What the counter scans keeps the files that it was made from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier_paper", sa.Column("originals", JSONB, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("dossier_paper", "originals")
