"""The calendar and hours that the office decides at one-stop hold for documents too."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from document_exchange.seeding import seed
from shared.contracts.one_stop_calendar import CalendarDecided, DecidedDay, DecidedSlot, HoursDecided
from shared.core import clock
from shared.core.settings import Settings
from shared.work.working_calendar.queries import get_working_time

from .test_incoming import RECEIVER, run
from .test_notifications import PROVINCE, WEDNESDAY, day_after_today, given, seen_each_day


def decided(on: date) -> CalendarDecided:
    days = (DecidedDay(on=on, kind="holiday", name="Nghỉ tránh bão"),)
    return CalendarDecided(part=str(on.year), decided_at=clock.now(), year=on.year, days=days)


def test_a_year_that_the_office_decides_moves_the_mornings_on_which_one_is_told(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        due = day_after_today(WEDNESDAY)
        await given(house, due)
        await house.tell(decided(due - timedelta(days=1)), "one-stop")
        told = await seen_each_day(house, due - timedelta(days=5), 6)
        assert told == {"document-due-soon": due - timedelta(days=2)}

    run(open_house, play)


def test_files_of_the_province_change_no_more_what_the_office_decided(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        tet = date(2027, 2, 8)
        await seed(house.database, Settings(_env_file=None), PROVINCE)
        await house.tell(decided(date(2027, 3, 1)), "one-stop")
        slot = DecidedSlot(opens=time(8), closes=time(12), weekdays=(1, 2, 3, 4, 5))
        hours = HoursDecided(part="hours/", decided_at=clock.now(), agency_code="", slots=(slot,))
        await house.tell(hours, "one-stop")
        await seed(house.database, Settings(_env_file=None), PROVINCE)
        async with house.database.sessions() as session:
            office = await get_working_time(session, RECEIVER)
        assert office.days.is_working_day(tet)
        assert not office.days.is_working_day(date(2027, 3, 1))
        assert not office.days.is_working_day(date(2026, 9, 2)), "other years are the files' still"
        assert [(each.opens, each.closes) for each in office.slots] == [(time(8), time(12))]

    run(open_house, play)
