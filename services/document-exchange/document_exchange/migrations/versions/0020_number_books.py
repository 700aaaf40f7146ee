"""Numbers on paper, the day until which one is kept, and the history of what people did with numbers."""

from alembic import op

from shared.work import number_tables

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number_tables.extend(op)


def downgrade() -> None:
    op.drop_table("number_step")
    for column in ("until", "bearer"):
        op.drop_column("held_number", column)
