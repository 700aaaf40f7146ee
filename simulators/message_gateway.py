"""A provider of short messages and Zalo messages that misbehaves on command. Standard library alone; knows nothing of the platform.

What it takes and how it is told to misbehave is in README.md. Run: `python simulators/message_gateway.py --port 9300`.
"""

import argparse
import asyncio
import html
import json
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

LONGEST_BODY = 65_536
SLOW = 5.0
"""Seconds that `slow` takes when it is not said otherwise (`slow:2`)."""
BEHAVIOURS = ("ok", "slow", "refuse", "error", "lose", "repeat", "cut")
PHRASES = {
    200: "OK",
    202: "Accepted",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    500: "Internal Server Error",
}


@dataclass(frozen=True)
class Delivered:
    """Tin đã tới máy người nhận."""

    to: str
    text: str
    reference: str
    channel: str
    at: str


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    key: str
    body: bytes


@dataclass
class Answer:
    """`status` None: nothing is answered, the connection is cut."""

    status: int | None
    body: bytes = b""
    media_type: str = "application/json"


@dataclass
class Gateway:
    """Nhà cung cấp tin nhắn giả lập: what it was told to do next, what it does otherwise, what has arrived."""

    key: str = ""
    always: str = "ok"
    following: deque[str] = field(default_factory=deque)
    delivered: list[Delivered] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    """Channel and reference of what was taken: a repeat is recognised, as a careful provider does."""
    calls: int = 0

    async def answer(self, request: Request) -> Answer:
        routes = {
            ("POST", "/send"): self._send,
            ("POST", "/behave"): self._behave,
            ("GET", "/delivered"): self._list,
            ("DELETE", "/delivered"): self._forget,
            ("GET", "/"): self._page,
        }
        route = routes.get((request.method, request.path))
        return await route(request) if route else _json(404, {"error": "not found"})

    async def _send(self, request: Request) -> Answer:
        self.calls += 1
        if self.key and request.key != f"Bearer {self.key}":
            return _json(401, {"error": "unknown key"})
        try:
            message = json.loads(request.body)
            new = Delivered(
                str(message["to"]),
                str(message["text"]),
                str(message["reference"]),
                str(message.get("channel", "sms")),
                datetime.now().astimezone().isoformat(timespec="seconds"),
            )
        except (ValueError, KeyError, TypeError):
            return _json(400, {"error": "to, text and reference are needed"})
        behaviour, _, number = (self.following.popleft() if self.following else self.always).partition(":")
        return await self._misbehave(behaviour, float(number or SLOW), new)

    async def _misbehave(self, behaviour: str, seconds: float, new: Delivered) -> Answer:
        if behaviour == "slow":
            await asyncio.sleep(seconds)
        if behaviour == "refuse":
            return _json(400, {"error": "this number takes no messages"})
        if behaviour == "error":
            return _json(500, {"error": "internal error"})
        if behaviour == "repeat":
            self.delivered += [new, new]
        elif behaviour != "lose" and (new.channel, new.reference) not in self.taken:
            self.delivered.append(new)
        self.taken.add((new.channel, new.reference))
        return Answer(None) if behaviour == "cut" else _json(202, {"reference": new.reference})

    async def _behave(self, request: Request) -> Answer:
        try:
            orders = json.loads(request.body)
            following, always = list(orders.get("next", [])), orders.get("always", self.always)
            for order in [*following, always]:
                check_order(order)
        except (ValueError, AttributeError, TypeError) as error:
            return _json(400, {"error": str(error)})
        self.following, self.always = deque(following), always
        return _json(200, {"next": following, "always": always})

    async def _list(self, _request: Request) -> Answer:
        return _json(200, {"calls": self.calls, "delivered": [asdict(one) for one in self.delivered]})

    async def _forget(self, _request: Request) -> Answer:
        self.delivered.clear()
        self.taken.clear()
        self.calls = 0
        return _json(200, {})

    async def _page(self, _request: Request) -> Answer:
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(value)}</td>" for value in asdict(one).values()) + "</tr>"
            for one in reversed(self.delivered)
        )
        head = "".join(f"<th scope=col>{name}</th>" for name in ("Tới", "Nội dung", "Mã tin", "Kênh", "Lúc"))
        page = (
            "<!doctype html><html lang=vi><meta charset=utf-8><title>Tin nhắn giả lập</title>"
            f"<h1>Tin đã tới máy người nhận ({len(self.delivered)})</h1><table border=1>{head}{rows}</table></html>"
        )
        return Answer(200, page.encode(), "text/html; charset=utf-8")


def check_order(order: str) -> None:
    """`ok`, or a misbehaviour, `slow` with its seconds if wanted. Raises ValueError."""
    name, _, number = str(order).partition(":")
    if name not in BEHAVIOURS or (number and name != "slow"):
        raise ValueError(f"{order!r}: one of {', '.join(BEHAVIOURS)}, or slow:<seconds>")
    if number and not 0 <= float(number) <= 600:
        raise ValueError("slow: 0 to 600 seconds")


def _json(status: int, body: Any) -> Answer:
    return Answer(status, json.dumps(body, ensure_ascii=False).encode())


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """None at the end, and for what is no request."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        lines = [line.partition(":") for line in head[1:] if line]
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        length = int(headers.get("content-length", "0"))
        body = await reader.readexactly(length) if 0 < length <= LONGEST_BODY else b""
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, OSError):
        return None
    return Request(method, path.partition("?")[0], headers.get("authorization", ""), body)


async def serve_connection(gateway: Gateway, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request, one answer."""
    with suppress(OSError):
        request = await _read(reader)
        answer = await gateway.answer(request) if request else _json(400, {"error": "not a request"})
        if answer.status is None:
            writer.write(b"HTTP/1.1 202 Acc")
            await writer.drain()
            writer.transport.abort()
            return
        head = f"HTTP/1.1 {answer.status} {PHRASES[answer.status]}\r\ncontent-type: {answer.media_type}\r\n"
        head += f"content-length: {len(answer.body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + answer.body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


async def run(gateway: Gateway, port: int) -> None:
    """Until it is stopped. The first line printed is the address, for whoever asked for a free port (0)."""
    server = await asyncio.start_server(lambda r, w: serve_connection(gateway, r, w), "127.0.0.1", port)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=9300, help="0: any free port")
    parser.add_argument("--key", default="", help="what senders must bring as a bearer key; empty: none")
    parser.add_argument("--behave", default="ok", help=f"{', '.join(BEHAVIOURS)}, or slow:<seconds>")
    given = parser.parse_args(arguments)
    try:
        check_order(given.behave)
    except ValueError as error:
        parser.error(str(error))
    with suppress(KeyboardInterrupt):
        asyncio.run(run(Gateway(given.key, given.behave), given.port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
