"""Address, telephone, e-mail and website of agencies, as the province's table has them: packets say them."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COLUMNS = ("address", "phone", "email", "website")


def upgrade() -> None:
    added = ", ".join(f"ADD COLUMN {name} text NOT NULL DEFAULT ''" for name in COLUMNS)
    op.execute(f"ALTER TABLE agency {added}")


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("agency", column)
