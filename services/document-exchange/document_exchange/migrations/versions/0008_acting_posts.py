"""Evidence names the post in which somebody acted; the copies of posts know the main one."""

import sqlalchemy as sa
from alembic import op

from shared.storage import plumbing

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.add_post_to_evidence(op)
    op.add_column("person_post", sa.Column("kind", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("person_post", "kind")
    op.drop_column("evidence", "post")
