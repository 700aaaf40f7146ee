"""Sessions, client systems, failed sign-ins, rates; and the plumbing that every database has."""

from alembic import op

from shared.storage import plumbing

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing.create_v1(op)
    op.execute(
        """
        CREATE TABLE client_system (
          id uuid, code text NOT NULL, name text NOT NULL, agency_code text NOT NULL, agency_name text NOT NULL,
          secret_hash bytea NOT NULL, scopes text[] NOT NULL, active boolean NOT NULL, created_at timestamptz NOT NULL,
          CONSTRAINT pk_client_system PRIMARY KEY (id), CONSTRAINT uq_client_system_code UNIQUE (code)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE sign_in_session (
          id uuid, token_hash bytea NOT NULL, kind varchar(10) NOT NULL, subject text NOT NULL, identity jsonb NOT NULL,
          csrf text NOT NULL, client_system_id uuid, created_at timestamptz NOT NULL, last_seen_at timestamptz NOT NULL,
          checked_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz,
          CONSTRAINT pk_sign_in_session PRIMARY KEY (id),
          CONSTRAINT uq_sign_in_session_token_hash UNIQUE (token_hash),
          CONSTRAINT fk_sign_in_session_client_system_id_client_system
            FOREIGN KEY (client_system_id) REFERENCES client_system (id)
        ) WITH (fillfactor = 80)
        """
    )
    op.execute("CREATE INDEX ix_sign_in_session_subject ON sign_in_session (subject)")
    op.execute("CREATE INDEX ix_sign_in_session_expires_at ON sign_in_session (expires_at)")
    op.execute(
        """
        CREATE TABLE sign_in_failure (
          key bytea, failures integer NOT NULL, last_failed_at timestamptz NOT NULL, blocked_until timestamptz,
          CONSTRAINT pk_sign_in_failure PRIMARY KEY (key)
        )
        """
    )
    op.execute("CREATE INDEX ix_sign_in_failure_last_failed_at ON sign_in_failure (last_failed_at)")
    # Unlogged: a count lost in a crash costs at most one minute's fairness, and is written often.
    op.execute(
        """
        CREATE UNLOGGED TABLE rate_window (
          caller bytea, minute bigint, used integer NOT NULL, CONSTRAINT pk_rate_window PRIMARY KEY (caller, minute)
        ) WITH (fillfactor = 70)
        """
    )
    op.execute("CREATE INDEX ix_rate_window_minute ON rate_window (minute)")
