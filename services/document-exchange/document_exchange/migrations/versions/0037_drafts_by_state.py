"""What somebody drafts is one walk along one index in each state too."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_outgoing_document_drafter_status ON outgoing_document"
        " (agency_code, drafter_id, status, updated_at, id) WHERE drafter_id <> ''"
    )


def downgrade() -> None:
    op.drop_index("ix_outgoing_document_drafter_status")
