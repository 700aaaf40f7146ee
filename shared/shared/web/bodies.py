"""Request bodies of a web process: each within its limit, JSON of a few levels, all large ones together within one budget of memory.

A body of unknown or large size goes to a temporary file while it comes, which may take as long as the line is slow. Memory is
reserved when it is whole, and given back when the request is answered; a press of files is in files already as it is read.
"""

import asyncio
import re
import tempfile
from collections import deque
from collections.abc import Mapping
from typing import IO

from starlette.types import Message, Receive

from shared.core.errors import Malformed, TooLarge, Unavailable
from shared.standards.file_kinds import LARGEST_REQUEST

SMALL_BODY = 1_048_576
LARGE_BODY = LARGEST_REQUEST
"""Requests with files: a dossier's papers or a 50 MB packet, and their envelope."""
MOST_IN_FLIGHT = LARGE_BODY
"""Bytes of large bodies that one process works on at once: the largest alone, or two packets of 50 MB."""
WAITING_SECONDS = 8.0
"""Well below the gateway's patience with a service."""

MOST_LEVELS = 64
"""Of JSON; what we exchange has less than ten, and libraries give up at different depths from 100 to 1,000."""
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

_FORM = b"multipart/form-data"
_LARGE_KINDS = frozenset(
    (_FORM, b"application/octet-stream", b"application/offset+octet-stream", b"application/xml", b"application/pdf")
)
_PIECE = 262_144


def refuse_deep(json: bytes) -> None:
    """Raise Malformed for JSON of more than `MOST_LEVELS`, whether the rest of it can be read or not."""
    if json.count(b"[") + json.count(b"{") <= MOST_LEVELS:
        return
    outside_strings = b"".join(_ESCAPED.sub(b"", json).split(b'"')[::2])
    level = 0
    for bracket in outside_strings.translate(None, _NOT_BRACKETS):
        level += 1 if bracket in b"[{" else -1
        if level > MOST_LEVELS:
            raise Malformed("json_too_deep", limit=MOST_LEVELS)


class Budget:
    """Bytes for which memory is there: who comes first is served first."""

    def __init__(self, size: int = MOST_IN_FLIGHT) -> None:
        self._left = self._size = size
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, size: int) -> None:
        """Raise Unavailable when there is no room for so long."""
        size = min(size, self._size)
        if not self._waiting and size <= self._left:
            self._left -= size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place = (size, turn)
        self._waiting.append(place)
        try:
            async with asyncio.timeout(WAITING_SECONDS):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.give(size)
            else:
                self._waiting.remove(place)
                self._serve()
            if isinstance(error, TimeoutError):
                raise Unavailable("uploads_busy", retry_after=5) from error
            raise

    def give(self, size: int) -> None:
        self._left += min(size, self._size)
        self._serve()

    def _serve(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._left:
            size, turn = self._waiting.popleft()
            if turn.done():  # it has just given up, and takes itself out
                self._waiting.appendleft((size, turn))
                return
            self._left -= size
            turn.set_result(None)


class Body:
    """Nội dung của một yêu cầu; after its end, the news that the client has left."""

    def __init__(self, receive: Receive, headers: Mapping[bytes, bytes], budget: Budget) -> None:
        kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
        length = headers.get(b"content-length", b"")
        self._large = kind in _LARGE_KINDS and not (length.isdigit() and int(length) <= SMALL_BODY)
        self._spooled = self._large and kind != _FORM
        self._limit = LARGE_BODY if kind in _LARGE_KINDS else SMALL_BODY
        self._receive = receive
        self._budget = budget
        self._taken = self._reserved = self._told = 0
        self._ended = False
        self._file: IO[bytes] | None = None
        self._json: list[bytes] | None = [] if kind.endswith(b"json") else None

    async def receive(self) -> Message:
        if not self._spooled:
            return await self._next()
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115
            while not self._ended:
                message = await self._next()
                if message["type"] == "http.disconnect":
                    return message
                self._file.write(message.get("body", b""))
            self._file.seek(0)
        elif self._told == self._taken:
            return await self._receive()
        piece = self._file.read(_PIECE)
        self._told += len(piece)
        return {"type": "http.request", "body": piece, "more_body": self._told < self._taken}

    async def _next(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > self._limit:
            raise TooLarge("body_too_large", limit=f"{self._limit // 1_048_576} MB")
        if self._json is not None:
            self._json.append(message.get("body", b""))
            if not message.get("more_body", False):
                refuse_deep(b"".join(self._json))
                self._json = None
        self._ended = not message.get("more_body", False)
        if message["type"] == "http.disconnect":
            return message
        if self._large and self._ended and self._taken > SMALL_BODY and not self._reserved:
            await self._budget.take(self._taken)
            self._reserved = self._taken
        return message

    async def reserve(self, size: int) -> None:
        """Memory for a file whose pieces came before, counted with this body and given back with it. Raise Unavailable."""
        more = size - self._reserved
        if more > 0:
            await self._budget.take(more)
            self._reserved += more

    def close(self) -> None:
        """The request is answered."""
        if self._reserved:
            self._budget.give(self._reserved)
            self._reserved = 0
        if self._file is not None:
            self._file.close()

    async def until_gone(self) -> None:
        """Return when nobody waits for the answer any more; as long as the body comes, never."""
        if not self._ended:
            await asyncio.Event().wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
