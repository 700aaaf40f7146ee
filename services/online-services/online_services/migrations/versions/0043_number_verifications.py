"""By which papers the number of an account was verified, and by whom."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE number_verification (id uuid NOT NULL, account_id uuid NOT NULL, seen_at timestamptz NOT NULL,"
        " seen_by text NOT NULL, seen_by_name text NOT NULL, agency_code text NOT NULL, paper_kind text NOT NULL,"
        " paper_number text NOT NULL, person_name text NOT NULL, capacity text NOT NULL, authority text NOT NULL,"
        " effective_at timestamptz, ended_at timestamptz, ended_by_name text NOT NULL DEFAULT '',"
        " end_reason text NOT NULL DEFAULT '', CONSTRAINT pk_number_verification PRIMARY KEY (id),"
        " CONSTRAINT fk_number_verification_account_id_account FOREIGN KEY (account_id) REFERENCES account (id))"
    )
    op.execute("CREATE INDEX ix_number_verification_account_id ON number_verification (account_id, seen_at)")
    op.execute(
        "ALTER TABLE account_recovery ADD COLUMN verification_id uuid"
        " CONSTRAINT fk_account_recovery_verification_id_number_verification REFERENCES number_verification (id)"
    )


def downgrade() -> None:
    op.drop_column("account_recovery", "verification_id")
    op.drop_table("number_verification")
