"""The working calendar as rows an administrator owns; nothing computes a holiday."""

from datetime import date, time

from sqlalchemy import Date, SmallInteger, Text, Time
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


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
