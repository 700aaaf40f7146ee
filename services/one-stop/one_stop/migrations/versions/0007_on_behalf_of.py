"""Evidence names on whose behalf somebody acted."""

from alembic import op

from shared.storage import plumbing

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.add_behalf_to_evidence(op)


def downgrade() -> None:
    op.drop_column("evidence", "on_behalf_of")
