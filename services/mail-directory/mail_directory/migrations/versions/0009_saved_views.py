"""Views of lists that people have saved (`shared.work.saved_views`)."""

from alembic import op

from shared.work import saved_views

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    saved_views.create_v1(op)


def downgrade() -> None:
    op.drop_table("saved_view")
