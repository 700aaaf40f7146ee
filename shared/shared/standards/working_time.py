"""Terms of procedures counted in working time.

A working day is 8 working hours from the moment of acceptance (Nghị định 118/2025/NĐ-CP: the term runs from the
acceptance of a complete dossier). Days without "làm việc" are calendar days, counted as Bộ luật Dân sự 2015,
Điều 147-148 say: the first day is the day after, and an end on a day of rest moves to the next working day.

Only a term (*thời hạn*: so many days from something) moves: `WorkingTime.end_of`. A date that an authority wrote as such, a leader's
*hạn xử lý* or a sender's *hạn trả lời*, is no term and stays as it was written, also on a Sunday; one is told of it on
working days: `WorkingTime.told_before`, `told_after`.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from shared.standards.calendar_days import VIETNAM_TIME, CalendarDays

WORKING_DAY = timedelta(hours=8)
NO_TIME = timedelta()


class TermUnit(StrEnum):
    """Đơn vị tính thời hạn giải quyết."""

    WORKING_HOURS = "working_hours"  # giờ làm việc
    WORKING_DAYS = "working_days"  # ngày làm việc
    CALENDAR_DAYS = "calendar_days"  # ngày
    MONTHS = "months"  # tháng


@dataclass(frozen=True)
class Term:
    """Thời hạn giải quyết."""

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("a term is at least one hour, day or month")


@dataclass(frozen=True)
class Slot:
    """Buổi làm việc."""

    opens: time
    closes: time
    weekdays: frozenset[int] = frozenset(range(1, 8))
    """On which days of the week it is held, if the day is worked at all: a counter may open on Saturday mornings alone."""

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("a slot must open before it closes")


DEFAULT_SLOTS = (Slot(time(7, 30), time(11, 30)), Slot(time(13, 30), time(17, 30)))


@dataclass(frozen=True)
class WorkingTime:
    """Thời gian làm việc của một cơ quan."""

    days: CalendarDays
    slots: tuple[Slot, ...] = DEFAULT_SLOTS
    zone: tzinfo = VIETNAM_TIME

    def __post_init__(self) -> None:
        if not self.slots:
            raise ValueError("an agency works in at least one slot a day")
        if any(earlier.closes > later.opens for earlier, later in zip(self.slots, self.slots[1:], strict=False)):
            raise ValueError("slots must follow each other without overlap")

    def local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment.astimezone(self.zone)

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """A day that is made up is worked as one of the usual week."""
        held = tuple(slot for slot in self.slots if day.isoweekday() in slot.weekdays)
        return held if held and day not in self.days.made_up else self.slots

    def opening_of(self, day: date) -> datetime:
        return datetime.combine(day, self.slots_on(day)[0].opens, self.zone)

    def closing_of(self, day: date) -> datetime:
        return datetime.combine(day, self.slots_on(day)[-1].closes, self.zone)

    def morning_of(self, day: date) -> datetime:
        """The end of that day's first slot."""
        return datetime.combine(day, self.slots_on(day)[0].closes, self.zone)

    def opens_from(self, moment: datetime) -> datetime:
        """The moment itself when it is working time, else the next opening."""
        opens, _ = next(self._spans_from(moment))
        return opens

    def end_of(self, last: date) -> datetime:
        """When a term with that last day ends: on a weekend or holiday, at the end of the next working day.

        Bộ luật Dân sự 2015, Điều 148 khoản 5; the day of an office ends when it closes.
        """
        return self.closing_of(self.days.working_day_from(last))

    def told_before(self, written: date) -> datetime:
        """When one is told that a written date comes: as work begins on the last working day before it."""
        return self.opening_of(self.days.working_day_before(written))

    def told_after(self, written: date) -> datetime:
        """When one is told that a written date is over: as work begins again after it."""
        return self.opening_of(self.days.working_day_from(written + timedelta(days=1)))

    def _spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans that end after the moment, the first one cut at it."""
        at = self.local(moment)
        day = at.date()
        while True:
            day = self.days.working_day_from(day)
            for slot in self.slots_on(day):
                opens = datetime.combine(day, slot.opens, self.zone)
                closes = datetime.combine(day, slot.closes, self.zone)
                if closes > at:
                    yield max(opens, at), closes
            day += timedelta(days=1)

    def after(self, start: datetime, duration: timedelta) -> datetime:
        """The moment at which that much working time has passed since `start`.

        Work that fills a slot to its end is due at the closing, not at the next opening.
        """
        if duration < NO_TIME:
            raise ValueError("working time is not counted backwards")
        if duration == NO_TIME:
            return self.local(start)
        left = duration
        for opens, closes in self._spans_from(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError("the spans never end")

    def back(self, end: datetime, duration: timedelta) -> datetime:
        """The moment since which that much working time has passed until `end`."""
        left, at = duration, self.local(end)
        day = at.date()
        while True:
            for slot in reversed(self.slots_on(day) if self.days.is_working_day(day) else ()):
                opens = datetime.combine(day, slot.opens, self.zone)
                worked = min(datetime.combine(day, slot.closes, self.zone), at) - opens
                if worked >= left:
                    return opens + worked - left
                left -= max(worked, NO_TIME)
            day -= timedelta(days=1)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; nothing if they are the other way round."""
        total = NO_TIME
        if end <= start:
            return total
        for opens, closes in self._spans_from(start):
            if opens >= end:
                break
            total += min(closes, self.local(end)) - opens
        return total


