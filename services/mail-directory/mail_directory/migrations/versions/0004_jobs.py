"""The table of jobs and deadlines (`shared.work.jobs`)."""

from alembic import op

from shared.storage import plumbing

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plumbing.create_jobs(op)
    # Posts that began or ended while the new release was being put in place count at once.
    op.execute("INSERT INTO job (name, key, title, due_at) VALUES ('follow-the-calendar', '', '', now())")


def downgrade() -> None:
    op.drop_table("job")
