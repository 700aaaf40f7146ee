"""Pages, styles and scripts leave compressed. Answers of the API do not: they may hold what their caller must not learn by length.

Pages may be compressed although they hold a token, because the token looks different on each (`shared.web.form_token`).
"""

import gzip
from collections import OrderedDict

from starlette.types import Message, Send

from gateway.visits import Visit

_KINDS = (b"text/html", b"text/css", b"text/javascript", b"application/javascript", b"image/svg+xml")
_SMALLEST = 600
_LARGEST = 2 * 1_048_576
_LEVEL = 5
_MOST_KEPT = 64

_kept: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()
"""Compressed static files by path and entity tag: they are the same for everybody."""


def compressing(visit: Visit, send: Send) -> Send:
    """`send`, or one that compresses what is worth it for a caller who takes it."""
    head, address = visit.head, visit.address
    if head is None or address is None or visit.method == "HEAD":
        return send
    static = address.path if address.label == "/static" else ""
    started: Message | None = None
    pieces: list[bytes] = []

    async def send_compressed(message: Message) -> None:
        nonlocal started
        if message["type"] == "http.response.start" and _is_worth(message):
            started = message
        elif started is None:
            await send(message)
        else:
            pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                await _send_packed(started, b"".join(pieces), static, send)

    return send_compressed


def _is_worth(message: Message) -> bool:
    headers = dict(message.get("headers", ()))
    length = int(headers.get(b"content-length", b"0"))
    return (
        message["status"] not in (204, 206, 304)
        and headers.get(b"content-type", b"").startswith(_KINDS)
        and b"content-encoding" not in headers
        and b"content-range" not in headers
        and _SMALLEST <= length <= _LARGEST
    )


async def _send_packed(started: Message, body: bytes, static: str, send: Send) -> None:
    headers = dict(started["headers"])
    tag = headers.get(b"etag", b"")
    packed = _kept.get((static, tag)) if static else None
    if packed is None:
        packed = gzip.compress(body, _LEVEL, mtime=0)
        if static and tag:
            _kept[static, tag] = packed
            if len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    kept = [(name, value) for name, value in started["headers"] if name not in (b"content-length", b"etag")]
    if tag:
        kept.append((b"etag", tag if tag.startswith(b"W/") else b"W/" + tag))
    kept += [
        (b"content-encoding", b"gzip"),
        (b"content-length", str(len(packed)).encode()),
        (b"vary", b"Accept-Encoding"),
    ]
    await send({**started, "headers": kept})
    await send({"type": "http.response.body", "body": packed, "more_body": False})
