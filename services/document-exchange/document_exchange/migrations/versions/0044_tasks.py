"""Tasks of direction: the giver's row, the copies of agencies, who works on them, what was said, terms asked longer, numbers."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def _text(name: str, value: str | None = "") -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=value)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True))


def _now(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()"))


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, JSONB(), nullable=False, server_default=sa.text("'[]'"))


def _of_task(**more: Any) -> sa.Column[object]:
    return sa.Column("task_id", sa.Uuid(), sa.ForeignKey("task.id"), nullable=False, **more)


def upgrade() -> None:
    for table, agency in (("outgoing_document", "agency_code"), ("incoming_document", "addressee_code")):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN steering smallint NOT NULL DEFAULT 0, ADD COLUMN task_code text NOT NULL DEFAULT ''"
        )
        name = table.partition("_")[0]
        op.execute(f"CREATE INDEX ix_{name}_document_task ON {table} ({agency}, task_code) WHERE task_code <> ''")
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _text("agency_code", None),
        sa.Column("origin_id", sa.Uuid()),
        sa.Column("parent_id", sa.Uuid(), sa.ForeignKey("task.id")),
        *(_text(name, None) for name in ("giver_code", "giver_agency", "code", "subject")),
        _text("words"),
        *(_text(name, None) for name in ("field", "source")),
        sa.Column("source_id", sa.Uuid()),
        *(_text(name) for name in ("source_text", "giver_id", "giver_name", "giver_title", "giver_unit")),
        sa.Column("giver_left", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        *(_text(name) for name in ("monitor_id", "monitor_name", "lead", "lead_name", "part", "addressee_code")),
        _text("state", "given"),
        sa.Column("due_on", sa.Date()),
        sa.Column("due_key", sa.Date(), nullable=False, server_default=sa.text("'9999-12-31'")),
        sa.Column("percent", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("reported_on", sa.Date()),
        sa.Column("given_on", sa.Date(), nullable=False),
        _now("given_at"),
        _moment("closed_at"),
        _moment("late_told_at"),
        _list("others"),
        _text("folded"),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )
    op.create_index("ix_task_agency_code_state_due_key_id", "task", ["agency_code", "state", "due_key", "id"])
    for index in (
        "UNIQUE INDEX uq_task_code ON task (giver_code, code) WHERE origin_id IS NULL",
        "INDEX ix_task_board ON task (agency_code, given_on) WHERE origin_id IS NULL",
        "INDEX ix_task_parent_id ON task (parent_id) WHERE parent_id IS NOT NULL",
        "INDEX ix_task_giver_id ON task (giver_id) WHERE giver_id <> ''",
        "INDEX ix_task_monitor_id ON task (monitor_id) WHERE monitor_id <> ''",
        "INDEX ix_task_late ON task (agency_code, due_key) WHERE state IN ('given', 'reported', 'returned', 'working')",
        "INDEX ix_task_words ON task USING gin (array_to_tsvector(string_to_array"
        "((agency_code || '/') || replace(folded, ' ', (' ' || agency_code) || '/'), ' ')))",
    ):
        op.execute(f"CREATE {index}")
    op.create_table(
        "task_part",
        _of_task(primary_key=True),
        sa.Column("whose", sa.Text(), primary_key=True),
        *(_text(name, None) for name in ("name", "part")),
        sa.Column("due_on", sa.Date()),
        *(_text(name) for name in ("inside", "words", "outcome_words", "outcome_by")),
        _moment("outcome_at"),
    )
    op.create_index("ix_task_part_whose", "task_part", ["whose", "task_id"])
    op.execute("CREATE UNIQUE INDEX uq_task_part_lead ON task_part (task_id, inside) WHERE part = 'lead'")
    op.create_table(
        "task_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        _of_task(),
        _now("at"),
        _text("act", None),
        *(_text(name) for name in ("actor_id", "actor_name", "actor_agency", "words")),
        sa.Column("percent", sa.SmallInteger()),
        *(_text(name) for name in ("post", "actor_title", "on_behalf_of")),
        _list("files"),
    )
    op.create_index("ix_task_step_task_id_id", "task_step", ["task_id", "id"])
    op.create_table(
        "task_extension",
        _of_task(primary_key=True),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("due_before", sa.Date()),
        sa.Column("due_on", sa.Date(), nullable=False),
        *(_text(name, None) for name in ("reason", "asked_by")),
        _now("asked_at"),
        _text("standing", "asked"),
        *(_text(name) for name in ("decided_by", "decision")),
        _moment("decided_at"),
    )
    op.execute("CREATE UNIQUE INDEX uq_task_extension_asked ON task_extension (task_id) WHERE standing = 'asked'")
    op.create_table(
        "task_number",
        sa.Column("agency_code", sa.Text(), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    for table in ("outgoing_document", "incoming_document"):
        op.drop_index(f"ix_{table}_task")
        op.drop_column(table, "task_code")
        op.drop_column(table, "steering")
    for table in ("task_number", "task_extension", "task_step", "task_part", "task"):
        op.drop_table(table)
