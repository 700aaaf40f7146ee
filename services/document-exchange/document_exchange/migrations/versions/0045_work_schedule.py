"""The work schedule: rooms, entries, who attends, what was done, links by which people read it elsewhere."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def _text(name: str, value: str | None = "") -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=value)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _now(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()"))


def upgrade() -> None:
    op.create_table(
        "meeting_room",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *(_text(name, None) for name in ("agency_code", "name")),
        sa.Column("seats", sa.Integer()),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_meeting_room_name ON meeting_room (agency_code, lower(name)) WHERE closed_at IS NULL"
    )
    op.create_table(
        "schedule_entry",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *(_text(name, None) for name in ("agency_code", "title")),
        *(_moment(name) for name in ("starts_at", "ends_at")),
        sa.Column("room_id", sa.Uuid(), sa.ForeignKey("meeting_room.id")),
        *(_text(name) for name in ("place", "chair_id", "chair_name", "unit_id", "unit_name", "guests", "words")),
        _text("state", "draft"),
        _text("made_by"),
        sa.Column("invitation_id", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )
    op.create_index("ix_schedule_entry_agency_code_starts_at_id", "schedule_entry", ["agency_code", "starts_at", "id"])
    op.execute(
        "CREATE INDEX ix_schedule_entry_room_id ON schedule_entry (room_id, starts_at) WHERE room_id IS NOT NULL"
    )
    op.create_table(
        "schedule_attendee",
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("schedule_entry.id"), primary_key=True),
        sa.Column("person_id", sa.Text(), primary_key=True),
        _text("person_name", None),
    )
    op.create_index("ix_schedule_attendee_person_id", "schedule_attendee", ["person_id", "entry_id"])
    op.create_table(
        "schedule_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("schedule_entry.id"), nullable=False),
        _now("at"),
        _text("act", None),
        *(_text(name) for name in ("actor_id", "actor_name", "words", "post", "actor_title", "on_behalf_of")),
        sa.Column("files", JSONB(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.create_index("ix_schedule_step_entry_id_id", "schedule_step", ["entry_id", "id"])
    op.create_table(
        "schedule_feed",
        *(sa.Column(name, sa.Text(), primary_key=True) for name in ("person_id", "agency_code")),
        _text("secret_sha256", None),
        _now("made_at"),
    )
    op.create_index("ix_schedule_feed_secret_sha256", "schedule_feed", ["secret_sha256"], unique=True)


def downgrade() -> None:
    for table in ("schedule_feed", "schedule_step", "schedule_attendee", "schedule_entry", "meeting_room"):
        op.drop_table(table)
