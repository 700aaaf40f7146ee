from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.standards.calendar_days import (
    MONDAY_TO_FRIDAY,
    VIETNAM_TIME,
    CalendarDay,
    CalendarDays,
    DayKind,
    read_calendar,
)
from shared.standards.working_time import (
    DEFAULT_SLOTS,
    Slot,
    Term,
    TermUnit,
    WorkingTime,
    due_after_pause,
    due_at,
    end_of_working_days,
)

CALENDAR = Path(__file__).parents[3] / "data" / "binh-dinh" / "calendar.csv"
OFFICE = WorkingTime(CalendarDays.of(read_calendar(CALENDAR.read_bytes())))


def at(text: str) -> datetime:
    return datetime.strptime(f"2026/{text}", "%Y/%d/%m %H:%M").replace(tzinfo=VIETNAM_TIME)


@pytest.mark.parametrize(
    ("accepted", "amount", "unit", "due"),
    [
        ("02/03 09:32", 5, TermUnit.WORKING_DAYS, "09/03 09:32"),
        ("13/02 10:00", 3, TermUnit.WORKING_DAYS, "25/02 10:00"),
        ("24/04 15:30", 2, TermUnit.WORKING_DAYS, "29/04 15:30"),
        ("29/04 16:00", 1, TermUnit.WORKING_DAYS, "04/05 16:00"),
        ("21/08 09:00", 1, TermUnit.WORKING_DAYS, "22/08 09:00"),
        ("23/11 14:00", 1, TermUnit.WORKING_DAYS, "25/11 14:00"),
        ("06/03 18:05", 1, TermUnit.WORKING_DAYS, "09/03 17:30"),
        ("06/03 15:30", 4, TermUnit.WORKING_HOURS, "09/03 09:30"),
        ("20/04 08:00", 10, TermUnit.CALENDAR_DAYS, "04/05 17:30"),
        ("31/08 08:00", 1, TermUnit.CALENDAR_DAYS, "03/09 17:30"),
        ("31/01 08:00", 1, TermUnit.MONTHS, "02/03 17:30"),
    ],
)
def test_due_time_follows_the_working_calendar(accepted: str, amount: int, unit: TermUnit, due: str) -> None:
    assert due_at(at(accepted), Term(amount, unit), OFFICE) == at(due)


def test_waiting_for_the_citizen_moves_the_due_time_by_the_working_time_waited() -> None:
    asked, completed = at("04/03 10:00"), at("09/03 14:00")
    due = due_at(at("02/03 08:00"), Term(5, TermUnit.WORKING_DAYS), OFFICE)
    assert OFFICE.between(asked, completed) == timedelta(hours=26)
    assert due_after_pause(due, asked, completed, TermUnit.WORKING_DAYS, OFFICE) == at("12/03 10:00")


@pytest.mark.parametrize("unit", [TermUnit.CALENDAR_DAYS, TermUnit.MONTHS])
@pytest.mark.parametrize(
    ("due", "asked", "completed", "moved"),
    [
        # Six days, Tuesday to Monday: Sunday 14/03 is no working day.
        ("2027-03-08T17:30", "2027-02-16T16:00", "2027-02-22T09:00", "2027-03-15T17:30"),
        ("2027-03-08T17:30", "2027-02-16T08:00", "2027-02-17T17:00", "2027-03-09T17:30"),
        ("2027-03-08T17:30", "2027-02-16T08:00", "2027-02-16T17:00", "2027-03-08T17:30"),
        ("2027-03-08T17:30", "2027-02-20T08:00", "2027-02-21T08:00", "2027-03-09T17:30"),
        # Over Tết and over a month's end: still days.
        ("2027-02-03T17:30", "2027-01-27T10:00", "2027-03-01T10:00", "2027-03-08T17:30"),
    ],
)
def test_a_term_in_calendar_days_moves_by_calendar_days(
    unit: TermUnit, due: str, asked: str, completed: str, moved: str
) -> None:
    before, stopped, went_on = (
        datetime.fromisoformat(text).replace(tzinfo=VIETNAM_TIME) for text in (due, asked, completed)
    )
    found = due_after_pause(before, stopped, went_on, unit, OFFICE)
    assert found == datetime.fromisoformat(moved).replace(tzinfo=VIETNAM_TIME)


