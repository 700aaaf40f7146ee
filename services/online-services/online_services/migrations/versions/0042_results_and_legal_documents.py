"""What a procedure gives and what it rests on, one by one."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("results", "legal_documents"):
        op.execute(f"ALTER TABLE procedure ADD COLUMN {name} jsonb NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    for name in ("legal_documents", "results"):
        op.drop_column("procedure", name)
