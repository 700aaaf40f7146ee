"""What was told of each procedure at each agency in each month."""

from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE told_month (agency_code text NOT NULL, procedure_code text NOT NULL, month date NOT NULL,"
        " procedure_name text NOT NULL, received integer NOT NULL, online integer NOT NULL, finished integer NOT NULL,"
        " on_time integer NOT NULL, revision integer NOT NULL,"
        " CONSTRAINT pk_told_month PRIMARY KEY (agency_code, procedure_code, month))"
    )


def downgrade() -> None:
    op.drop_table("told_month")
