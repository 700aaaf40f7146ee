"""Working and resting days of public offices, from a table an administrator owns.

Swaps of working days and the length of Tết are decided every year, so nothing here computes a holiday.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from enum import StrEnum

# Vietnam has kept UTC+7 without summer time since 1975; a fixed offset needs no time-zone database.
VIETNAM_TIME = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
LONGEST_REST = timedelta(days=366)
A_YEARS_REST = 6
"""New Year and the five days of Tết: a year with fewer days off in the table has no calendar yet, only single days."""


class DayKind(StrEnum):
    """Loại ngày trong lịch làm việc."""

    HOLIDAY = "holiday"  # ngày nghỉ lễ, tết
    SUBSTITUTE_OFF = "substitute_off"  # ngày nghỉ bù, nghỉ hoán đổi
    MAKEUP_WORK = "makeup_work"  # ngày làm bù


class BadCalendar(ValueError):
    """The calendar table contradicts itself; `line` counts from 1, the heading included."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class CalendarDay:
    """Ngày đặc biệt trong lịch làm việc."""

    on: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class CalendarDays:
    """Lịch làm việc của cơ quan nhà nước."""

    off: frozenset[date] = field(default_factory=frozenset)
    made_up: frozenset[date] = field(default_factory=frozenset)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    years: frozenset[int] = frozenset()
    """Years whose calendar is decided; see `A_YEARS_REST`."""

    @classmethod
    def of(cls, days: Iterable[CalendarDay], weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> "CalendarDays":
        listed = list(days)
        return cls(
            off=frozenset(day.on for day in listed if day.kind is not DayKind.MAKEUP_WORK),
            made_up=frozenset(day.on for day in listed if day.kind is DayKind.MAKEUP_WORK),
            weekdays=weekdays,
            years=frozenset(
                year
                for year, days_off in Counter(
                    day.on.year for day in listed if day.kind is not DayKind.MAKEUP_WORK
                ).items()
                if days_off >= A_YEARS_REST
            ),
        )

    def undecided_years(self, first: date, last: date) -> list[int]:
        """Years between two days for which no calendar has been decided: a date that rests on them is provisional."""
        return [year for year in range(first.year, last.year + 1) if year not in self.years]

    def is_working_day(self, day: date) -> bool:
        if day in self.made_up:
            return True
        return day.isoweekday() in self.weekdays and day not in self.off

    def working_day_from(self, day: date) -> date:
        """The day itself if it is worked, otherwise the next one that is."""
        limit = day + LONGEST_REST
        while not self.is_working_day(day):
            day += timedelta(days=1)
            if day > limit:
                raise ValueError("the calendar has no working day within a year")
        return day


def read_calendar(text: str) -> list[CalendarDay]:
    """Read the columns date, kind, name of a CSV table; other columns are ignored."""
    days: list[CalendarDay] = []
    seen: set[date] = set()
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        try:
            day = CalendarDay(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadCalendar(line, str(error)) from error
        if day.on in seen:
            raise BadCalendar(line, f"{day.on} is listed twice")
        if day.kind is DayKind.MAKEUP_WORK and day.on.isoweekday() <= 5:
            raise BadCalendar(line, f"{day.on} is a weekday and cannot make up for another")
        seen.add(day.on)
        days.append(day)
    return days
