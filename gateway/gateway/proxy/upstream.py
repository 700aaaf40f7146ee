"""HTTP/1.1 to one service over kept connections: the way of every proxied request, so it does what is needed and no more.

A general client costs several times as much a request (docs/adr/0008-gateway.md); the gateway's own rare calls use one.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Sequence
from urllib.parse import urlsplit

from gateway.proxy.answer import Answer, Body, Broken, Connection, Unreachable

IDLE_SECONDS = 15.0
"""Services close idle connections after 30 seconds; ours go earlier, so that no request meets a closing one."""
MOST_CONNECTIONS = 1_000
"""To one service at once. Who finds no room waits as long as for a connection, and is then told that there is none."""
_REPEATABLE = frozenset(("GET", "HEAD", "OPTIONS", "PUT", "DELETE"))

Headers = Sequence[tuple[str, str]]


class Upstream:
    """Một dịch vụ phía sau cổng: its kept connections, the last used first."""

    def __init__(
        self, base: str, *, connect_seconds: float, answer_seconds: float, most_connections: int = MOST_CONNECTIONS
    ) -> None:
        parts = urlsplit(base)
        self._host, self._netloc = parts.hostname or "", parts.netloc
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._ssl = ssl.create_default_context() if parts.scheme == "https" else None
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._kept: deque[Connection] = deque()
        self._room = asyncio.Semaphore(most_connections)

    async def ask(
        self, method: str, target: str, headers: Headers, body: Body, patience: float | None = None
    ) -> Answer:
        """Send one request and return its answer, whose head is there. Raises Unreachable, Slow or Broken."""
        lines = [f"{method} {target} HTTP/1.1\r\nhost: {self._netloc}"]
        lines += [f"{name}: {value}" for name, value in headers]
        seconds = patience or self._answer_seconds
        await self._wait_for_room()
        connection = self._take()
        if connection is not None:
            answer = Answer(connection, method, seconds)
            try:
                return await answer.asked(lines, body)
            except Broken:
                # The service may have closed it a moment ago. What can do no harm twice is asked once more.
                if answer.heard or method not in _REPEATABLE or not isinstance(body, bytes | None):
                    raise
            await self._wait_for_room()
        try:
            connection = await self._connect()
        except BaseException:
            self._room.release()
            raise
        return await Answer(connection, method, seconds).asked(lines, body)

    def close(self) -> None:
        while self._kept:
            self._kept.pop().end()

    def part(self, connection: Connection, keep: bool) -> None:
        """An answer has done with its connection: it serves another or ends, and either way there is room again."""
        self._room.release()
        if keep and connection.is_open:
            connection.idle_since = asyncio.get_running_loop().time()
            self._kept.append(connection)
        else:
            connection.end()

    async def _wait_for_room(self) -> None:
        if self._room.locked():
            try:
                async with asyncio.timeout(self._connect_seconds):
                    await self._room.acquire()
            except TimeoutError as error:
                raise Unreachable from error
        else:
            await self._room.acquire()

    def _take(self) -> Connection | None:
        oldest = asyncio.get_running_loop().time() - IDLE_SECONDS
        while self._kept and self._kept[0].idle_since < oldest:
            self._kept.popleft().end()
        while self._kept:
            connection = self._kept.pop()
            if connection.is_open:
                return connection
        return None

    async def _connect(self) -> "Connection":
        try:
            async with asyncio.timeout(self._connect_seconds):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: Connection(self.part), self._host, self._port, ssl=self._ssl
                )
        except (OSError, TimeoutError) as error:
            raise Unreachable from error
        return connection
