"""HTTP/1.1 to one service over kept connections: the way of every proxied request, so it does what is needed and no more.

A general client costs several times as much a request (docs/adr/0008-gateway.md); the gateway's own rare calls use one.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import cast
from urllib.parse import urlsplit

import httptools

IDLE_SECONDS = 15.0
"""Services close idle connections after 30 seconds; ours go earlier, so that no request meets a closing one."""
LARGEST_HEAD = 65_536
_HIGH_WATER = 262_144
"""Bytes of an answer that wait for a slow client before the service is told to wait, too."""
_REPEATABLE = frozenset(("GET", "HEAD", "OPTIONS", "PUT", "DELETE"))

Headers = Sequence[tuple[str, str]]
Body = bytes | AsyncIterator[bytes] | None


class Unreachable(Exception):
    """No connection to the service came about."""


class Slow(Exception):
    """The service was silent for too long, before its answer or in the middle of it."""


class Broken(Exception):
    """The connection ended early, or what came over it is no sound answer."""


class Upstream:
    """Một dịch vụ phía sau cổng: its kept connections, the last used first."""

    def __init__(self, base: str, *, connect_seconds: float, answer_seconds: float) -> None:
        parts = urlsplit(base)
        self._host, self._netloc = parts.hostname or "", parts.netloc
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._ssl = ssl.create_default_context() if parts.scheme == "https" else None
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._kept: deque[_Connection] = deque()

    async def ask(
        self, method: str, target: str, headers: Headers, body: Body, patience: float | None = None
    ) -> "Answer":
        """Send one request and return its answer, whose head is there. Raises Unreachable, Slow or Broken."""
        lines = [f"{method} {target} HTTP/1.1\r\nhost: {self._netloc}"]
        lines += [f"{name}: {value}" for name, value in headers]
        seconds = patience or self._answer_seconds
        connection = self._take()
        if connection is not None:
            answer = Answer(connection, method, seconds)
            try:
                return await answer.asked(lines, body)
            except Broken:
                # The service may have closed it a moment ago. What can do no harm twice is asked once more.
                if answer.heard or method not in _REPEATABLE or not isinstance(body, bytes | None):
                    raise
        return await Answer(await self._connect(), method, seconds).asked(lines, body)

    def close(self) -> None:
        while self._kept:
            self._kept.pop().end()

    def keep(self, connection: "_Connection") -> None:
        connection.idle_since = asyncio.get_running_loop().time()
        self._kept.append(connection)

    def _take(self) -> "_Connection | None":
        oldest = asyncio.get_running_loop().time() - IDLE_SECONDS
        while self._kept and self._kept[0].idle_since < oldest:
            self._kept.popleft().end()
        while self._kept:
            connection = self._kept.pop()
            if connection.is_open:
                return connection
        return None

    async def _connect(self) -> "_Connection":
        try:
            async with asyncio.timeout(self._connect_seconds):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: _Connection(self), self._host, self._port, ssl=self._ssl
                )
        except (OSError, TimeoutError) as error:
            raise Unreachable from error
        return connection


class _Connection(asyncio.Protocol):
    """One connection; what comes over it belongs to the answer that is under way, or to nobody."""

    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream
        self.answer: Answer | None = None
        self.idle_since = 0.0
        self.writable = asyncio.Event()
        self.writable.set()
        self.transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        return self.transport is not None and not self.transport.is_closing()

    def write(self, data: bytes) -> None:
        if self.transport is not None:
            self.transport.write(data)

    def end(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.writable.set()
        if self.answer is not None:
            self.answer.fail(Broken("closed"))

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        if self.answer is None:
            self.end()  # nobody has asked anything: whatever this is, it must answer no later question
        else:
            self.answer.feed(data)


class Answer:
    """Câu trả lời của dịch vụ: its head at once, its body piece by piece."""

    def __init__(self, connection: _Connection, method: str, patience: float) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.heard = False
        self._connection: _Connection | None = connection
        self._loop = asyncio.get_running_loop()
        self._patience = patience
        self._without_body = method == "HEAD"
        self._parser = httptools.HttpResponseParser(self)
        self._head: asyncio.Future[None] = self._loop.create_future()
        self._head_size = 0
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._reader: asyncio.Future[None] | None = None
        self._headed = self._interim = self._ended = self._surplus = self._keeps_alive = False
        self._failure: Exception | None = None
        self._uploading: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._heard_at = 0.0
        connection.answer = self

    @property
    def length(self) -> int | None:
        for name, value in self.headers:
            if name.lower() == b"content-length":
                return int(value)
        return None

    async def asked(self, lines: list[str], body: Body) -> "Answer":
        """Send the request and wait for the head."""
        connection = self._connection
        assert connection is not None
        try:
            if body is None or isinstance(body, bytes):
                connection.write("\r\n".join([*lines, "", ""]).encode("ascii") + (body or b""))
                self._start_waiting()
            else:
                chunked = not any(line.lower().startswith("content-length:") for line in lines)
                if chunked:
                    lines = [*lines, "transfer-encoding: chunked"]
                connection.write("\r\n".join([*lines, "", ""]).encode("ascii"))
                self._uploading = asyncio.create_task(self._upload(connection, body, chunked))
            await self._head
        except BaseException:
            self.close()
            raise
        return self

    async def _upload(self, connection: _Connection, body: AsyncIterator[bytes], chunked: bool) -> None:
        try:
            async for piece in body:
                if not connection.writable.is_set():
                    async with asyncio.timeout(self._patience):
                        await connection.writable.wait()
                if not connection.is_open:
                    return
                if not piece:
                    continue  # in chunks an empty one would be the end
                connection.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            if chunked:
                connection.write(b"0\r\n\r\n")
        except TimeoutError:
            self.fail(Slow())
            return
        except Exception as error:
            self.fail(Broken(type(error).__name__))  # why it ended early is known to whoever gave the body
            return
        self._uploading = None
        self._start_waiting()

    async def piece(self) -> bytes:
        """The next bytes; empty at the end. Raises Broken or Slow."""
        while not self._pieces:
            if self._failure is not None:
                raise self._failure
            if self._ended:
                return b""
            self._reader = self._loop.create_future()
            await self._reader
        piece = self._pieces.popleft()
        self._size -= len(piece)
        if self._size <= _HIGH_WATER and self._is_paused():
            self._heard_at = self._loop.time()  # it was we who let the service wait
            self._connection.transport.resume_reading()  # type: ignore[union-attr]
        return piece

    async def whole(self) -> bytes:
        pieces = []
        while piece := await self.piece():
            pieces.append(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Nobody reads on. A connection in the middle of an answer is of no use to anybody."""
        self._part(keep=False)

    # --- what comes in ---

    def feed(self, data: bytes) -> None:
        self.heard = True
        self._heard_at = self._loop.time()
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self.fail(Broken(str(error)))  # also 101: nobody here has asked to speak anything else
            return
        if not self._head.done():
            self._head_size += len(data)
            if self._head_size > LARGEST_HEAD:
                self.fail(Broken("endless head"))
        elif self._ended:
            # What is left to read lies with us, so the connection may serve another.
            self._part(keep=self._uploading is None and not self._surplus and self._keeps_alive)

    def fail(self, error: Exception) -> None:
        if self._ended or self._failure is not None:
            return
        self._failure = error
        if not self._head.done():
            self._head.set_exception(error)
        self._part(keep=False)

    def on_message_begin(self) -> None:
        self._surplus = self._ended

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._surplus and not self._headed:  # what comes after the body is a trailer, and trailers pass nowhere
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        if self._surplus:
            return
        self.status = self._parser.get_status_code()
        self._interim = self.status < 200
        self._headed = not self._interim
        if self._interim:
            self.headers.clear()
        elif sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD:
            self.fail(Broken("endless head"))
        elif not self._head.done():
            self._head.set_result(None)
            if self._without_body:
                self._ended = self._surplus = True  # the parser waits for a body, so this connection ends here

    def on_body(self, body: bytes) -> None:
        if self._ended or self._failure is not None:
            self._surplus = True
            return
        self._pieces.append(body)
        self._size += len(body)
        if self._size > _HIGH_WATER and self._connection is not None and self._connection.transport is not None:
            self._connection.transport.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        if not self._interim and not self._ended and self._failure is None:
            self._ended = True
            self._keeps_alive = self._parser.should_keep_alive()  # known at this moment only
            self._wake()

    # --- silence ---

    def _start_waiting(self) -> None:
        if self._connection is not None:
            self._heard_at = self._loop.time()
            self._timer = self._loop.call_later(self._patience, self._look_at_clock)

    def _look_at_clock(self) -> None:
        left = self._heard_at + self._patience - self._loop.time()
        if left > 0 or self._is_paused():
            self._timer = self._loop.call_later(max(left, 0.05), self._look_at_clock)
        else:
            self.fail(Slow())

    def _is_paused(self) -> bool:
        transport = self._connection.transport if self._connection is not None else None
        return transport is not None and not transport.is_closing() and not transport.is_reading()

    # --- the end ---

    def _part(self, *, keep: bool) -> None:
        """From the connection: back to the others, or to its end."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._uploading is not None:
            self._uploading.cancel()
            self._uploading = None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.answer = None
            if keep and connection.is_open:
                if not connection.transport.is_reading():  # type: ignore[union-attr]
                    connection.transport.resume_reading()  # type: ignore[union-attr]
                connection.upstream.keep(connection)
            else:
                connection.end()
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
