"""The sheet of a consultation with the asking agency's seal lies beside the one that came with the question."""

from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE asked_part ADD COLUMN sealed_slip jsonb")


def downgrade() -> None:
    op.drop_column("asked_part", "sealed_slip")
