"""A door tells the relay of its service that there is something to send."""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg

from shared.storage.database import IDLE_SECONDS

PAUSE = 0.02
"""Seconds from one call to the next at the least."""
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)


class Waker:
    """Tells the relay that there is work: NOTIFY at once, and then at most once per 20 ms, on a connection of its own.

    Inside the data transaction NOTIFY would serialise commits and halve their rate. The connection is closed when nothing is told any more.
    """

    def __init__(self, url: str, channel: str = "outbox") -> None:
        self._url = url
        self._channel = channel
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        self._wanted.set()

    async def _run(self) -> None:
        connection: asyncpg.Connection[Any] | None = None
        try:
            while True:
                if connection is not None and not await self._is_wanted_soon():
                    with suppress(*_AWAY):
                        await connection.close(timeout=5)
                    connection = None
                await self._wanted.wait()
                self._wanted.clear()
                try:
                    if connection is None or connection.is_closed():
                        connection = await asyncpg.connect(self._url, timeout=5)
                    await connection.execute(f"NOTIFY {self._channel}")
                except _AWAY:
                    connection = None  # the relay polls anyway
                await asyncio.sleep(PAUSE)
        finally:
            if connection is not None:
                connection.terminate()

    async def _is_wanted_soon(self) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_SECONDS):
                await self._wanted.wait()
        return self._wanted.is_set()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
