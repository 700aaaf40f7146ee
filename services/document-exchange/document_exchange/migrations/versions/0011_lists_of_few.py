"""Lists of few among many: what somebody drafted, what is asked back."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_outgoing_document_drafter ON outgoing_document (agency_code, drafter_id, updated_at, id)"
        " WHERE drafter_id <> ''"
    )
    op.execute(
        "CREATE INDEX ix_incoming_document_recall ON incoming_document (addressee_code, arrived_at, id)"
        " WHERE recall = 'requested'"
    )


def downgrade() -> None:
    op.drop_index("ix_incoming_document_recall")
    op.drop_index("ix_outgoing_document_drafter")
