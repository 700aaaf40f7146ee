"""The one connection that background work keeps: it listens, and what is asked again and again is asked on it, one question at a time."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg

ALONG_INDEXES = {"enable_seqscan": "off"}
"""Planner setting of every connection: a table is read from end to end only where no index leads to what is asked.

A count that stops at a thousand seems soonest done from the table's beginning, by a plan that is kept for whoever asks; for an agency that
has nothing in it that is the whole table.
"""

KEYED = ALONG_INDEXES | {"enable_hashjoin": "off", "enable_mergejoin": "off"}
"""Planner settings of connections on which everything is looked up by key.

A prepared statement keeps the plan of the moment when it was first used. One made while a table was nearly empty would go on
reading the whole table, batch after batch, until the next ANALYZE.
"""

PATIENCE = 40.0
"""Seconds. The server gives up a statement after thirty; who has not answered by then is not there any more."""


class Standing:
    """Kết nối thường trực of one process to one database.

    Questions that several loops ask each second would open a connection each, of some 3 MB at the server, when they happen to fall together.
    """

    def __init__(self, url: str, process: str) -> None:
        self._url = url
        self._process = process
        self._connection: asyncpg.Connection[Any] | None = None
        self._turn = asyncio.Lock()
        self._woken: dict[str, Callable[[], object]] = {}

    async def listen(self, channel: str, wake: Callable[[], object]) -> None:
        """`wake` is called at each NOTIFY from now on, also after the connection was lost; what was told in between is not heard."""
        async with self._turn:
            connection = await self._open()
            heard, self._woken[channel] = channel in self._woken, wake
            if not heard:
                await self._hear(connection, channel)

    async def fetch(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        """For short statements that find their rows by key. Raises what the driver raises, TimeoutError for a server that fell silent.

        The next use opens the connection anew: everybody waits for this one, so it may not be waited for for ever.
        """
        async with self._turn:
            connection = await self._open()
            try:
                return await connection.fetch(statement, *values, timeout=PATIENCE)
            except TimeoutError:
                connection.terminate()
                raise

    async def _open(self) -> "asyncpg.Connection[Any]":
        if self._connection is None or self._connection.is_closed():
            settings = {"application_name": f"{self._process}-standing", "statement_timeout": "30000"} | KEYED
            connection = await asyncpg.connect(self._url, timeout=5, server_settings=settings)
            for channel in self._woken:
                await self._hear(connection, channel)
            self._connection = connection
        return self._connection

    async def _hear(self, connection: "asyncpg.Connection[Any]", channel: str) -> None:
        def wake(*_: object) -> None:
            self._woken[channel]()

        await connection.add_listener(channel, wake)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
