"""What is signed and not issued is listed by how long it has lain; the index holds those few alone."""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

INDEXES = {"ix_outgoing_document_unissued": "= 0", "ix_outgoing_document_unissued_urgent": "> 0"}


def upgrade() -> None:
    for name, priority in INDEXES.items():
        op.execute(
            f"CREATE INDEX {name} ON outgoing_document (agency_code, signed_at, id)"
            f" WHERE status IN ('numbered', 'sealed', 'signed') AND signed_at IS NOT NULL AND priority {priority}"
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name)
