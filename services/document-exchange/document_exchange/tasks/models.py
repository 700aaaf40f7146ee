"""Tasks: the giver's row, and the copy of each agency that has a part in it; who works on it, what was said, terms asked longer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    FetchedValue,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.tasks.rules import NO_TERM, OPEN, TaskPartKind, TaskState
from shared.storage.words import words_index
from shared.work.steps import sql_set
from shared.work.timeline import TimelineRow

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")


def _text(**more: Any) -> Any:
    return mapped_column(Text, server_default="", default="", **more)


class Task(Base):
    """Nhiệm vụ. One row at the giver, and one of its own at each agency to which it was given."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_agency_code_state_due_key_id", "agency_code", "state", "due_key", "id"),
        Index("uq_task_code", "giver_code", "code", unique=True, postgresql_where=text("origin_id IS NULL")),
        # The board: everything that an agency gave in a period, one walk.
        Index("ix_task_board", "agency_code", "given_on", postgresql_where=text("origin_id IS NULL")),
        Index("ix_task_parent_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        # Each way to a task is one walk along one index, in each state by its term.
        *(
            Index(f"ix_task_{name}", *columns, "state", "due_key", "id", postgresql_where=text(which))
            for name, columns, which in (
                ("giver_id", ("giver_id", "agency_code"), "giver_id <> ''"),
                ("giver_unit", ("giver_unit", "agency_code"), "giver_unit <> ''"),
                ("monitor_id", ("monitor_id", "agency_code"), "monitor_id <> ''"),
                ("giver_left", ("agency_code",), "giver_left"),
                ("came", ("agency_code",), "origin_id IS NOT NULL"),
                ("sent", ("agency_code",), "origin_id IS NULL AND parent_id IS NULL"),
                ("finished_late", ("agency_code",), "reported_on > due_key"),
            )
        ),
        Index("ix_task_lead", "agency_code", "lead", "state", "due_key", "id"),
        Index(
            "ix_task_late",
            "agency_code",
            "due_key",
            postgresql_where=text(f"state IN {sql_set(OPEN)}"),
        ),
        Index("ix_task_words", text(words_index("folded", "agency_code")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    """Whose row it is: the giver's, or of an agency that has a part in it."""
    origin_id: Mapped[UUID | None]
    """The giver's row, of a copy; None at the giver."""
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    """Việc cha, of a part of another task at the same agency."""
    giver_code: Mapped[str] = mapped_column(Text)
    giver_agency: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = _text()
    field: Mapped[str] = mapped_column(Text)
    drafts: Mapped[str] = _text()
    """Loại văn bản phải soạn (`CV`, `QD`…); empty: what comes of it is no document."""
    source: Mapped[str] = mapped_column(Text)
    source_id: Mapped[UUID | None]
    source_text: Mapped[str] = _text()
    giver_id: Mapped[str] = _text()
    """Of the giver's row alone: who closes it."""
    giver_name: Mapped[str] = _text()
    giver_title: Mapped[str] = _text()
    giver_unit: Mapped[str] = _text()
    """The unit whose head gave it; whoever heads it now decides on it. Empty: a leader of the agency."""
    giver_left: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """Whoever gave it is not what he was any more: leaders of the agency stand in."""
    monitor_id: Mapped[str] = _text()
    monitor_name: Mapped[str] = _text()
    lead: Mapped[str] = _text()
    """`agency:`, `unit:` or `person:` and its id; empty where nobody leads any more."""
    lead_name: Mapped[str] = _text()
    part: Mapped[str] = _text()
    """Of a copy: what this agency is in it."""
    addressee_code: Mapped[str] = _text()
    """Of a copy: the agency that the giver wrote, wherever its work went on to."""
    state: Mapped[str] = mapped_column(Text, server_default=TaskState.GIVEN, default=TaskState.GIVEN)
    due_on: Mapped[date | None]
    due_key: Mapped[date] = mapped_column(server_default=text(f"'{NO_TERM}'"), default=NO_TERM)
    """The term, or the end of all days: what lists are ordered by."""
    percent: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    reported_on: Mapped[date | None]
    """The day on which completion was reported; what counts as in time."""
    given_on: Mapped[date]
    given_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    late_told_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    others: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Of a copy: who else has a part, as the giver last told."""
    folded: Mapped[str] = _text()
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class TaskPart(Base):
    """Phần của một nhiệm vụ: an agency, a unit or a person, as what, and what it reported."""

    __tablename__ = "task_part"
    __table_args__ = (
        Index("ix_task_part_in_order", "whose", "agency_code", "state", "due_key", "task_id"),
        Index(
            "uq_task_part_lead",
            "task_id",
            "inside",
            unique=True,
            postgresql_where=text(f"part = '{TaskPartKind.LEAD}'"),
        ),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    whose: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(Text)
    inside: Mapped[str] = _text()
    """The unit whose head named this person; empty: named beside the units."""
    due_on: Mapped[date | None]
    words: Mapped[str] = _text()
    outcome_words: Mapped[str] = _text()
    outcome_by: Mapped[str] = _text()
    outcome_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    agency_code: Mapped[str | None] = mapped_column(Text, server_default=FetchedValue())
    state: Mapped[str | None] = mapped_column(Text, server_default=FetchedValue())
    """The task's agency, state and term: the database itself keeps them beside whoever has a part."""
    due_key: Mapped[date | None] = mapped_column(server_default=FetchedValue())


class TaskStep(TimelineRow, Base):
    """Một bước của nhiệm vụ. Never changed."""

    __tablename__ = "task_step"
    __table_args__ = (Index("ix_task_step_task_id_id", "task_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    act: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = _text()
    actor_name: Mapped[str] = _text()
    actor_agency: Mapped[str] = _text()
    """Of who acted elsewhere; empty for this agency's own people."""
    words: Mapped[str] = _text()
    percent: Mapped[int | None] = mapped_column(SmallInteger)


class TaskExtension(Base):
    """Xin gia hạn nhiệm vụ: the same id at who asks and at the giver, who decides."""

    __tablename__ = "task_extension"
    __table_args__ = (
        Index("uq_task_extension_asked", "task_id", unique=True, postgresql_where=text("standing = 'asked'")),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    due_before: Mapped[date | None]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    standing: Mapped[str] = mapped_column(Text, server_default="asked", default="asked")
    decided_by: Mapped[str] = _text()
    decided_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    decision: Mapped[str] = _text()


class TaskNumber(Base):
    """Số nhiệm vụ: the last one that an agency gave in a year, under whose lock the next is taken."""

    __tablename__ = "task_number"

    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
