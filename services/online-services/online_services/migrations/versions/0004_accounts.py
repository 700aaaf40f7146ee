"""Changes of accounts for the gateway; codes that give a lost password back."""

from alembic import op

from shared.access import account_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    account_changes.create(op)
    op.execute(
        "CREATE TABLE account_recovery (account_id uuid NOT NULL, code_hash bytea NOT NULL, given_by text NOT NULL,"
        " expires_at timestamptz NOT NULL, attempts smallint NOT NULL,"
        " CONSTRAINT pk_account_recovery PRIMARY KEY (account_id),"
        " CONSTRAINT fk_account_recovery_account_id_account FOREIGN KEY (account_id) REFERENCES account (id))"
    )
