"""The tables of whoever owns the accounts of people: what they were told, what is sent to them, what they want sent."""

from typing import Any

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, Table, Text, Time, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

_MOMENT = DateTime(timezone=True)


def declare(metadata: MetaData) -> None:
    _declare_notification(metadata)
    _declare_letter(metadata)
    Table(
        "notification_choice",
        metadata,
        Column("person", Text, primary_key=True),
        Column("timings", JSONB, nullable=False),
        Column("quiet_from", Time, nullable=False),
        Column("quiet_to", Time, nullable=False),
    )


def _declare_notification(metadata: MetaData) -> None:
    notification = Table(
        "notification",
        metadata,
        Column("id", UUID(as_uuid=True), primary_key=True),
        Column("person", Text, nullable=False),
        Column("post", Text, nullable=False, server_default=""),
        Column("kind", Text, nullable=False),
        Column("facts", JSONB, nullable=False),
        Column("link", Text, nullable=False),
        Column("at", _MOMENT, nullable=False),
        Column("read_at", _MOMENT),
    )
    Index("ix_notification_person", notification.c.person, notification.c.id)
    Index("ix_notification_unread", notification.c.person, postgresql_where=notification.c.read_at.is_(None))
    Index("ix_notification_at", notification.c.at)


def _declare_letter(metadata: MetaData) -> None:
    letter = Table(
        "letter",
        metadata,
        Column("id", UUID(as_uuid=True), primary_key=True),
        Column("person", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("address", Text, nullable=False, server_default=""),
        Column("notifications", ARRAY(UUID(as_uuid=True)), nullable=False),
        Column("state", Text, nullable=False, server_default="waiting"),
        Column("due_at", _MOMENT, nullable=False),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("error", Text, nullable=False, server_default=""),
        Column("created_at", _MOMENT, nullable=False, server_default=text("now()")),
        Column("settled_at", _MOMENT),
    )
    gathering = text("state = 'waiting' AND attempts = 0")
    Index(
        "uq_letter_gathering",
        letter.c.person,
        letter.c.channel,
        letter.c.due_at,
        unique=True,
        postgresql_where=gathering,
    )
    Index("ix_letter_state", letter.c.state, letter.c.id)
    Index("ix_letter_person", letter.c.person, letter.c.id)


def create(op: Any) -> None:
    """The same as DDL, for the migrations of those services."""
    for statement in _V1.split(";"):
        op.execute(statement)


def drop(op: Any) -> None:
    op.execute("DROP TABLE notification, letter, notification_choice")


_V1 = """
CREATE TABLE notification (
  id uuid, person text NOT NULL, post text NOT NULL DEFAULT '', kind text NOT NULL, facts jsonb NOT NULL, link text NOT NULL,
  at timestamptz NOT NULL, read_at timestamptz, CONSTRAINT pk_notification PRIMARY KEY (id)
);
CREATE INDEX ix_notification_person ON notification (person, id);
CREATE INDEX ix_notification_unread ON notification (person) WHERE read_at IS NULL;
CREATE INDEX ix_notification_at ON notification (at);
CREATE TABLE letter (
  id uuid, person text NOT NULL, channel text NOT NULL, address text NOT NULL DEFAULT '', notifications uuid[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting', due_at timestamptz NOT NULL, attempts integer NOT NULL DEFAULT 0, error text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(), settled_at timestamptz, CONSTRAINT pk_letter PRIMARY KEY (id)
);
CREATE UNIQUE INDEX uq_letter_gathering ON letter (person, channel, due_at) WHERE state = 'waiting' AND attempts = 0;
CREATE INDEX ix_letter_state ON letter (state, id);
CREATE INDEX ix_letter_person ON letter (person, id);
CREATE TABLE notification_choice (
  person text, timings jsonb NOT NULL, quiet_from time NOT NULL, quiet_to time NOT NULL, CONSTRAINT pk_notification_choice PRIMARY KEY (person)
)
"""
