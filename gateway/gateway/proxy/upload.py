"""A request's body on its way to a service: counted, timed, and no faster than the service takes it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from starlette.types import Message, Receive

from gateway.proxy.headers import RequestHead
from shared.core.errors import Malformed, Refusal, TooLarge

WHOLE = 65_536
"""A body of known length up to this is read whole: cheaper, and it can be sent again."""


LEAST_RATE = 1_000
"""Bytes a second that a body must reach once the first patience is used up: a slow telephone line does, a trickle does not."""


class ClientGone(Exception):
    """The client closed the connection; there is nobody to answer."""


class TooSlow(Refusal):
    status = 408


class Upload:
    """Nội dung gửi lên của một yêu cầu."""

    def __init__(self, receive: Receive, head: RequestHead, limit: int, seconds: float) -> None:
        self._receive = receive
        self._head = head
        self._limit = limit
        self._seconds = seconds
        self._taken = 0
        self._waited = 0.0
        self.failure: Refusal | ClientGone | None = None
        """Why the body ended early, if it did: the HTTP client only knows that it ended."""
        self.done = asyncio.Event()
        if not head.has_body:
            self.done.set()

    @property
    def finished(self) -> bool:
        return self.done.is_set()

    def check_length(self) -> None:
        if self._head.length is not None and self._head.length > self._limit:
            raise self._too_large()

    async def open(self) -> bytes | AsyncIterator[bytes] | None:
        """What the HTTP client sends: nothing, bytes, or a stream that it pulls."""
        if not self._head.has_body:
            return None
        if self._head.length is None or self._head.length > WHOLE:
            return self.pieces()
        whole = b""
        while not self.finished:
            whole += await self._next()
        return whole

    async def pieces(self) -> AsyncGenerator[bytes]:
        while not self.finished:
            if piece := await self._next():
                yield piece

    async def receive(self) -> Message:
        """The same bounds for an application that takes the body itself."""
        if self.finished:
            return await self._receive()
        try:
            return {"type": "http.request", "body": await self._next(), "more_body": not self.finished}
        except ClientGone:
            return {"type": "http.disconnect"}

    async def _next(self) -> bytes:
        message = await self._wait()
        if message["type"] == "http.disconnect":
            raise self._failed(ClientGone())
        piece: bytes = message.get("body", b"")
        self._taken += len(piece)
        if self._taken > self._limit:
            raise self._failed(self._too_large())
        if not message.get("more_body", False):
            if self._head.length is not None and self._taken != self._head.length:
                raise self._failed(Malformed("framing_ambiguous"))
            self.done.set()
        return piece

    async def _wait(self) -> Message:
        """Only waiting for the client counts, not waiting for the service that takes what he sends."""
        loop = asyncio.get_running_loop()
        left = self._seconds + self._taken / LEAST_RATE - self._waited
        started = loop.time()
        try:
            async with asyncio.timeout(min(self._seconds, max(left, 0))):
                return await self._receive()
        except TimeoutError:
            raise self._failed(TooSlow("body_too_slow")) from None
        finally:
            self._waited += loop.time() - started

    def _failed(self, reason: Refusal | ClientGone) -> Refusal | ClientGone:
        self.failure = reason
        return reason

    def _too_large(self) -> TooLarge:
        return TooLarge(
            "body_too_large", limit=f"{self._limit // 1_048_576} MB" if self._limit >= 1_048_576 else f"{self._limit} B"
        )
