"""Load from one process: many keep-alive connections, ready-made requests, answers parsed by httptools. Loopback only."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httptools

from operations.errors import CannotProceed

NextRequest = Callable[[int], bytes]
"""Bytes of the n-th request, head and body."""


@dataclass
class Outcome:
    """What a stretch of load brought."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def note(self, status: int, body: bytes, seconds: float, *, keep: bool) -> None:
        self.latencies.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if keep or not 200 <= status < 300:
            self.answers.append(body)

    @property
    def good(self) -> int:
        return sum(count for status, count in self.statuses.items() if 200 <= status < 300)

    @property
    def rate(self) -> float:
        return self.good / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds below which that share of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0

    def refuse_errors(self, what: str) -> None:
        """A measurement with errors in it is no measurement."""
        if any(status >= 300 or status < 200 for status in self.statuses):
            raise CannotProceed(f"Phép đo {what} có câu trả lời lỗi: {self.statuses}; {self.answers[-1][:300]!r}")


def request_bytes(method: str, url: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"host: {urlsplit(url).netloc}", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(request: bytes) -> NextRequest:
    """The same request every time."""
    return lambda _: request


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._waiting: asyncio.Future[tuple[int, bytes]] | None = None
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result((0, b"connection lost"))

    def data_received(self, data: bytes) -> None:
        if self._parser is not None:
            self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if self._waiting is not None and not self._waiting.done() and self._parser is not None:
            self._waiting.set_result((self._parser.get_status_code(), b"".join(self._body)))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        if self._transport is None or self._transport.is_closing():
            return 0, b"connection closed"
        self._waiting = asyncio.get_running_loop().create_future()
        self._parser = httptools.HttpResponseParser(self)
        self._body = []
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def press(
    url: str,
    next_request: NextRequest,
    *,
    connections: int,
    seconds: float = 0,
    count: int = 0,
    rate: float = 0,
    keep: bool = False,
) -> Outcome:
    """Send for `seconds` or until `count` requests were sent; `rate` per second paces the sender (else as fast as it goes)."""
    parts = urlsplit(url)
    if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise CannotProceed("Phép đo chỉ gửi tải tới chính máy này.")
    outcome = Outcome()
    turns = _Turns(seconds, count, rate)

    async def work() -> None:
        loop = asyncio.get_running_loop()
        connection: _Connection | None = None
        while (number := await turns.next()) is not None:
            if connection is None:
                _, connection = await loop.create_connection(_Connection, "127.0.0.1", parts.port or 80)
            asked = time.perf_counter()
            status, body = await connection.ask(next_request(number))
            outcome.note(status, body, time.perf_counter() - asked, keep=keep)
            if status == 0:
                connection.close()
                connection = None
        if connection is not None:
            connection.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    outcome.seconds = time.perf_counter() - turns.started
    return outcome


class _Turns:
    """Numbers of requests, given out until time or count is used up, at the wanted pace."""

    def __init__(self, seconds: float, count: int, rate: float) -> None:
        self._seconds, self._count, self._rate = seconds, count, rate
        self._given = 0
        self.started = time.perf_counter()

    async def next(self) -> int | None:
        if self._count and self._given >= self._count:
            return None
        if self._seconds and time.perf_counter() - self.started >= self._seconds:
            return None
        number = self._given
        self._given += 1
        if self._rate:
            await asyncio.sleep(max(0.0, self.started + number / self._rate - time.perf_counter()))
        return number


def median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
