"""How far files that were kept before there was a scanner are looked at; who brought a file."""

from alembic import op

from shared.work import scanning

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    scanning.create_kept(op)
    op.execute("ALTER TABLE dossier_paper ADD COLUMN added_by text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("dossier_paper", "added_by")
    op.drop_table("kept_scan")
