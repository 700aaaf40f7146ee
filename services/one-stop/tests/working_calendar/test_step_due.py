"""When a step is due by another calendar, without any database."""

from datetime import timedelta

from one_stop.due_dates.rules import Cause, Move
from one_stop.recounting.rules import Given, step_due_of
from shared.standards.calendar_days import CalendarDays
from shared.standards.working_time import WorkingTime

from ..due_dates.playing import at

OFFICE = WorkingTime(CalendarDays())


def test_a_step_has_its_own_hours_up_to_its_limit() -> None:
    assert step_due_of(Given(at(2), timedelta(hours=12)), [], [], OFFICE) == at(3, 15)
    assert step_due_of(Given(at(2), timedelta(hours=12), at(2, 17)), [], [], OFFICE) == at(2, 17)


def test_waits_within_the_step_move_it_and_those_before_do_not() -> None:
    within, before = Move(Cause.PAUSE, at(3), at(4)), Move(Cause.SUPPLEMENT, at(1), at(2))
    assert step_due_of(Given(at(2), timedelta(hours=8)), [before, within], [], OFFICE) == at(4)


def test_hours_that_were_given_anew_count_from_then() -> None:
    given = Given(at(2), timedelta(hours=8), at(2, 17))
    assert step_due_of(given, [Move(Cause.EXTENSION, amount=5)], [at(5)], OFFICE) == at(6)
    assert step_due_of(given, [Move(Cause.PAUSE, at(3), at(4))], [at(5)], OFFICE) == at(6)
