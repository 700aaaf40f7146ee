"""Messages that nobody takes in are kept within bounds, and what was dropped is told."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text

from shared.messaging import parked
from shared.messaging.parked import dropped_lately, park
from shared.storage.database import Database

Check = Callable[[Database], Awaitable[None]]


@pytest.fixture
def in_database(service_database: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Check], None]:
    monkeypatch.setattr(parked, "MOST_PARKED", 3)
    url = service_database("one_stop")

    def run(check: Check) -> None:
        async def inside() -> None:
            database = Database(url, "test")
            try:
                await check(database)
            finally:
                await database.close()

        asyncio.run(inside())

    return run


async def kept(database: Database, queue: str) -> list[bytes]:
    async with database.sessions() as session:
        statement = text("SELECT body FROM poison_message WHERE queue = :queue ORDER BY id")
        return list(await session.scalars(statement, {"queue": queue}))


async def dropped(database: Database, queue: str) -> list[int]:
    async with database.sessions() as session:
        return [int(row["count"]) for row in await dropped_lately(session, [queue])]


def test_a_flood_leaves_the_newest_of_its_queue_and_is_counted(in_database: Any) -> None:
    async def check(database: Database) -> None:
        await park(database, "quiet", [(b"alone", "x")])
        assert await dropped(database, "flooded") == []
        for number in range(4):
            await park(database, "flooded", [(f"{number}{part}".encode(), "x") for part in "ab"])
        left = await kept(database, "flooded")
        assert len(left) == 3
        assert {b"3a", b"3b"} < set(left)
        assert await kept(database, "quiet") == [b"alone"]
        assert await dropped(database, "flooded") == [5]
        await park(database, "flooded", [(str(number).encode(), "x") for number in range(10)])
        assert sorted(await kept(database, "flooded")) == [b"7", b"8", b"9"]
        assert await dropped(database, "flooded") == [15]

    in_database(check)


def test_what_is_older_than_a_month_makes_room(in_database: Any) -> None:
    async def check(database: Database) -> None:
        await park(database, "slow", [(b"old", "x")])
        async with database.sessions.begin() as session:
            await session.execute(text("UPDATE poison_message SET received_at = now() - interval '31 days'"))
        await park(database, "slow", [(b"new", "x")])
        assert await kept(database, "slow") == [b"new"]
        assert await dropped(database, "slow") == [1]

    in_database(check)
