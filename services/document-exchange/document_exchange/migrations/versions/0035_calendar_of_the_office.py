"""Which parts of the working calendar the office keeps on the screen: files of the province change them no more."""

from alembic import op

from shared.work.working_calendar import models

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    models.create_office_kept(op)


def downgrade() -> None:
    op.drop_table("office_kept")
