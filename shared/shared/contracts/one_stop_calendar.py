"""What one-stop tells of the working calendar, which its office keeps for all services."""

from datetime import date, datetime, time
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import Value


class CalendarEvent(Event):
    kind: ClassVar[str] = "calendar"
    subject_field: ClassVar[str] = "part"

    part: str
    """`2027`, or `hours/<agency code>`: what is decided of one part takes effect in its order."""
    decided_at: datetime


class DecidedDay(Value):
    """Ngày đặc biệt trong lịch làm việc."""

    on: date
    kind: str
    """`holiday`, `substitute_off` or `makeup_work`."""
    name: str


class CalendarDecided(CalendarEvent):
    """Lịch làm việc của một năm được ban hành: all its days of rest and days that are made up; others that were there are gone."""

    type: ClassVar[str] = "one-stop.calendar-decided.v1"
    summary: ClassVar[str] = "Lịch nghỉ lễ, làm bù của một năm được ban hành hoặc sửa đổi"

    year: int
    days: tuple[DecidedDay, ...]


class DecidedSlot(Value):
    """Buổi làm việc."""

    opens: time
    closes: time
    weekdays: tuple[int, ...]
    """1 Monday ... 7 Sunday."""


class HoursDecided(CalendarEvent):
    """Giờ làm việc của một cơ quan được ban hành: no slots, it works as the province does; no agency code, the province itself."""

    type: ClassVar[str] = "one-stop.hours-decided.v1"
    summary: ClassVar[str] = "Giờ làm việc của tỉnh hoặc của một cơ quan được ban hành"

    agency_code: str
    slots: tuple[DecidedSlot, ...]
