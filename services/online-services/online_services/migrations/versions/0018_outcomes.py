"""What an issued result concludes, as the citizen and whoever verifies it read it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tracked_dossier", sa.Column("result_outcome", sa.Text, nullable=False, server_default=""))
    op.add_column("issued_result", sa.Column("outcome", sa.Text, nullable=False, server_default="granted"))


def downgrade() -> None:
    op.drop_column("issued_result", "outcome")
    op.drop_column("tracked_dossier", "result_outcome")
