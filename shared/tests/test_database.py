"""What a busy hour has opened at the database is let go in a quiet one, and nobody's work is cut off by it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.core.errors import PreconditionFailed, Unavailable
from shared.storage.database import Database
from shared.storage.failing import refusal_for_database

Check = Callable[[Database], Awaitable[None]]
_COUNT = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'busy' AND datname = current_database()"


@pytest.fixture
def in_database(service_database: Any) -> Callable[[Check], None]:
    url = service_database("one_stop")

    def run(check: Check) -> None:
        async def inside() -> None:
            database = Database(url, "busy")
            try:
                await check(database)
            finally:
                await database.close()

        asyncio.run(inside())

    return run


async def connections_of(database: Database) -> int:
    return int(await (await database.hot()).fetchval(_COUNT))


async def until_there_are(expected: int, database: Database) -> None:
    """The server takes leave a moment after the client."""
    for _ in range(1000):
        if await connections_of(database) == expected:
            return
        await asyncio.sleep(0.01)
    assert await connections_of(database) == expected


async def work_together(database: Database, people: int) -> None:
    everybody_in = asyncio.Barrier(people)

    async def work() -> None:
        async with database.sessions.begin() as session:
            await session.execute(text("SELECT 1"))
            await everybody_in.wait()

    await asyncio.gather(*(work() for _ in range(people)))


def test_a_quiet_hour_closes_what_a_busy_one_opened(in_database: Any) -> None:
    async def check(database: Database) -> None:
        await work_together(database, 4)
        assert await connections_of(database) == 4
        await database.let_go()
        await until_there_are(0, database)

    in_database(check)


def test_work_under_way_goes_on_while_idle_connections_are_closed(in_database: Any) -> None:
    async def check(database: Database) -> None:
        await work_together(database, 3)
        async with database.sessions.begin() as session:
            own = await session.scalar(text("SELECT pg_backend_pid()"))
            await database.let_go()
            assert await session.scalar(text("SELECT pg_backend_pid()")) == own
        await until_there_are(1, database)
        async with database.sessions.begin() as session:
            assert await session.scalar(text("SELECT pg_backend_pid()")) == own

    in_database(check)


def test_a_database_that_is_away_ends_nothing(in_database: Any) -> None:
    async def check(database: Database) -> None:
        await work_together(database, 2)
        async with database.sessions.begin() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'busy' AND datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        await database.let_go()
        await work_together(database, 2)

    in_database(check)


def test_of_two_that_wait_for_each_other_one_is_told_to_look_again(in_database: Any) -> None:
    async def check(database: Database) -> None:
        both_hold = asyncio.Barrier(2)

        async def lock(first: int, second: int) -> None:
            async with database.sessions.begin() as session:
                await session.execute(text(f"SELECT pg_advisory_xact_lock({first})"))
                await both_hold.wait()
                await session.execute(text(f"SELECT pg_advisory_xact_lock({second})"))

        outcomes = await asyncio.gather(lock(1, 2), lock(2, 1), return_exceptions=True)
        (given_up,) = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        refusal = refusal_for_database(given_up)
        assert isinstance(refusal, PreconditionFailed)
        assert refusal.code == "changed_meanwhile"

    in_database(check)


def test_who_waits_too_long_for_another_is_told_to_try_again_not_that_it_has_changed(in_database: Any) -> None:
    async def check(database: Database) -> None:
        async with database.sessions.begin() as holding, database.sessions() as waiting:
            await holding.execute(text("SELECT pg_advisory_xact_lock(1)"))
            await waiting.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(DBAPIError) as given_up:
                await waiting.execute(text("SELECT pg_advisory_xact_lock(1)"))
        refusal = refusal_for_database(given_up.value)
        assert isinstance(refusal, Unavailable)
        assert refusal.code == "held_by_another"

    in_database(check)
