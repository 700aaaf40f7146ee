"""The table of jobs and deadlines (`shared.work.jobs`)."""

from alembic import op

from shared.storage import plumbing

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.create_jobs(op)


def downgrade() -> None:
    op.drop_table("job")
