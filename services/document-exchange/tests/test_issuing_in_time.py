"""Signed and not issued: a list with how long each has lain, the clerks told once, the leaders a day later (NĐ 30/2020 Điều 18.1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from document_exchange.documents.issue_deadlines import ISSUE_JOBS
from document_exchange.documents.issue_terms import (
    clerks_told_at,
    due_at,
    is_late,
    late_before,
    leaders_told_at,
    waited_words,
)
from shared.access.rights import Role
from shared.contracts.one_stop_calendar import CalendarDecided, DecidedDay
from shared.core import clock
from shared.standards.calendar_days import MONDAY_TO_FRIDAY, CalendarDay, CalendarDays, DayKind
from shared.standards.working_time import WorkingTime
from shared.work.jobs import Jobs

from .test_journey import run
from .test_notifications import told
from .test_outgoing_together import signed

FRIDAY = datetime(2026, 8, 28, 10, 0, tzinfo=clock.VIETNAM)
HOLIDAY = CalendarDay(date(2026, 9, 2), DayKind.HOLIDAY, "Quốc khánh")
TIME = WorkingTime(CalendarDays.of([HOLIDAY], MONDAY_TO_FRIDAY))


def at(day: int, hour: int, minute: int = 0, month: int = 8) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.VIETNAM)


def test_an_ordinary_document_is_due_as_the_next_working_day_closes() -> None:
    assert due_at(FRIDAY, 0, TIME) == at(31, 17, 30)
    assert clerks_told_at(FRIDAY, 0, TIME) == at(1, 7, 30, month=9)
    assert leaders_told_at(FRIDAY, 0, TIME) == at(3, 7, 30, month=9), "the second of September is a holiday"


def test_an_urgent_one_is_due_as_it_is_signed() -> None:
    assert due_at(FRIDAY, 2, TIME) == FRIDAY
    assert clerks_told_at(FRIDAY, 2, TIME) == at(28, 11)
    assert leaders_told_at(FRIDAY, 2, TIME) == at(31, 7, 30)


@pytest.mark.parametrize("hours", range(0, 24 * 8, 5))
def test_what_is_late_is_what_was_signed_before_one_moment(hours: int) -> None:
    now = at(31, 17, 30) - timedelta(days=3) + timedelta(hours=hours)
    for before in range(0, 24 * 6, 7):
        signed_at = now - timedelta(hours=before)
        assert is_late(signed_at, 0, now, TIME) == (signed_at < late_before(now, TIME)), (now, signed_at)


def test_waiting_is_counted_in_working_time() -> None:
    assert waited_words(FRIDAY, at(28, 10, 30), TIME) == "chưa tới 1 giờ làm việc"
    assert waited_words(FRIDAY, at(28, 14, 30), TIME) == "2 giờ làm việc"
    assert waited_words(FRIDAY, at(31, 10), TIME) == "1 ngày làm việc"
    assert waited_words(FRIDAY, at(1, 15, month=9), TIME) == "2 ngày 3 giờ làm việc"


async def at_work(house: Any, moment: datetime) -> list[tuple[str, str]]:
    """What is told since the last look, and to whom."""
    before = len(await told(house))
    with clock.stopped_at(moment):
        jobs = Jobs(house.database, ISSUE_JOBS)
        while await jobs.do_next():
            pass
    return [(event["notification"], event["to"][0]["role"]) for event in (await told(house))[before:]]


async def signed_on(house: Any, moment: datetime, **changes: object) -> str:
    with clock.stopped_at(moment):
        document_id = str(await house.draft(**changes))
        await house.step(document_id, "submit", Role.SPECIALIST)
        await house.step(document_id, "sign", Role.LEADER)
    return document_id


def test_clerks_hear_once_that_it_is_late_and_leaders_a_day_later(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        await signed_on(house, FRIDAY)
        gone = await signed_on(house, FRIDAY)
        assert await at_work(house, at(31, 17)) == []
        await house.step(gone, "number", Role.RECORDS_CLERK)
        await house.step(gone, "seal", Role.RECORDS_CLERK)
        await house.step(gone, "send", Role.RECORDS_CLERK)
        assert await at_work(house, at(1, 7, 31, month=9)) == [("issue-late", "records-clerk")]
        assert await at_work(house, at(1, 12, month=9)) == []
        assert await at_work(house, at(2, 7, 31, month=9)) == [("issue-late-here", "leader")]
        assert await at_work(house, at(9, 12, month=9)) == []

    run(open_house, play)


def test_of_an_urgent_one_clerks_hear_at_once_and_again(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        document_id = await signed_on(house, FRIDAY, priority=2)
        first = (await told(house))[-1]
        assert (first["notification"], first["to"][0]["role"]) == ("issue-urgent", "records-clerk")
        assert await at_work(house, at(28, 11, 1)) == [("issue-urgent", "records-clerk")]
        await house.step(document_id, "return", Role.RECORDS_CLERK, opinion="Sai thể thức")
        assert await at_work(house, at(31, 8)) == [], "it is with its drafter again"

    run(open_house, play)


def test_a_day_off_that_the_office_decides_moves_it(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        await signed_on(house, FRIDAY)
        days = (DecidedDay(on=date(2026, 8, 31), kind="holiday", name="Nghỉ tránh bão"),)
        with clock.stopped_at(at(28, 16)):
            decided = CalendarDecided(part="2026", decided_at=clock.now(), year=2026, days=days)
            await house.tell(decided, "one-stop")
        assert await at_work(house, at(1, 7, 31, month=9)) == []
        assert await at_work(house, at(2, 7, 31, month=9)) == [("issue-late", "records-clerk")]

    run(open_house, play)


def test_what_was_signed_before_the_release_is_watched_from_then_on(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        await signed_on(house, FRIDAY)
        pool = await house.database.hot()
        await pool.execute("DELETE FROM job")
        with clock.stopped_at(at(9, 9, month=9)):
            await Jobs(house.database, ISSUE_JOBS).begin()
        assert await at_work(house, at(9, 9, month=9)) == [
            ("issue-late", "records-clerk"),
            ("issue-late-here", "leader"),
        ]

    run(open_house, play)


def test_the_list_has_the_late_ones_first_and_says_how_long_each_lies(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        now = clock.now()
        fresh, late, urgent, gone = [await signed(house) for _ in range(4)]
        pool = await house.database.hot()
        for one, days, priority in ((late, 30, 0), (urgent, 0, 1)):
            await pool.execute(
                "UPDATE outgoing_document SET signed_at = $2, priority = $3 WHERE id = $1::uuid",
                one,
                now - timedelta(days=days, seconds=1),
                priority,
            )
        await pool.execute("UPDATE outgoing_document SET status = 'sent' WHERE id = $1::uuid", gone)
        page = (await house.call(clerk, "GET", "/van-ban/di?pham_vi=unissued")).text
        places = [page.find(f'href="/van-ban/di/{one}') for one in (urgent, late, fresh)]
        assert places == sorted(places)
        assert min(places) > 0
        assert gone not in page
        assert page.count("Chờ phát hành:") == 3
        assert page.count("Quá hạn phát hành<") == 1
        assert "Khẩn, phát hành ngay" in page
        assert "Đã ký, quá hạn phát hành" in (await house.call(clerk, "GET", "/van-ban/di")).text
        answer = await house.call(clerk, "GET", "/documents?scope=unissued")
        assert [item["id"] for item in answer.json()["items"]] == [urgent, late, fresh]
        only = await house.call(clerk, "GET", "/documents?scope=unissued&status=sealed")
        assert only.json()["items"] == []
        away = house.person(Role.RECORDS_CLERK, "000.00.02.H08")
        assert (await house.call(away, "GET", "/documents?scope=unissued")).json()["items"] == []

    run(open_house, play)
