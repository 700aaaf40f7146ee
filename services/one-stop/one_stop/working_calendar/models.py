"""What the office draws up and signs: calendars of years, hours of agencies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Index, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.working_calendar.rules import Change
from shared.standards.calendar_days import CalendarDay, DayKind

_MOMENT = DateTime(timezone=True)


class CalendarDraft(Base):
    """Dự thảo lịch năm: nothing counts with it until it is signed."""

    __tablename__ = "calendar_draft"

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    listed: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    source: Mapped[str] = mapped_column(Text)
    """Name of the file it was read from; empty where it was typed."""
    prepared_by: Mapped[str] = mapped_column(Text)
    prepared_by_name: Mapped[str] = mapped_column(Text)
    prepared_at: Mapped[datetime] = mapped_column(_MOMENT)

    @property
    def days(self) -> list[CalendarDay]:
        return [CalendarDay(date.fromisoformat(row["on"]), DayKind(row["kind"]), row["name"]) for row in self.listed]


class CalendarDecision(Base):
    """Lần ban hành lịch, giờ làm việc: of a year's calendar, or of an agency's hours; dossiers are counted again because of it."""

    __tablename__ = "calendar_decision"
    __table_args__ = (Index("ix_calendar_decision_decided_at", "decided_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(Text)
    """`2027`, or `hours/<agency code>`."""
    title: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date] = mapped_column(Date)
    prepared_by_name: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_by_name: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(_MOMENT)
    first_day: Mapped[date | None] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    """Between which days something is another than before; none of hours, which are so on every day."""
    listed: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """What is another than before, in words."""

    @property
    def changes(self) -> list[Change]:
        return [Change(date.fromisoformat(row["on"]), row["before"], row["after"]) for row in self.listed if row["on"]]
