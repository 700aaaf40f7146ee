"""Tables that every service's database has: outbox, inbox, evidence, idempotency keys.

`declare(metadata)` adds them to a service's metadata; `create_v1(op)` is the frozen DDL its first migration runs.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB, UUID

_NOW = text("now()")
_MOMENT = DateTime(timezone=True)


def declare(metadata: MetaData) -> None:
    _declare_outbox(metadata)
    _declare_inbox(metadata)
    _declare_evidence(metadata)
    _declare_jobs(metadata)


def _declare_outbox(metadata: MetaData) -> None:
    Table(
        "event_subject",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("last_sequence", Integer, nullable=False),
    )
    outbox = Table(
        "outbox",
        metadata,
        Column("position", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", UUID(as_uuid=True), nullable=False, unique=True),
        Column("type", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("traceparent", Text, nullable=False, server_default=""),
        Column("data", JSON, nullable=False),
        Column("created_at", _MOMENT, nullable=False, server_default=_NOW),
        Column("pending", ARRAY(Text), nullable=False),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("send_at", _MOMENT, nullable=False, server_default=_NOW),
        Column("published_at", _MOMENT),
        Column("done_at", _MOMENT),
    )
    Index("ix_outbox_open", outbox.c.send_at, postgresql_where=outbox.c.done_at.is_(None))
    Index("ix_outbox_done", outbox.c.done_at, postgresql_where=outbox.c.done_at.is_not(None))


def _declare_inbox(metadata: MetaData) -> None:
    Table(
        "inbox_subject",
        metadata,
        Column("source", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("applied", Integer, nullable=False, server_default="0"),
    )
    inbox = Table(
        "inbox",
        metadata,
        Column("event_id", UUID(as_uuid=True), primary_key=True),
        Column("source", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("type", Text, nullable=False),
        Column("state", String(10), nullable=False),
        Column("envelope", LargeBinary),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("due_at", _MOMENT),
        Column("error", Text),
        Column("received_at", _MOMENT, nullable=False, server_default=_NOW),
    )
    Index(
        "ix_inbox_open", inbox.c.state, inbox.c.due_at, postgresql_where=inbox.c.state.in_(["waiting", "retry", "dead"])
    )
    Index(
        "ix_inbox_waiting",
        inbox.c.source,
        inbox.c.subject,
        inbox.c.sequence,
        postgresql_where=inbox.c.envelope.is_not(None),
    )


def _declare_evidence(metadata: MetaData) -> None:
    Table(
        "poison_message",
        metadata,
        Column("id", UUID(as_uuid=True), primary_key=True),
        Column("queue", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("error", Text, nullable=False),
        Column("received_at", _MOMENT, nullable=False, server_default=_NOW),
    )
    evidence = Table(
        "evidence",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("at", _MOMENT, nullable=False, server_default=_NOW),
        Column("kind", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("agency_code", Text, nullable=False, server_default=""),
        Column("request_id", Text, nullable=False, server_default=""),
        Column("facts", JSONB, nullable=False, server_default=text("'{}'")),
        Column("post", Text, nullable=False, server_default=""),
        Column("on_behalf_of", Text, nullable=False, server_default=""),
    )
    Index("ix_evidence_subject", evidence.c.subject, evidence.c.id)
    Table(
        "idempotency_key",
        metadata,
        Column("caller", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("request_hash", LargeBinary, nullable=False),
        Column("status", Integer),
        Column("answer", LargeBinary),
        Column("created_at", _MOMENT, nullable=False, server_default=_NOW),
    )


def _declare_jobs(metadata: MetaData) -> None:
    job = Table(
        "job",
        metadata,
        Column("name", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("title", Text, nullable=False),
        Column("due_at", _MOMENT, nullable=False),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("error", Text, nullable=False, server_default=""),
        Column("last_done_at", _MOMENT),
        Column("done_at", _MOMENT),
    )
    Index("ix_job_open", job.c.due_at, postgresql_where=job.c.done_at.is_(None))
    Index("ix_job_done", job.c.done_at, postgresql_where=job.c.done_at.is_not(None))


def create_v1(op: Any) -> None:
    """First shape of the plumbing tables; later shapes get their own function, so that old migrations stay true."""
    for statement in _V1.split(";"):
        if statement.strip():
            op.execute(statement)


def create_jobs(op: Any) -> None:
    """Việc theo lịch (`shared.work.jobs`), added after the first shape."""
    for statement in _JOBS.split(";"):
        op.execute(statement)


def add_post_to_evidence(op: Any) -> None:
    """In which post somebody acted, added after the first shape."""
    op.execute("ALTER TABLE evidence ADD COLUMN post text NOT NULL DEFAULT ''")


def add_behalf_to_evidence(op: Any) -> None:
    """On whose behalf somebody acted, added after the first shape."""
    op.execute("ALTER TABLE evidence ADD COLUMN on_behalf_of text NOT NULL DEFAULT ''")


_JOBS = """
CREATE TABLE job (
  name text, key text, title text NOT NULL, due_at timestamptz NOT NULL, attempts integer NOT NULL DEFAULT 0, error text NOT NULL DEFAULT '',
  last_done_at timestamptz, done_at timestamptz, CONSTRAINT pk_job PRIMARY KEY (name, key)
);
CREATE INDEX ix_job_open ON job (due_at) WHERE done_at IS NULL;
CREATE INDEX ix_job_done ON job (done_at) WHERE done_at IS NOT NULL
"""
_V1 = """
CREATE TABLE event_subject (subject text, last_sequence integer NOT NULL, CONSTRAINT pk_event_subject PRIMARY KEY (subject));
CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY, event_id uuid NOT NULL, type text NOT NULL, kind text NOT NULL,
  subject text NOT NULL, sequence integer NOT NULL, traceparent text NOT NULL DEFAULT '', data json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), pending text[] NOT NULL, attempts integer NOT NULL DEFAULT 0,
  send_at timestamptz NOT NULL DEFAULT now(), published_at timestamptz, done_at timestamptz,
  CONSTRAINT pk_outbox PRIMARY KEY (position), CONSTRAINT uq_outbox_event_id UNIQUE (event_id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX ix_outbox_open ON outbox (send_at) WHERE done_at IS NULL;
CREATE INDEX ix_outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE TABLE inbox_subject (
  source text, subject text, applied integer NOT NULL DEFAULT 0, CONSTRAINT pk_inbox_subject PRIMARY KEY (source, subject)
);
CREATE TABLE inbox (
  event_id uuid, source text NOT NULL, subject text NOT NULL, sequence integer NOT NULL, type text NOT NULL,
  state varchar(10) NOT NULL, envelope bytea, attempts integer NOT NULL DEFAULT 0, due_at timestamptz, error text,
  received_at timestamptz NOT NULL DEFAULT now(), CONSTRAINT pk_inbox PRIMARY KEY (event_id)
);
CREATE INDEX ix_inbox_open ON inbox (state, due_at) WHERE state IN ('waiting', 'retry', 'dead');
CREATE INDEX ix_inbox_waiting ON inbox (source, subject, sequence) WHERE envelope IS NOT NULL;
CREATE TABLE poison_message (
  id uuid, queue text NOT NULL, body bytea NOT NULL, error text NOT NULL, received_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_poison_message PRIMARY KEY (id)
);
CREATE TABLE evidence (
  id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL DEFAULT now(), kind text NOT NULL, subject text NOT NULL,
  actor text NOT NULL, agency_code text NOT NULL DEFAULT '', request_id text NOT NULL DEFAULT '',
  facts jsonb NOT NULL DEFAULT '{}', CONSTRAINT pk_evidence PRIMARY KEY (id)
);
CREATE INDEX ix_evidence_subject ON evidence (subject, id);
CREATE TABLE idempotency_key (
  caller text, key text, request_hash bytea NOT NULL, status integer, answer bytea,
  created_at timestamptz NOT NULL DEFAULT now(), CONSTRAINT pk_idempotency_key PRIMARY KEY (caller, key)
)
"""
