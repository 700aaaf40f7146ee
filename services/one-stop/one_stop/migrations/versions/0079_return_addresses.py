"""Where the post brings a result, if not to the applicant's own address."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("return_address", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("dossier", "return_address")
