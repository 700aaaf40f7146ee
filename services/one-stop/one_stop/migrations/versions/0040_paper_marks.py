"""What officers said of each paper of a dossier."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("paper_marks", JSONB()))


def downgrade() -> None:
    op.drop_column("dossier", "paper_marks")
