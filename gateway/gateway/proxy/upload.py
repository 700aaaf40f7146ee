"""A request's body on its way to a service: counted, timed, and no faster than the service takes it."""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive

from gateway.proxy.headers import RequestHead
from shared.errors import Malformed, Refusal, TooLarge

WHOLE = 65_536
"""A body of known length up to this is read whole: cheaper, and it can be sent again."""


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
        self.failure: Refusal | ClientGone | None = None
        """Why the body ended early, if it did: the HTTP client only knows that it ended."""
        self.finished = not head.has_body

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

    async def pieces(self) -> AsyncIterator[bytes]:
        while not self.finished:
            if piece := await self._next():
                yield piece

    async def _next(self) -> bytes:
        try:
            async with asyncio.timeout(self._seconds):
                message = await self._receive()
        except TimeoutError:
            raise self._failed(TooSlow("body_too_slow")) from None
        if message["type"] == "http.disconnect":
            raise self._failed(ClientGone())
        piece: bytes = message.get("body", b"")
        self._taken += len(piece)
        if self._taken > self._limit:
            raise self._failed(self._too_large())
        if not message.get("more_body", False):
            if self._head.length is not None and self._taken != self._head.length:
                raise self._failed(Malformed("framing_ambiguous"))
            self.finished = True
        return piece

    def _failed(self, reason: Refusal | ClientGone) -> Refusal | ClientGone:
        self.failure = reason
        return reason

    def _too_large(self) -> TooLarge:
        return TooLarge(
            "body_too_large", limit=f"{self._limit // 1_048_576} MB" if self._limit >= 1_048_576 else f"{self._limit} B"
        )
