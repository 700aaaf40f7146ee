"""What each procedure achieves at each agency in each month, for anybody to see."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE published_month (procedure_code text NOT NULL, agency_code text NOT NULL, month date NOT NULL,"
        " procedure_name text NOT NULL, received integer NOT NULL, online integer NOT NULL, finished integer NOT NULL,"
        " on_time integer NOT NULL, revision integer NOT NULL,"
        " CONSTRAINT pk_published_month PRIMARY KEY (procedure_code, agency_code, month))"
    )
    op.create_index("ix_published_month_month", "published_month", ["month"])


def downgrade() -> None:
    op.drop_table("published_month")
