"""Hình chữ ký, con dấu thật: what people brought, what stands on documents now, and what stood there before; and by whose order one signs."""

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

TABLE = "signing_picture"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE signing_picture (id uuid CONSTRAINT pk_signing_picture PRIMARY KEY, holder text NOT NULL, sha256 text NOT NULL,"
        " size integer NOT NULL, diameter smallint NOT NULL, state text NOT NULL, added_at timestamptz NOT NULL, used_from timestamptz,"
        " used_until timestamptz, by_id text NOT NULL, by_name text NOT NULL)"
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_signing_picture_holder_state ON signing_picture (holder, state) WHERE state <> 'former'"
    )
    op.execute("ALTER TABLE outgoing_document ADD COLUMN ordered_by text NOT NULL DEFAULT ''")
    op.execute("CREATE INDEX ix_signing_picture_holder_id ON signing_picture (holder, id)")


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("outgoing_document", "ordered_by")
