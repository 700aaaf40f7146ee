"""The tables of numbers (`shared.work.numbering`): counters, numbers that no object bears, and what people did with them.

`declare(metadata)` adds them to a service's metadata, `create(op)` and `extend(op)` are the frozen DDL of its migrations.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


def declare(metadata: MetaData) -> None:
    key = ("agency_code", Text), ("kind", Text), ("year", Integer), ("part", Text)
    moment = DateTime(timezone=True)
    Table(
        "number_counter",
        metadata,
        *(Column(name, kind, primary_key=True, autoincrement=False) for name, kind in key),
        Column("last", Integer, nullable=False),
        Column("closed_at", moment),
        Column("closed_by", Text, nullable=False, server_default=""),
    )
    held = Table(
        "held_number",
        metadata,
        *(Column(name, kind, primary_key=True, autoincrement=False) for name, kind in key),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("holder", Text, nullable=False, server_default=""),
        Column("void", Boolean, nullable=False, server_default=text("false")),
        Column("reason", Text, nullable=False, server_default=""),
        Column("by_id", Text, nullable=False, server_default=""),
        Column("by_name", Text, nullable=False, server_default=""),
        Column("at", moment, nullable=False, server_default=text("now()")),
        Column("bearer", Text, nullable=False, server_default=""),
        Column("until", Date),
    )
    Index(
        "uq_held_number_holder",
        *(held.c[name] for name, _ in key),
        held.c.holder,
        unique=True,
        postgresql_where=text("holder <> '' AND NOT void"),
    )
    _declare_steps(metadata, key, moment)


def _declare_steps(metadata: MetaData, key: Any, moment: Any) -> None:
    """Lịch sử của sổ số: what people did with its numbers (`shared.work.timeline`)."""
    texts = ("act", "reason", "actor_id", "actor_name", "actor_title", "post", "on_behalf_of")
    steps = Table(
        "number_step",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        *(Column(name, kind, nullable=False) for name, kind in key),
        Column("number", Integer),
        Column("at", moment, nullable=False, server_default=text("now()")),
        *(Column(name, Text, nullable=False, server_default="") for name in texts),
        Column("files", JSONB, nullable=False, server_default=text("'[]'")),
    )
    Index("ix_number_step_agency_code_year_id", steps.c.agency_code, steps.c.year, steps.c.id)


def create(op: Any) -> None:
    """First shape of the tables."""
    for statement in _V1.split(";"):
        op.execute(statement)


def extend(op: Any) -> None:
    """Second shape: numbers on paper, days until which they are kept, and the history."""
    for statement in _V2.split(";"):
        op.execute(statement)


_V2 = """
ALTER TABLE held_number ADD COLUMN bearer text NOT NULL DEFAULT '', ADD COLUMN until date;
CREATE TABLE number_step (
  id bigint GENERATED ALWAYS AS IDENTITY, agency_code text NOT NULL, kind text NOT NULL, year integer NOT NULL, part text NOT NULL,
  number integer, at timestamptz NOT NULL DEFAULT now(), act text NOT NULL DEFAULT '', reason text NOT NULL DEFAULT '',
  actor_id text NOT NULL DEFAULT '', actor_name text NOT NULL DEFAULT '', actor_title text NOT NULL DEFAULT '',
  post text NOT NULL DEFAULT '', on_behalf_of text NOT NULL DEFAULT '', files jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT pk_number_step PRIMARY KEY (id)
);
CREATE INDEX ix_number_step_agency_code_year_id ON number_step (agency_code, year, id)
"""

_V1 = """
CREATE TABLE number_counter (
  agency_code text, kind text, year integer, part text, last integer NOT NULL, closed_at timestamptz,
  closed_by text NOT NULL DEFAULT '', CONSTRAINT pk_number_counter PRIMARY KEY (agency_code, kind, year, part)
);
CREATE TABLE held_number (
  agency_code text, kind text, year integer, part text, number integer, holder text NOT NULL DEFAULT '',
  void boolean NOT NULL DEFAULT false, reason text NOT NULL DEFAULT '', by_id text NOT NULL DEFAULT '',
  by_name text NOT NULL DEFAULT '', at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_held_number PRIMARY KEY (agency_code, kind, year, part, number)
);
CREATE UNIQUE INDEX uq_held_number_holder ON held_number (agency_code, kind, year, part, holder) WHERE holder <> '' AND NOT void
"""
