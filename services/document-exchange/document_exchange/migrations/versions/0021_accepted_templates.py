"""Templates of the province for registers, tried out and accepted."""

from alembic import op

from shared.work import template_versions

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    template_versions.create(op)


def downgrade() -> None:
    op.drop_table("accepted_template")
