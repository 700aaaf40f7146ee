"""The copy of the directory has one shape in every service; rows that are there stay, and mail-directory tells all of it again."""

from alembic import op

from shared.directory import tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.adopt_agencies_v1(op)
    tables.adopt_people_v1(op)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
