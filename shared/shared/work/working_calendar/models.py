"""The calendar's tables: `declare(metadata)` adds them to a service's metadata, `create(op)` is the frozen DDL for a service that has none."""

from datetime import date, time
from typing import Any

from sqlalchemy import Date, MetaData, SmallInteger, Text, Time
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.storage.database import new_metadata


class Base(DeclarativeBase):
    """The calendar, of whichever service."""

    metadata = new_metadata()


class CalendarRow(Base):
    """Ngày nghỉ lễ, nghỉ bù, làm bù."""

    __tablename__ = "calendar_day"

    on: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)


class WorkingSlot(Base):
    """Buổi làm việc của cơ quan; agency code "" is the province's usual hours."""

    __tablename__ = "working_slot"

    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    """1 Monday ... 7 Sunday."""


class OfficeKept(Base):
    """Phần lịch do văn phòng giữ: what was decided on the screen, the files of the province change no more."""

    __tablename__ = "office_kept"

    part: Mapped[str] = mapped_column(Text, primary_key=True)
    """`2027` for a year's days, `hours/<agency code>` for working hours."""


def declare(metadata: MetaData) -> None:
    for table in Base.metadata.tables.values():
        table.to_metadata(metadata)


def create(op: Any) -> None:
    """First shape of the tables."""
    for statement in _V1.split(";"):
        op.execute(statement)


def create_office_kept(op: Any) -> None:
    op.execute("CREATE TABLE office_kept (part text, CONSTRAINT pk_office_kept PRIMARY KEY (part))")


_V1 = """
CREATE TABLE calendar_day ("on" date, kind text NOT NULL, name text NOT NULL, CONSTRAINT pk_calendar_day PRIMARY KEY ("on"));
CREATE TABLE working_slot (agency_code text, position smallint, opens time NOT NULL, closes time NOT NULL, weekdays smallint[] NOT NULL,
  CONSTRAINT pk_working_slot PRIMARY KEY (agency_code, position))
"""
