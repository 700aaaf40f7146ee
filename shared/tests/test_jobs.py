"""Jobs and deadlines: once, on time, after an outage too, and seen when they fail."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shared.core import clock
from shared.storage.database import Database
from shared.work import jobs
from shared.work.jobs import Job, Jobs

NOON = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
"""12:00 in Việt Nam."""

Check = Callable[[Database], Awaitable[None]]


@pytest.fixture
def in_database(service_database: Any) -> Callable[[Check], None]:
    url = service_database("one_stop")

    def run(check: Check) -> None:
        async def inside() -> None:
            database = Database(url, "test")
            async with database.sessions.begin() as session:
                await session.execute(text("CREATE TABLE effect (job text, key text)"))
            try:
                await check(database)
            finally:
                await database.close()

        asyncio.run(inside())

    return run


async def leave_a_trace(session: Any, key: str) -> None:
    await session.execute(text("INSERT INTO effect VALUES ('remind', :key)"), {"key": key})


REMIND = Job("remind", "Nhắc", leave_a_trace)


async def effects(database: Database) -> list[str]:
    async with database.sessions() as session:
        return list(await session.scalars(text("SELECT key FROM effect ORDER BY key")))


async def plan(database: Database, key: str, due: datetime) -> None:
    async with database.sessions.begin() as session:
        await jobs.plan(session, REMIND, key, due)


def test_a_job_is_done_at_its_moment_and_not_before(in_database: Any) -> None:
    async def check(database: Database) -> None:
        book = Jobs(database, [REMIND])
        await plan(database, "dossier/1", NOON)
        with clock.stopped_at(NOON - timedelta(seconds=1)):
            assert not await book.do_next()
        with clock.stopped_at(NOON):
            assert await book.do_next()
            assert not await book.do_next()
        assert await effects(database) == ["dossier/1"]

    in_database(check)


def test_planned_again_it_moves_and_cancelled_it_is_not_done(in_database: Any) -> None:
    async def check(database: Database) -> None:
        book = Jobs(database, [REMIND])
        await plan(database, "moved", NOON)
        await plan(database, "moved", NOON + timedelta(days=1))
        await plan(database, "off", NOON)
        async with database.sessions.begin() as session:
            await jobs.cancel(session, REMIND, "off")
        with clock.stopped_at(NOON + timedelta(hours=1)):
            assert not await book.do_next()
        with clock.stopped_at(NOON + timedelta(days=1)):
            assert await book.do_next()
        await plan(database, "moved", NOON + timedelta(days=2))  # done before, wanted again
        with clock.stopped_at(NOON + timedelta(days=2)):
            assert await book.do_next()
        assert await effects(database) == ["moved", "moved"]

    in_database(check)


def test_a_refused_act_plans_nothing(in_database: Any) -> None:
    async def check(database: Database) -> None:
        async with database.sessions() as session:
            await jobs.plan(session, REMIND, "dossier/1", NOON)
            await session.rollback()
        with clock.stopped_at(NOON):
            assert not await Jobs(database, [REMIND]).do_next()

    in_database(check)


def test_ten_workers_do_a_hundred_jobs_once_each(in_database: Any) -> None:
    async def check(database: Database) -> None:
        for number in range(100):
            await plan(database, f"{number:03}", NOON)

        async def work() -> None:
            book = Jobs(database, [REMIND])
            while await book.do_next():
                pass

        with clock.stopped_at(NOON):
            await asyncio.gather(*(work() for _ in range(10)))
        assert await effects(database) == [f"{number:03}" for number in range(100)]

    in_database(check)


def test_a_worker_that_dies_leaves_its_job_to_another_and_no_effect_of_its_own(in_database: Any) -> None:
    async def check(database: Database) -> None:
        at_it = asyncio.Event()

        async def hang(session: Any, key: str) -> None:
            await leave_a_trace(session, f"{key} by the dead")
            at_it.set()
            await asyncio.sleep(60)

        await plan(database, "a", NOON)
        with clock.stopped_at(NOON):
            dying = asyncio.create_task(Jobs(database, [Job("remind", "Việc", hang)]).do_next())
            await at_it.wait()
            assert not await Jobs(database, [REMIND]).do_next(), "two at one job"
            dying.cancel()
            await asyncio.gather(dying, return_exceptions=True)
            assert await Jobs(database, [REMIND]).do_next()
        assert await effects(database) == ["a"]

    in_database(check)


def test_what_fails_is_tried_again_with_growing_pauses_then_waits_for_the_operator(in_database: Any) -> None:
    async def check(database: Database) -> None:
        tried: list[datetime] = []

        async def fail(session: Any, key: str) -> None:
            await leave_a_trace(session, key)
            tried.append(clock.now())
            raise OSError("no paper in the printer")

        book = Jobs(database, [Job("remind", "Việc", fail)])
        await plan(database, "a", NOON)
        for second in range(0, 4000, 5):
            with clock.stopped_at(NOON + timedelta(seconds=second)):
                await book.do_next()
        pauses = [int((later - earlier).total_seconds()) for earlier, later in itertools.pairwise(tried)]
        assert pauses == [5, 10, 20, 40, 80, 160, 320]
        assert await effects(database) == [], "a failed try leaves nothing"
        async with database.sessions() as session:
            (row,) = await jobs.standing(session)
        assert (row["title"], row["key"], row["attempts"], row["error"], row["given_up"]) == (
            "Nhắc",
            "a",
            8,
            "partner/OSError",
            True,
        )
        with clock.stopped_at(NOON + timedelta(days=1)):
            assert not await book.do_next()
            async with database.sessions.begin() as session:
                assert await jobs.run_now(session, "remind", "a")
                assert not await jobs.run_now(session, "remind", "nobody's")
            assert await Jobs(database, [REMIND]).do_next()
        assert await effects(database) == ["a"]

    in_database(check)


def test_a_recurring_job_is_caught_up_once_after_an_outage_and_goes_on_at_its_hour(in_database: Any) -> None:
    async def check(database: Database) -> None:
        book = Jobs(database, [Job("each-morning", "Việc", leave_a_trace, jobs.daily(time(6, 0)))])
        with clock.stopped_at(NOON):
            await book.begin()
            await book.begin()  # another copy starts
            assert not await book.do_next()
        with clock.stopped_at(NOON + timedelta(days=4)):
            assert await book.do_next()
            assert not await book.do_next()
        async with database.sessions() as session:
            (row,) = await jobs.standing(session)
        assert row["due_at"] == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)  # 06:00 of the next day
        assert await effects(database) == [""]

    in_database(check)


def test_a_recurring_job_that_keeps_failing_is_never_given_up(in_database: Any) -> None:
    async def check(database: Database) -> None:
        works = False

        async def sometimes(session: Any, key: str) -> None:
            if not works:
                raise OSError
            await leave_a_trace(session, key)

        book = Jobs(database, [Job("hourly", "Việc", sometimes, jobs.every(timedelta(hours=1)))])
        with clock.stopped_at(NOON):
            await book.begin()
        for hour in range(1, 15):
            with clock.stopped_at(NOON + timedelta(hours=hour)):
                await book.do_next()
        works = True
        with clock.stopped_at(NOON + timedelta(hours=20)):
            assert await book.do_next()
        assert await effects(database) == [""]

    in_database(check)


def test_a_job_that_is_done_once_is_due_when_it_is_first_seen_and_never_again(in_database: Any) -> None:
    async def check(database: Database) -> None:
        once = Job("look-at-the-old", "Việc một lần", leave_a_trace, once=True)
        book = Jobs(database, [once, jobs.FORGET_DONE])
        with clock.stopped_at(NOON):
            await book.begin()
            async with database.sessions() as session:
                assert "look-at-the-old" in {row["name"] for row in await jobs.standing(session)}
            assert await book.do_next()
        for days in (1, 40, 80):
            with clock.stopped_at(NOON + timedelta(days=days)):
                await book.begin()  # the next start, after done jobs were forgotten
                while await book.do_next():
                    pass
        assert await effects(database) == [""]

    in_database(check)


def test_a_job_that_plans_itself_anew_stays_planned(in_database: Any) -> None:
    async def check(database: Database) -> None:
        async def again(session: Any, key: str) -> None:
            await leave_a_trace(session, key)
            await jobs.plan(session, REMIND, key, clock.now() + timedelta(days=1))

        book = Jobs(database, [Job("remind", "Việc", again)])
        await plan(database, "a", NOON)
        for day in range(3):
            with clock.stopped_at(NOON + timedelta(days=day)):
                assert await book.do_next()
                assert not await book.do_next()

    in_database(check)


def test_a_job_that_nobody_knows_any_more_stops_no_other(in_database: Any) -> None:
    async def check(database: Database) -> None:
        await plan(database, "a", NOON)
        async with database.sessions.begin() as session:
            await jobs.plan(session, Job("of-an-older-release", "", leave_a_trace), "x", NOON - timedelta(days=1))
        with clock.stopped_at(NOON):
            book = Jobs(database, [REMIND])
            assert await book.do_next()
            assert not await book.do_next()

    in_database(check)


def test_a_yearly_job_is_caught_up_once_after_an_outage_over_new_year(in_database: Any) -> None:
    async def check(database: Database) -> None:
        new_year = Job("each-year", "Việc đầu năm", leave_a_trace, jobs.yearly(1, 1, time(0, 30)))
        with clock.stopped_at(NOON):
            await Jobs(database, [new_year]).begin()
        with clock.stopped_at(datetime(2026, 12, 31, 17, 29, tzinfo=UTC)):
            assert not await Jobs(database, [new_year]).do_next()
        with clock.stopped_at(datetime(2027, 1, 6, 3, 0, tzinfo=UTC)):
            done = await asyncio.gather(*(Jobs(database, [new_year]).do_next() for _ in range(5)))
            assert done.count(True) == 1
        async with database.sessions() as session:
            (row,) = await jobs.standing(session)
        assert (row["name"], row["due_at"]) == ("each-year", datetime(2027, 12, 31, 17, 30, tzinfo=UTC))
        assert await effects(database) == [""]
        async with database.sessions.begin() as session:
            assert await jobs.run_now(session, "each-year", "")
        with clock.stopped_at(datetime(2027, 1, 7, 3, 0, tzinfo=UTC) + timedelta(days=4000)):
            assert await Jobs(database, [new_year]).do_next(), "the operator has it done again"
        assert await effects(database) == ["", ""]

    in_database(check)
