"""Until when the counter hands over what it received (Nghị định 118/2025/NĐ-CP, Điều 18 khoản 2), without any database."""

from datetime import date, datetime, time

import pytest

from one_stop.dossiers.due import hand_over_by
from shared.standards.calendar_days import VIETNAM_TIME, CalendarDay, CalendarDays, DayKind
from shared.standards.working_time import WorkingTime

DAYS = [
    CalendarDay(date(2027, 1, 1), DayKind.HOLIDAY, "Tết Dương lịch"),
    CalendarDay(date(2026, 8, 22), DayKind.MAKEUP_WORK, "Làm bù"),
]
OFFICE = WorkingTime(CalendarDays.of(DAYS))


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-11-26 07:00", "2026-11-26 17:30"),  # before the office opens
        ("2026-11-26 14:59:59", "2026-11-26 17:30"),
        ("2026-11-26 15:00", "2026-11-26 17:30"),
        ("2026-11-26 15:00:01", "2026-11-27 11:30"),
        ("2026-11-26 23:59", "2026-11-27 11:30"),
        ("2026-11-27 15:30", "2026-11-30 11:30"),  # Friday
        ("2026-11-28 09:00", "2026-11-30 11:30"),  # Saturday
        ("2026-08-22 09:00", "2026-08-22 17:30"),  # a Saturday that is worked
        ("2026-12-31 15:30", "2027-01-04 11:30"),  # a holiday on a Friday follows
    ],
)
def test_the_same_day_or_the_next_working_morning(received: str, by: str) -> None:
    assert hand_over_by(_at(received), time(15), OFFICE) == _at(by)


def test_a_province_may_say_another_hour() -> None:
    assert hand_over_by(_at("2026-11-26 15:30"), time(16), OFFICE) == _at("2026-11-26 17:30")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM_TIME)