def due_at(accepted_at: datetime, term: Term, working_time: WorkingTime) -> datetime:
    """Ngày, giờ hẹn trả kết quả."""
    match term.unit:
        case TermUnit.WORKING_HOURS:
            return working_time.after(accepted_at, timedelta(hours=term.amount))
        case TermUnit.WORKING_DAYS:
            return working_time.after(accepted_at, term.amount * WORKING_DAY)
        case TermUnit.CALENDAR_DAYS | TermUnit.MONTHS:
            last = last_day(working_time.local(accepted_at).date(), term)
    return working_time.end_of(last)


def end_of_working_days(start: datetime, count: int, working_time: WorkingTime) -> datetime:
    """The end of a term in whole working days that somebody outside the office has: the day of `start` is not counted, the last one whole.

    Bộ luật Dân sự 2015, Điều 147 khoản 2, Điều 148 khoản 1.
    """
    last = working_time.local(start).date()
    for _ in range(count):
        last = working_time.days.working_day_from(last + timedelta(days=1))
    return working_time.end_of(last)


def last_day(accepted_on: date, term: Term) -> date:
    """The last day of a term in calendar days or months, worked or not; the first is the day after."""
    if term.unit is TermUnit.MONTHS:
        return _months_after(accepted_on, term.amount)
    return accepted_on + timedelta(days=term.amount)


def due_after_pause(
    due: datetime, paused_at: datetime, resumed_at: datetime, unit: TermUnit, working_time: WorkingTime
) -> datetime:
    """The due time moved by what the dossier waited for the citizen, counted in the term's own unit.

    A term in working hours or days moves by the working time between the two moments. A term in calendar days or months
    moves by the days from the one date to the other, and an end on a day of rest goes to the next working day, as the
    term itself does.
    """
    if unit in (TermUnit.WORKING_HOURS, TermUnit.WORKING_DAYS):
        return working_time.after(due, working_time.between(paused_at, resumed_at))
    waited = working_time.local(resumed_at).date() - working_time.local(paused_at).date()
    if waited <= NO_TIME:
        return due
    return working_time.end_of(working_time.local(due).date() + waited)


def _months_after(day: date, months: int) -> date:
    # A month without that day ends on its last one (Bộ luật Dân sự 2015, Điều 148 khoản 3).
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