def day(text: str) -> date:
    return at(f"{text} 00:00").date()


@pytest.mark.parametrize(
    ("last", "ends"),
    [
        ("05/03", "05/03 17:30"),
        ("07/03", "09/03 17:30"),  # Saturday
        ("08/03", "09/03 17:30"),  # Sunday
        ("14/02", "23/02 17:30"),  # the Saturday before Tết
        ("18/02", "23/02 17:30"),  # in Tết
        ("22/08", "22/08 17:30"),  # a Saturday that is made up
        ("23/08", "24/08 17:30"),
        ("31/08", "03/09 17:30"),  # a Monday that was swapped for it
    ],
)
def test_a_term_that_ends_on_a_day_of_rest_ends_with_the_next_working_day(last: str, ends: str) -> None:
    assert OFFICE.end_of(day(last)) == at(ends)


@pytest.mark.parametrize(
    ("written", "before", "after"),
    [
        ("05/03", "04/03 07:30", "06/03 07:30"),
        ("08/03", "06/03 07:30", "09/03 07:30"),  # Sunday
        ("09/03", "06/03 07:30", "10/03 07:30"),  # Monday
        ("18/02", "13/02 07:30", "23/02 07:30"),  # in Tết
        ("24/08", "22/08 07:30", "25/08 07:30"),  # the Monday after a Saturday that is made up
        ("31/08", "28/08 07:30", "03/09 07:30"),
    ],
)
def test_a_written_date_stays_and_one_is_told_of_it_on_working_days(written: str, before: str, after: str) -> None:
    assert OFFICE.told_before(day(written)) == at(before)
    assert OFFICE.told_after(day(written)) == at(after)


@pytest.mark.parametrize(
    ("start", "count", "ends"),
    [
        ("02/03 16:00", 3, "05/03 17:30"),
        ("02/03 06:00", 3, "05/03 17:30"),  # before the office opens: the day itself still does not count
        ("06/03 18:05", 1, "09/03 17:30"),
        ("07/03 09:00", 1, "09/03 17:30"),  # asked on a Saturday
        ("12/02 16:00", 3, "24/02 17:30"),  # over Tết
        ("20/08 16:00", 2, "22/08 17:30"),  # a Saturday that is made up counts
        ("28/08 16:00", 1, "03/09 17:30"),  # a Monday that was swapped for it does not
    ],
)
def test_whoever_is_outside_the_office_has_the_last_working_day_whole(start: str, count: int, ends: str) -> None:
    assert end_of_working_days(at(start), count, OFFICE) == at(ends)


def test_a_year_with_a_few_single_days_off_has_no_calendar_yet() -> None:
    decided = read_calendar(CALENDAR.read_bytes())
    days = CalendarDays.of([*decided, CalendarDay(date(2028, 3, 6), DayKind.HOLIDAY, "Nghỉ tránh bão")])
    assert days.undecided_years(date(2027, 12, 20), date(2027, 12, 31)) == []
    assert days.undecided_years(date(2027, 12, 20), date(2029, 1, 5)) == [2028, 2029]


def test_an_agency_may_keep_its_own_hours_and_saturday_mornings() -> None:
    office = WorkingTime(CalendarDays(weekdays=frozenset(range(1, 7))), (Slot(time(7), time(11)),))
    assert office.after(at("06/03 10:00"), timedelta(hours=2)) == at("07/03 08:00")


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.after(datetime(2026, 3, 2, 8), timedelta(hours=1))  # noqa: DTZ001


def test_slots_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        WorkingTime(CalendarDays(), (Slot(time(7), time(12)), Slot(time(11), time(17))))


