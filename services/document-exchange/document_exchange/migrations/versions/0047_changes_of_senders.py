"""What senders wish to change of documents that are here is kept, and an arrival names the one that took its place."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE incoming_document ADD COLUMN replaced_by uuid")
    op.execute(
        "CREATE INDEX ix_incoming_document_replaced ON incoming_document (replaced_by) WHERE replaced_by IS NOT NULL"
    )
    op.execute(
        """
        CREATE TABLE sender_change (
          id uuid PRIMARY KEY,
          addressee_code text NOT NULL,
          agency_code text NOT NULL,
          sender_code text NOT NULL,
          sender_name text NOT NULL DEFAULT '',
          said_key text NOT NULL,
          kind smallint NOT NULL,
          target_code text NOT NULL,
          target_key text NOT NULL,
          target_reference text NOT NULL DEFAULT '',
          incoming_id uuid REFERENCES incoming_document (id),
          new_code text NOT NULL DEFAULT '',
          new_incoming_id uuid REFERENCES incoming_document (id),
          reason text NOT NULL,
          proposed jsonb NOT NULL DEFAULT '{}',
          before jsonb NOT NULL DEFAULT '{}',
          receivers jsonb NOT NULL DEFAULT '[]',
          removed boolean NOT NULL DEFAULT false,
          packet_sha256 text NOT NULL DEFAULT '',
          packet_size integer NOT NULL DEFAULT 0,
          packet_name text NOT NULL DEFAULT '',
          delivery_id uuid,
          change_id text NOT NULL DEFAULT '',
          state text NOT NULL,
          problem text NOT NULL DEFAULT '',
          version integer NOT NULL DEFAULT 1,
          asked_by text NOT NULL DEFAULT '',
          arrived_at timestamptz NOT NULL DEFAULT now(),
          answer text NOT NULL DEFAULT '',
          answered_by text NOT NULL DEFAULT '',
          answered_at timestamptz,
          CONSTRAINT uq_sender_change_once UNIQUE (addressee_code, sender_code, said_key)
        )
        """
    )
    for name, columns in (
        ("agency", "(agency_code, arrived_at, id)"),
        ("state", "(agency_code, state, arrived_at, id)"),
        ("incoming", "(incoming_id) WHERE incoming_id IS NOT NULL"),
        ("new", "(new_incoming_id) WHERE new_incoming_id IS NOT NULL"),
        ("waits_for_document", "(addressee_code, sender_code, target_key) WHERE state = 'unmatched'"),
        ("open", "(agency_code) WHERE state IN ('unmatched', 'waiting')"),
    ):
        op.execute(f"CREATE INDEX ix_sender_change_{name} ON sender_change {columns}")


def downgrade() -> None:
    op.drop_table("sender_change")
    op.drop_column("incoming_document", "replaced_by")
