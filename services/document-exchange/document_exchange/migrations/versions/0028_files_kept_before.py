"""How far files that were kept before there was a scanner are looked at; who brought a file."""

from alembic import op

from shared.work import scanning

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    scanning.create_kept(op)
    op.execute("ALTER TABLE document_file ADD COLUMN attached_by text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("document_file", "attached_by")
    op.drop_table("kept_scan")