def test_a_calendar_without_working_days_is_refused_and_does_not_hang() -> None:
    with pytest.raises(ValueError, match="no working day"):
        WorkingTime(CalendarDays(weekdays=frozenset())).after(at("02/03 08:00"), timedelta(hours=1))


def test_a_term_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        Term(0, TermUnit.WORKING_DAYS)


FIRST = datetime(2025, 1, 1, tzinfo=VIETNAM_TIME)
moments = st.integers(0, 900 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
durations = st.integers(0, 60 * 80).map(lambda minutes: timedelta(minutes=minutes))


@given(moments, durations, durations)
def test_counting_in_two_parts_gives_the_same_due_time(start: datetime, first: timedelta, second: timedelta) -> None:
    if first + second:
        assert OFFICE.after(OFFICE.after(start, first), second) == OFFICE.after(start, first + second)


@given(moments, durations)
def test_the_working_time_up_to_the_due_time_is_the_term(start: datetime, duration: timedelta) -> None:
    assert OFFICE.between(start, OFFICE.after(start, duration)) == duration


@given(moments, moments, moments)
def test_working_time_adds_up_along_the_way(one: datetime, two: datetime, three: datetime) -> None:
    a, b, c = sorted([one, two, three])
    assert OFFICE.between(a, b) + OFFICE.between(b, c) == OFFICE.between(a, c)


@given(moments, st.integers(1, 60), st.sampled_from(list(TermUnit)))
def test_a_due_time_is_never_on_a_day_of_rest_or_before_acceptance(
    start: datetime, amount: int, unit: TermUnit
) -> None:
    due = due_at(start, Term(min(amount, 12), unit), OFFICE)
    assert due > start
    assert OFFICE.days.is_working_day(due.date())
    assert any(slot.opens <= due.time() <= slot.closes for slot in DEFAULT_SLOTS)


@given(moments, durations, durations)
def test_accepting_later_never_makes_a_dossier_due_earlier(start: datetime, later: timedelta, term: timedelta) -> None:
    assert OFFICE.after(start, term) <= OFFICE.after(start + later, term)


def test_one_working_day_is_eight_working_hours() -> None:
    days = due_at(at("02/03 09:32"), Term(3, TermUnit.WORKING_DAYS), OFFICE)
    assert days == due_at(at("02/03 09:32"), Term(24, TermUnit.WORKING_HOURS), OFFICE)
    assert days.date() == date(2026, 3, 5)


def test_a_counter_may_open_on_saturday_mornings_beside_its_usual_week() -> None:
    week = frozenset(range(1, 6))
    slots = (Slot(time(7, 30), time(11, 30), week | {6}), Slot(time(13, 30), time(17, 30), week))
    made_up = CalendarDays(weekdays=week | {6}, made_up=frozenset({date(2026, 3, 14)}))
    office = WorkingTime(made_up, slots)
    assert office.after(at("06/03 17:00"), timedelta(hours=5)) == at("09/03 08:00")  # four of them on Saturday 07/03
    assert office.closing_of(date(2026, 3, 7)) == at("07/03 11:30")
    assert office.end_of(date(2026, 3, 7)) == at("07/03 11:30")
    assert office.closing_of(date(2026, 3, 14)) == at("14/03 17:30"), "made up, it is worked whole"


@pytest.mark.parametrize("hours", range(0, 24 * 6, 5))
@pytest.mark.parametrize("worked", [0, 1, 8, 19])
def test_counted_back_it_is_the_same_working_time(hours: int, worked: int) -> None:
    time = WorkingTime(CalendarDays.of([], MONDAY_TO_FRIDAY))
    end = datetime(2026, 8, 27, 3, 20, tzinfo=VIETNAM_TIME) + timedelta(hours=hours)
    since = time.back(end, timedelta(hours=worked))
    assert time.between(since, end) == timedelta(hours=worked)
