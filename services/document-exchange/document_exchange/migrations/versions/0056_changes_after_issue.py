"""What the issuer changes of a document after its issue: recalls, updates, replacements, and which document changes which."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE issued_link (
          document_id uuid NOT NULL REFERENCES outgoing_document (id) ON DELETE CASCADE,
          target_id uuid NOT NULL REFERENCES outgoing_document (id),
          kind text NOT NULL,
          CONSTRAINT pk_issued_link PRIMARY KEY (document_id, target_id)
        )
        """
    )
    op.create_index("ix_issued_link_target_id", "issued_link", ["target_id"])
    op.execute(
        """
        CREATE TABLE issued_change (
          id uuid NOT NULL CONSTRAINT pk_issued_change PRIMARY KEY,
          document_id uuid NOT NULL REFERENCES outgoing_document (id),
          kind smallint NOT NULL,
          reason text NOT NULL,
          new_document_id uuid REFERENCES outgoing_document (id),
          before jsonb NOT NULL DEFAULT '{}',
          after jsonb NOT NULL DEFAULT '{}',
          receivers jsonb NOT NULL DEFAULT '[]',
          packet_sha256 text NOT NULL DEFAULT '',
          packet_size integer NOT NULL DEFAULT 0,
          asked_by text NOT NULL,
          asked_at timestamptz NOT NULL,
          version integer NOT NULL DEFAULT 1
        )
        """
    )
    op.create_index("ix_issued_change_document_id_id", "issued_change", ["document_id", "id"])
    op.execute(
        """
        CREATE TABLE change_receiver (
          change_id uuid NOT NULL REFERENCES issued_change (id) ON DELETE CASCADE,
          position smallint NOT NULL,
          organ_code text NOT NULL,
          name text NOT NULL,
          delivery_id uuid,
          removed boolean NOT NULL DEFAULT false,
          state text NOT NULL DEFAULT 'waiting',
          words text NOT NULL DEFAULT '',
          answered_by text NOT NULL DEFAULT '',
          answered_at timestamptz,
          late text NOT NULL DEFAULT '',
          CONSTRAINT pk_change_receiver PRIMARY KEY (change_id, position)
        )
        """
    )


def downgrade() -> None:
    op.drop_table("change_receiver")
    op.drop_table("issued_change")
    op.drop_table("issued_link")
