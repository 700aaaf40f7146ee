"""When a job that comes back is due next, by the calendar of Viet Nam."""

from datetime import UTC, datetime, time, timedelta

import pytest

from shared.work import jobs


def test_a_daily_job_comes_at_its_hour_of_viet_nam() -> None:
    at_six = jobs.daily(time(6, 0))
    assert at_six(datetime(2026, 11, 25, 22, 59, tzinfo=UTC)) == datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    assert at_six(datetime(2026, 11, 25, 23, 0, tzinfo=UTC)) == datetime(2026, 11, 26, 23, 0, tzinfo=UTC)


def test_a_yearly_job_comes_on_its_day_of_viet_nam() -> None:
    at_new_year = jobs.yearly(1, 1, time(0, 30))
    begins = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    assert at_new_year(datetime(2026, 1, 1, tzinfo=UTC)) == begins
    assert at_new_year(begins - timedelta(seconds=1)) == begins
    assert at_new_year(begins) == datetime(2027, 12, 31, 17, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="day"):
        jobs.yearly(2, 29, time(0, 30))
