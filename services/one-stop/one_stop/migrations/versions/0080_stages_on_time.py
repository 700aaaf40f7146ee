"""How often a stage kept its deadline is counted from the acts of an agency's days that had one."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    had_a_deadline = sa.text("outcome <> ''")
    op.create_index("ix_hand_over_staged", "hand_over", ["agency_code", "at", "id"], postgresql_where=had_a_deadline)


def downgrade() -> None:
    op.drop_index("ix_hand_over_staged", "hand_over")
