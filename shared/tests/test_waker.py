"""A door wakes the relay at once, and keeps no connection for it while nobody tells anything."""

import asyncio
from typing import Any

import asyncpg
import pytest

from shared.messaging import waker
from shared.messaging.waker import Waker

_CALLERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'NOTIFY outbox'"


def test_a_quiet_door_has_no_connection_and_wakes_the_relay_all_the_same(
    service_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waker, "IDLE_SECONDS", 0.05)
    url = service_database("one_stop")

    async def check() -> None:
        heard = asyncio.Event()
        relay = await asyncpg.connect(url)
        await relay.add_listener("outbox", lambda *_: heard.set())
        door = Waker(url)
        for _ in range(2):
            heard.clear()
            door.wake()
            await heard.wait()
            await _until_nobody_calls(relay)
        await door.close()
        await relay.close()

    asyncio.run(check())


async def _until_nobody_calls(relay: Any) -> None:
    for _ in range(1000):
        if not await relay.fetchval(_CALLERS):
            return
        await asyncio.sleep(0.01)
    pytest.fail("the door keeps its connection")
