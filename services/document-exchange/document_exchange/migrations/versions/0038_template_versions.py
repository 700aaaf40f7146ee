"""Each version of the province's own templates is kept, with the day from which it is used."""

from alembic import op

from shared.work.template_versions import keep_the_last, keep_versions

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    keep_versions(op)


def downgrade() -> None:
    keep_the_last(op)
