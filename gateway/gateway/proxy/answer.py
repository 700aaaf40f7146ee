"""One answer of a service, read from its connection: HTTP/1.1 (RFC 9112), its framing checked before anything is told on."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import cast

import httptools

LARGEST_HEAD = 65_536
_HIGH_WATER = 262_144
"""Bytes of an answer that wait for a slow client before the service is told to wait, too."""

Body = bytes | AsyncIterator[bytes] | None


class Unreachable(Exception):
    """No connection to the service came about."""


class Slow(Exception):
    """The service was silent for too long, before its answer or in the middle of it."""


class Broken(Exception):
    """The connection ended early, or what came over it is no sound answer."""


class Connection(asyncio.Protocol):
    """One connection; what comes over it belongs to the answer that is under way, or to nobody."""

    def __init__(self, part: "Callable[[Connection, bool], None]") -> None:
        self.part = part
        """Called when an answer has done with it; true when it may serve another."""
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

    def eof_received(self) -> None:
        if self.answer is not None:
            self.answer.end_of_stream()

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

    def __init__(self, connection: Connection, method: str, patience: float) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.heard = False
        self._connection: Connection | None = connection
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

    async def _upload(self, connection: Connection, body: AsyncIterator[bytes], chunked: bool) -> None:
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
        if self._timer is None:
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

    def end_of_stream(self) -> None:
        """A clean end of the connection is the end of an answer that told no other (RFC 9112, 6.3)."""
        told = any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in self.headers)
        if self._headed and not told and self._failure is None:
            self._ended = True
            self._part(keep=False)

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
        elif self._parser.get_http_version() not in ("1.1", "1.0"):
            self.fail(Broken("another version"))
        elif sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD:
            self.fail(Broken("endless head"))
        elif not self._head.done():
            self._head.set_result(None)
            if self._without_body:
                # The parser waits for a body. A service that sent one would answer the next caller with it, so a HEAD
                # costs its connection.
                self._ended = self._surplus = True
            elif self._timer is None:
                self._start_waiting()  # an early answer: its body is waited for although the request still goes up

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
            if keep and connection.is_open and not connection.transport.is_reading():  # type: ignore[union-attr]
                connection.transport.resume_reading()  # type: ignore[union-attr]
            connection.part(connection, keep)
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
