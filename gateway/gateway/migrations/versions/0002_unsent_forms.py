"""Unsent forms and what is being typed; whose form a token was made for."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE unsent_form (
          id uuid, owner text NOT NULL, target text NOT NULL, content_type text NOT NULL, content bytea NOT NULL,
          digest bytea NOT NULL, inside jsonb NOT NULL, parked_at timestamptz NOT NULL,
          claimed_at timestamptz,
          CONSTRAINT pk_unsent_form PRIMARY KEY (id)
        )
        """
    )
    op.execute("CREATE UNIQUE INDEX ux_unsent_form_owner_digest ON unsent_form (owner, digest)")
    op.execute("CREATE INDEX ix_unsent_form_parked_at ON unsent_form (parked_at)")
    op.execute(
        """
        CREATE TABLE kept_form (
          owner text, name text, action text NOT NULL, content text NOT NULL, tab text NOT NULL,
          saved_at timestamptz NOT NULL, other text, CONSTRAINT pk_kept_form PRIMARY KEY (owner, name)
        )
        """
    )
    op.execute("CREATE INDEX ix_kept_form_saved_at ON kept_form (saved_at)")
    op.execute("CREATE INDEX ix_sign_in_session_csrf ON sign_in_session (csrf) WHERE csrf <> ''")
