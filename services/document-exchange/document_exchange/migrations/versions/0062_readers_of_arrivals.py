"""Quyền xem văn bản đến: who may read an arrival though he has no part in it, and whether the whole agency may.

What was there before stays as it was: read by those who have to do with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _tells_status(*tables: str) -> str:
    one = " UPDATE {table} SET status = NEW.status WHERE incoming_id = NEW.id;"
    told = "".join(one.format(table=table) for table in tables)
    return (
        "CREATE OR REPLACE FUNCTION tell_status() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN{told} RETURN NULL; END $$"
    )


def upgrade() -> None:
    op.execute("ALTER TABLE incoming_document ADD COLUMN readable_by text NOT NULL DEFAULT ''")
    op.create_table(
        "incoming_reader",
        sa.Column(
            "incoming_id", sa.Uuid(), sa.ForeignKey("incoming_document.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("whose", sa.Text(), primary_key=True),
        _text("name"),
        _text("given_by"),
        sa.Column("given_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True)),
        sa.Column("status", sa.Text()),
    )
    op.create_index("ix_incoming_reader_whose", "incoming_reader", ["whose", "arrived_at", "incoming_id"])
    op.create_index(
        "ix_incoming_reader_whose_status", "incoming_reader", ["whose", "status", "arrived_at", "incoming_id"]
    )
    # Kept by the database, as it is for whoever works on it.
    op.execute(
        "CREATE TRIGGER incoming_reader_knows_arrival BEFORE INSERT ON incoming_reader"
        " FOR EACH ROW EXECUTE FUNCTION know_arrival()"
    )
    op.execute(_tells_status("cooperating_unit", "assignment", "presentation", "incoming_reader"))


def downgrade() -> None:
    op.execute(_tells_status("cooperating_unit", "assignment", "presentation"))
    op.drop_table("incoming_reader")
    op.drop_column("incoming_document", "readable_by")
