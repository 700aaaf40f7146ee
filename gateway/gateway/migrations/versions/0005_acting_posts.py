"""The post in which somebody works: evidence names it, and the last choice is offered first."""

import sqlalchemy as sa
from alembic import op

from shared.storage import plumbing

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.add_post_to_evidence(op)
    op.create_table(
        "post_choice",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_post_choice"),
    )
    # Open sessions have the first post of whoever has several: they are asked at their next request.
    op.execute("UPDATE sign_in_session SET checked_at = 'epoch' WHERE subject LIKE 'officer:%' AND revoked_at IS NULL")


def downgrade() -> None:
    op.drop_table("post_choice")
    op.drop_column("evidence", "post")
