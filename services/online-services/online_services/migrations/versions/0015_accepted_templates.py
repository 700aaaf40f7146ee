"""Templates of the province for the copy of what was filed, tried out and accepted."""

from alembic import op

from shared.work import template_versions

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    template_versions.create(op)


def downgrade() -> None:
    op.drop_table("accepted_template")
