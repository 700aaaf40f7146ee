"""uvicorn's protocol with bounds on what it leaves open: connections of one address, a head's size and time, unread bodies."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.visits import one_caller

LARGEST_HEAD = 65_536
LARGEST_DISCARD = 128 * 1_048_576
"""After an answer the rest of a body is read and thrown away, or the client may never see the answer; up to this."""
LONGEST_DISCARD = 30.0

_CROWDED = "Địa chỉ này đang mở quá nhiều kết nối. Hãy đóng bớt rồi thử lại.\n".encode()
_UNREADABLE = "Không đọc được yêu cầu HTTP.\n".encode()


class Neighbours:
    """Kết nối theo địa chỉ: nobody takes all the connections that the server has.

    At the limit an idle connection of the same address makes room, so that an office behind one address goes on working.
    """

    def __init__(self, most: int, trusted: Sequence[IPv4Network | IPv6Network]) -> None:
        self._most = most
        self._trusted = trusted
        self._open: dict[str, dict[GuardedProtocol, None]] = {}

    def enter(self, protocol: "GuardedProtocol", peer: str) -> str | None:
        """Under which name it counts; None when there is no room."""
        try:
            if any(ip_address(peer) in network for network in self._trusted):
                return ""
        except ValueError:
            return ""
        name = one_caller(peer)
        group = self._open.setdefault(name, {})
        if len(group) >= self._most:
            idle = next((other for other in group if other.is_idle), None)
            if idle is None:
                return None
            del group[idle]
            idle.transport.close()
        group[protocol] = None
        return name

    def leave(self, protocol: "GuardedProtocol", name: str) -> None:
        group = self._open.get(name)
        if group is not None:
            group.pop(protocol, None)
            if not group:
                del self._open[name]


class GuardedProtocol(HttpToolsProtocol):
    """Giao thức HTTP có giới hạn."""

    head_seconds = 10.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_head = False
        self._head_bytes = self._header_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._discarded = 0
        self._discarding_since = 0.0
        self._neighbours: Neighbours | None = getattr(self.app, "neighbours", None)
        self._counted_as = ""

    @property
    def is_idle(self) -> bool:
        """Between two requests, or before the first."""
        return not self._in_head and (self.cycle is None or self.cycle.response_complete)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_head_timer()
        if self._neighbours is not None:
            name = self._neighbours.enter(self, self.client[0] if self.client else "")
            if name is None:
                self._close_with(b"503 Service Unavailable", _CROWDED, b"retry-after: 30\r\n")
            self._counted_as = name or ""

    def connection_lost(self, exc: Exception | None) -> None:
        if self._neighbours is not None and self._counted_as:
            self._neighbours.leave(self, self._counted_as)
        self._stop_head_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > LARGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True
        self._head_bytes = self._header_bytes = 0
        self._discarded = 0
        if self._head_timer is None:
            self._start_head_timer()

    def on_url(self, url: bytes) -> None:
        if b"#" in url:  # never sent by a browser; readers differ on where the path ends
            raise ValueError("fragment in a request target")
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._header_bytes += len(name) + len(value) + 4
        if self._header_bytes > LARGEST_HEAD:  # also when all of it came in one piece
            raise ValueError("endless head")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_head_timer()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        if self.cycle.response_complete:
            now = self.loop.time()
            if not self._discarded:
                self._discarding_since = now
            self._discarded += len(body)
            if self._discarded > LARGEST_DISCARD or now - self._discarding_since > LONGEST_DISCARD:
                self.transport.close()

    def send_400_response(self, msg: str) -> None:
        self._close_with(b"400 Bad Request", _UNREADABLE)

    def _close_with(self, status: bytes, sentence: bytes, more: bytes = b"") -> None:
        self.transport.write(
            b"HTTP/1.1 %s\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n%s"
            b"x-content-type-options: nosniff\r\ncontent-length: %d\r\n\r\n%s" % (status, more, len(sentence), sentence)
        )
        self.transport.close()

    def _start_head_timer(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self._head_too_slow)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_too_slow(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.close()
