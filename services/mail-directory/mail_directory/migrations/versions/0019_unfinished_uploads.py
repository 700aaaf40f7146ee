"""Files that come in pieces."""

from alembic import op

from shared.work import unfinished

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unfinished.create_v1(op)


def downgrade() -> None:
    op.drop_table("upload_piece")
    op.drop_table("unfinished_upload")
