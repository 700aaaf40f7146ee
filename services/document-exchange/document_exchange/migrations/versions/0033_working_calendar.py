"""The working calendar and hours of the province, in which deadlines of arrivals are watched; seeding fills it."""

from alembic import op

from shared.work.working_calendar import models

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    models.create(op)


def downgrade() -> None:
    op.drop_table("working_slot")
    op.drop_table("calendar_day")
