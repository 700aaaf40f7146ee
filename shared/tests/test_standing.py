"""What loops ask each second costs one connection, however many fall together; and who listens hears again after a loss."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from shared.messaging.axis.choice import topology
from shared.messaging.axis.postgres import PostgresAxis
from shared.messaging.axis.tables import create_schema
from shared.messaging.inbox import Consumer, Handlers
from shared.messaging.outbox import Relay
from shared.storage import standing
from shared.storage.database import Database
from shared.storage.standing import Standing
from shared.work.jobs import Job, Jobs

Check = Callable[[str], Awaitable[None]]
_OPEN = (
    "SELECT count(*) FROM pg_stat_activity WHERE starts_with(application_name, 'busy') AND datname = current_database()"
)


@pytest.fixture
def in_database(service_database: Any) -> Callable[[Check], None]:
    url = service_database("one_stop")
    return lambda check: asyncio.run(check(url))  # type: ignore[arg-type]


async def _opened(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(_OPEN))
    finally:
        await connection.close()


async def _nothing(_session: object, _key: str) -> None:
    return


def test_loops_that_ask_at_the_same_moment_share_one_connection(in_database: Any) -> None:
    async def check(url: str) -> None:
        database: Database = Database(url, "busy")
        nowhere: Any = None
        relay = Relay("one-stop", database, nowhere, nowhere)
        consumer = Consumer("one-stop", database, nowhere, Handlers(), nowhere)
        lanes = [Jobs(database, [Job(name, name, _nothing)]) for name in ("a", "b")]
        await asyncio.gather(relay.publish_batch(), consumer.retry_due(), *(lane.is_due() for lane in lanes))
        assert await _opened(url) == 1
        await database.close()

    in_database(check)


def test_a_resting_consumer_of_several_queues_holds_one_connection(in_database: Any) -> None:
    async def check(url: str) -> None:
        await create_schema(url, topology(), {})
        axis = PostgresAxis(url, topology(), "busy")
        queues = ("one-stop.events", "one-stop.reports")
        tasks = [asyncio.create_task(axis.consume(queue, _take)) for queue in queues]
        for queue in queues:  # a question that waits its turn behind theirs: both have asked
            await axis._standing.fetch("SELECT $1::text", queue)
        assert await _opened(url) == 1
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await axis.close()

    in_database(check)


async def _take(_parcels: object) -> None:
    return


async def _server_process(standing: Standing) -> int:
    (row,) = await standing.fetch("SELECT pg_backend_pid() AS pid")
    return int(row["pid"])


def test_who_listens_hears_again_after_the_connection_was_lost(in_database: Any) -> None:
    async def check(url: str) -> None:
        standing, heard = Standing(url, "busy"), asyncio.Event()
        await standing.listen("outbox", heard.set)
        other = await asyncpg.connect(url)
        own = await _server_process(standing)
        await other.fetchval("SELECT pg_terminate_backend($1, 5000)", own)
        # Whoever asks first may meet the loss, in the middle of the driver's own work too.
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
            await standing.fetch("SELECT 1")
        assert await _server_process(standing) != own
        await other.execute("NOTIFY outbox")
        await asyncio.wait_for(heard.wait(), 30)
        standing.close()
        await other.close()

    in_database(check)


def test_a_server_that_fell_silent_is_left_and_asked_anew(in_database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def check(url: str) -> None:
        kept = Standing(url, "busy")
        before = await _server_process(kept)
        monkeypatch.setattr(standing, "PATIENCE", 0.1)
        with pytest.raises(TimeoutError):
            await kept.fetch("SELECT pg_sleep(20)")
        monkeypatch.undo()
        assert await _server_process(kept) != before
        kept.close()

    in_database(check)
