"""An arrival is presented to a leader and instructed on; its parts have terms and reports of their own; a completion is undone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_PART = (
    "due_on date",
    "given_by text NOT NULL DEFAULT ''",
    "given_in text NOT NULL DEFAULT ''",
    "outcome text NOT NULL DEFAULT ''",
    "outcome_words text NOT NULL DEFAULT ''",
    "outcome_at timestamptz",
    "outcome_by text NOT NULL DEFAULT ''",
    "late_at timestamptz",
)


def _made(*columns: sa.Column[object]) -> list[sa.Column[object]]:
    """What rows about an arrival share."""
    return [
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("incoming_id", sa.Uuid(), sa.ForeignKey("incoming_document.id"), nullable=False),
        *(_text(name) for name in ("actor_id", "actor_name", "post", "actor_title", "on_behalf_of")),
        sa.Column("files", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        *columns,
    ]


def _text(name: str, value: str = "") -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=value)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True))


def _tells_status(*tables: str) -> str:
    one = " UPDATE {table} SET status = NEW.status WHERE incoming_id = NEW.id;"
    told = "".join(one.format(table=table) for table in tables)
    return (
        "CREATE OR REPLACE FUNCTION tell_status() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN{told} RETURN NULL; END $$"
    )


def upgrade() -> None:
    for table in ("assignment", "cooperating_unit"):
        for column in _PART:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.execute("ALTER TABLE cooperating_unit ADD COLUMN part text NOT NULL DEFAULT 'cooperate'")
    op.execute("ALTER TABLE cooperating_unit ADD COLUMN opinion text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE incoming_document ADD COLUMN part_due_on date, ADD COLUMN reopened_at timestamptz")
    op.execute(
        "CREATE INDEX ix_incoming_document_parts ON incoming_document (addressee_code, arrived_at, id)"
        " WHERE part_due_on IS NOT NULL"
    )
    op.create_table(
        "presentation",
        *_made(_text("leader_id"), _text("leader_name"), _text("leader_title"), _text("remark")),
        sa.Column("proposal", JSONB(), nullable=False, server_default=sa.text("'{}'")),
        _text("standing", "waiting"),
        _moment("ended_at"),
        _text("end_reason"),
        _moment("arrived_at"),
        sa.Column("status", sa.Text()),
    )
    op.execute("ALTER TABLE presentation ALTER leader_id DROP DEFAULT, ALTER leader_name DROP DEFAULT")
    op.execute("CREATE UNIQUE INDEX uq_presentation_waiting ON presentation (incoming_id) WHERE standing = 'waiting'")
    op.create_index("ix_presentation_incoming_id_id", "presentation", ["incoming_id", "id"])
    op.execute(
        "CREATE INDEX ix_presentation_leader ON presentation (leader_id, arrived_at, incoming_id)"
        " WHERE standing = 'waiting'"
    )
    op.execute(
        "CREATE TRIGGER presentation_knows_arrival BEFORE INSERT ON presentation FOR EACH ROW"
        " EXECUTE FUNCTION know_arrival()"
    )
    op.execute(_tells_status("cooperating_unit", "assignment", "presentation"))
    op.create_table(
        "instruction",
        *_made(_text("unit_id"), _text("unit_name"), _text("words"), sa.Column("due_on", sa.Date())),
        sa.Column("parts", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        _text("changes"),
    )
    op.create_index("ix_instruction_incoming_id_id", "instruction", ["incoming_id", "id"])
    op.create_table(
        "extension_request",
        *_made(_text("whose"), _text("whose_name"), _text("given_in"), sa.Column("due_before", sa.Date())),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _text("standing", "asked"),
        _text("decided_by"),
        _moment("decided_at"),
        _text("decision"),
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_extension_request_asked ON extension_request (incoming_id, whose)"
        " WHERE standing = 'asked'"
    )
    op.create_index("ix_extension_request_incoming_id_id", "extension_request", ["incoming_id", "id"])


def downgrade() -> None:
    op.execute(_tells_status("cooperating_unit", "assignment"))
    for table in ("extension_request", "instruction", "presentation"):
        op.drop_table(table)
    op.drop_index("ix_incoming_document_parts")
    for name in ("reopened_at", "part_due_on"):
        op.drop_column("incoming_document", name)
    for name in ("opinion", "part"):
        op.drop_column("cooperating_unit", name)
    for table in ("assignment", "cooperating_unit"):
        for column in _PART:
            op.drop_column(table, column.split()[0])
