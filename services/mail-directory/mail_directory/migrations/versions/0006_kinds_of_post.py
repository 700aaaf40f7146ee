"""Kinds of post, and why a post ended."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("post", sa.Column("kind", sa.Text, nullable=False, server_default="main"))
    op.add_column("post", sa.Column("ended_because", sa.Text, nullable=False, server_default=""))
    # Whoever holds several: the first is the main one, as it was the one worked in.
    op.execute(
        "UPDATE post SET kind = 'concurrent' WHERE (valid_to IS NULL OR valid_to >= current_date) AND id <> ("
        "SELECT p.id FROM post p WHERE p.person_id = post.person_id AND (p.valid_to IS NULL OR p.valid_to >= current_date)"
        " ORDER BY p.valid_from, p.id LIMIT 1)"
    )


def downgrade() -> None:
    op.drop_column("post", "ended_because")
    op.drop_column("post", "kind")
