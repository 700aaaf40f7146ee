"""Who hands in for whom, and the papers that really came to the counter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("representation", JSONB()))
    op.add_column("dossier", sa.Column("papers_received", JSONB()))


def downgrade() -> None:
    op.drop_column("dossier", "papers_received")
    op.drop_column("dossier", "representation")
