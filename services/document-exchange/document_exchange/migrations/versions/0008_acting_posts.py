"""Evidence names the post in which somebody acted."""

from alembic import op

from shared.storage import plumbing

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.add_post_to_evidence(op)


def downgrade() -> None:
    op.drop_column("evidence", "post")
