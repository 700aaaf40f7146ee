"""A file of the agency may have a name of its own: of several results of one dossier each."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course_file", sa.Column("title", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("course_file", "title")
