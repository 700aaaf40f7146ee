"""What of a procedure is not known yet, and the working hours of agencies, which their counters are shown with; seeding fills them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from shared.work.working_calendar import models

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure", sa.Column("updating", ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")))
    models.create(op)
    models.create_office_kept(op)


def downgrade() -> None:
    op.drop_table("office_kept")
    op.drop_table("working_slot")
    op.drop_table("calendar_day")
    op.drop_column("procedure", "updating")
