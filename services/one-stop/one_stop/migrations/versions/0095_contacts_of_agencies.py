"""E-mail and website of agencies, in the copy of the directory."""

from alembic import op

from shared.directory import tables

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.add_contacts(op)


def downgrade() -> None:
    op.drop_column("agency", "website")
    op.drop_column("agency", "email")
