from datetime import date

import pytest

from shared.standards.calendar_days import CalendarDays, DayKind, read_calendar
from shared.standards.tables import BadTable

HEADING = "date,kind,name\n"


def test_each_kind_of_day_has_its_effect() -> None:
    text = HEADING + "2026-04-30,holiday,A\n2026-08-31,substitute_off,B\n2026-08-22,makeup_work,C\n"
    days = CalendarDays.of(read_calendar(text.encode()))
    assert not days.is_working_day(date(2026, 4, 30))
    assert not days.is_working_day(date(2026, 8, 31))
    assert days.is_working_day(date(2026, 8, 22))
    assert not days.is_working_day(date(2026, 8, 23))
    assert days.working_day_from(date(2026, 8, 29)) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("2026-02-30,holiday,A\n", 2),
        ("2026-01-01,holiday,A\n2026-01-01,holiday,B\n", 3),
        ("2026-01-01,fete,A\n", 2),
        ("2026-01-01\n", 2),
        ("2026-01-05,makeup_work,A\n", 2),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused_with_its_line(rows: str, line: int) -> None:
    with pytest.raises(BadTable) as refused:
        read_calendar((HEADING + rows).encode())
    assert refused.value.line == line


def test_kinds_are_the_three_of_the_table() -> None:
    assert {kind.value for kind in DayKind} == {"holiday", "substitute_off", "makeup_work"}
