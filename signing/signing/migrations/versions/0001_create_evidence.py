"""Evidence, and what every part of the system has beside it."""

from alembic import op

from shared.storage import plumbing

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing.create_v1(op)
    plumbing.create_jobs(op)
    plumbing.add_post_to_evidence(op)
    plumbing.add_behalf_to_evidence(op)
