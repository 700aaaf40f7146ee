"""Working and resting days of public offices, from a table an administrator owns.

Swaps of working days and the length of Tết are decided every year, so nothing here computes a holiday.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from enum import StrEnum

from shared.standards.tables import BadTable, read_table
from shared.standards.typed import Unreadable, compacted
from shared.standards.typed_dates import read_date
from shared.standards.vietnamese import fold

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


KIND_NAMES = {
    DayKind.HOLIDAY: "Nghỉ lễ, tết",
    DayKind.SUBSTITUTE_OFF: "Nghỉ bù, nghỉ hoán đổi",
    DayKind.MAKEUP_WORK: "Làm bù",
}
_KINDS_WRITTEN = {
    **{kind.value: kind for kind in DayKind},
    **{fold(compacted(name)): kind for kind, name in KIND_NAMES.items()},
    "nghile": DayKind.HOLIDAY,
    "nghitet": DayKind.HOLIDAY,
    "nghibu": DayKind.SUBSTITUTE_OFF,
    "nghihoandoi": DayKind.SUBSTITUTE_OFF,
}
"""As tables say it: the code, or the words without their marks and spaces."""
COLUMNS = ("date", "kind", "name")
OFFICE_COLUMNS = ("ngày", "loại", "tên")


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
    names: Mapping[date, str] = field(default_factory=dict, compare=False)
    """What the days of the table are called."""

    @classmethod
    def of(cls, days: Iterable[CalendarDay], weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> "CalendarDays":
        listed = list(days)
        return cls(
            off=frozenset(day.on for day in listed if day.kind is not DayKind.MAKEUP_WORK),
            made_up=frozenset(day.on for day in listed if day.kind is DayKind.MAKEUP_WORK),
            weekdays=weekdays,
            names={day.on: day.name for day in listed},
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

    def working_day_before(self, day: date) -> date:
        """The last one that is worked before the day."""
        before = day - timedelta(days=1)
        while not self.is_working_day(before):
            before -= timedelta(days=1)
            if before < day - LONGEST_REST:
                raise ValueError("the calendar has no working day within a year")
        return before


def read_calendar(content: bytes, name: str = "calendar.csv") -> list[CalendarDay]:
    """Read the columns date, kind, name, or ngày, loại, tên as offices write them; other columns are ignored.

    Raises BadTable with the line at fault.
    """
    days: list[CalendarDay] = []
    seen: set[date] = set()
    columns = COLUMNS if b"kind" in content.split(b"\n", 1)[0].lower() else OFFICE_COLUMNS
    for line, row in read_table(content, name, columns, (columns[2], "certainty")):
        day = _day(name, line, [row[column] for column in columns])
        if day.on in seen:
            raise BadTable(name, line, f"ngày {day.on:%d/%m/%Y} có hai lần.")
        if day.kind is DayKind.MAKEUP_WORK and day.on.isoweekday() <= 5:
            raise BadTable(
                name, line, f"ngày {day.on:%d/%m/%Y} không phải thứ bảy, chủ nhật, không thể là ngày làm bù."
            )
        seen.add(day.on)
        days.append(day)
    return days


def _day(name: str, line: int, cells: Sequence[str]) -> CalendarDay:
    day, written, called = cells
    try:
        on = read_date(day)
    except Unreadable as error:
        raise BadTable(name, line, error.sentence) from None
    kind = _KINDS_WRITTEN.get(written) or _KINDS_WRITTEN.get(fold(compacted(written)))
    if kind is None:
        raise BadTable(name, line, f"loại ngày “{written}” không có; chỉ có {', '.join(KIND_NAMES.values())}.")
    return CalendarDay(on, kind, called)
