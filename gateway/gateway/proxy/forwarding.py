"""The streaming reverse proxy: one request to one service, with time-outs for each stage and a circuit per service."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Receive, Send

from gateway.proxy.addresses import Address
from gateway.proxy.answer import Answer, Broken, Slow, Unreachable
from gateway.proxy.circuit import Circuit
from gateway.proxy.headers import BadAnswer, RequestHead, answer_headers
from gateway.proxy.upload import WHOLE, ClientGone, Upload
from gateway.proxy.upstream import Upstream
from gateway.settings import GatewaySettings
from shared.access.account_changes import ACCOUNTS_CHANGED
from shared.access.identity import HEADER, VISITOR_HEADER
from shared.core.errors import Refusal, Unavailable
from shared.core.logs import get_logger
from shared.core.settings import SERVICES, Settings
from shared.web.navigation import HEADER as NAVIGATION

log = get_logger(__name__)

_ACCOUNTS_CHANGED = ACCOUNTS_CHANGED.encode()
LARGEST_PAGE = 2 * 1_048_576


class ServiceTooSlow(Refusal):
    status = 504


@dataclass(slots=True)
class Passage:
    """Một lượt chuyển tiếp."""

    method: str
    address: Address
    query: bytes
    head: RequestHead
    request_id: str
    traceparent: str
    identity_token: str
    """Empty for a caller about whom there is nothing to say."""
    visitor: str = ""
    """Who has not signed in and brings a file, or looks at one, is told apart by this, so that nobody uses up what is there for all."""
    navigation: str = ""
    """The person's menu, where a page is asked for."""

    def headers(self) -> list[tuple[str, str]]:
        """What the service is sent: what may pass of the client's own, and who it is."""
        headers = [*self.head.forwarded, ("X-Request-Id", self.request_id), ("traceparent", self.traceparent)]
        if self.identity_token:
            headers.append((HEADER, self.identity_token))
        if self.navigation:
            headers.append((NAVIGATION, self.navigation))
        if self.visitor:
            headers.append((VISITOR_HEADER, self.visitor))
        if self.head.length is not None:
            headers.append(("Content-Length", str(self.head.length)))
        return headers


class StreamingProxy:
    """Chuyển tiếp yêu cầu tới các dịch vụ."""

    def __init__(self, settings: Settings, limits: GatewaySettings) -> None:
        self._limits = limits
        self._own = settings.address.rstrip("/").encode()
        self._bases = {service: settings.service_url(service).rstrip("/") for service in SERVICES}
        self.circuits: Mapping[str, Circuit] = {
            service: Circuit(limits.circuit_failures, limits.circuit_seconds) for service in SERVICES
        }
        self._upstreams = {
            service: Upstream(base, connect_seconds=limits.connect_seconds, answer_seconds=limits.answer_seconds)
            for service, base in self._bases.items()
        }

        self.on_accounts_changed: Callable[[str], Awaitable[None]] = _nobody_listens
        """Called with the service before an answer goes on that says so, so that the caller's next request finds it done."""

    def close(self) -> None:
        for upstream in self._upstreams.values():
            upstream.close()

    async def forward(self, passage: Passage, receive: Receive, send: Send) -> None:
        """Pass one request on and its answer back. Raises a Refusal as long as nothing has been answered."""
        service = str(passage.address.service)
        head = passage.head
        limit = self._limits.large_body if head.large else self._limits.small_body
        upload = Upload(receive, head, limit, self._limits.body_seconds)
        upload.check_length()
        body = await upload.open()
        circuit = self.circuits[service]
        if not circuit.enter():
            raise Unavailable("service_unavailable", retry_after=circuit.retry_after())
        answered = False
        try:
            asked = self._ask(passage, service, body, upload)
            answer = await (_unless_gone(asked, upload, receive) if head.large else asked)
            answered = True
        except (Unavailable, ServiceTooSlow, BadAnswer) as refusal:
            answered = True
            circuit.failed()
            log.warning("service_failed", service=service, code=refusal.code, cause=type(refusal.__cause__).__name__)
            raise
        finally:
            if not answered:
                circuit.gave_up()
        circuit.succeeded()
        try:
            await self._return(answer, passage.method, service, upload, receive, send)
        finally:
            answer.close()

    async def post(self, passage: Passage, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Ask in a caller's name before he is answered: status, headers, and the page when it is one."""
        service = str(passage.address.service)
        circuit = self.circuits[service]
        if not circuit.enter():
            raise Unavailable("service_unavailable", retry_after=circuit.retry_after())
        upload = Upload(_nothing, passage.head, len(body), self._limits.body_seconds)
        try:
            answer = await self._ask(passage, service, body, upload)
        except (Unavailable, ServiceTooSlow, BadAnswer):
            circuit.failed()
            raise
        circuit.succeeded()
        try:
            headers = answer_headers(answer.headers, self._bases[service].encode(), self._own)
            found = {name.decode(): value.decode("latin-1") for name, value in headers}
            page = found.get("content-type", "").startswith("text/html") and (answer.length or 0) <= LARGEST_PAGE
            return answer.status, found, await answer.whole() if page else b""
        except (Broken, Slow) as error:
            raise BadAnswer("service_answer_unsound") from error
        finally:
            answer.close()

    async def _ask(
        self, passage: Passage, service: str, body: bytes | AsyncIterator[bytes] | None, upload: Upload
    ) -> Answer:
        target = passage.address.canonical
        if passage.query:
            target += "?" + passage.query.decode("ascii")
        try:
            doubtful = self.circuits[service].is_doubtful
            patience = min(self._limits.answer_seconds, self._limits.doubtful_seconds) if doubtful else None
            answer = await self._upstreams[service].ask(passage.method, target, passage.headers(), body, patience)
        except Unreachable as error:
            raise Unavailable("service_unavailable", retry_after=2) from error
        except Slow as error:
            raise ServiceTooSlow("service_too_slow") from error
        except Broken as error:
            if upload.failure is not None:
                raise upload.failure from None
            raise BadAnswer("service_answer_unsound") from error
        if any(name.lower() == _ACCOUNTS_CHANGED for name, _ in answer.headers):
            try:
                await self.on_accounts_changed(service)
            except asyncio.CancelledError:
                answer.close()
                raise
        return answer

    async def _return(
        self, answer: Answer, method: str, service: str, upload: Upload, receive: Receive, send: Send
    ) -> None:
        headers = answer_headers(answer.headers, self._bases[service].encode(), self._own)
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        if method == "HEAD" or answer.status in (204, 304):
            await send(start)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        length = answer.length
        if length is not None and length <= WHOLE:
            try:
                body = await answer.whole()
            except (Broken, Slow) as error:
                raise BadAnswer("service_answer_unsound") from error
            await send(start)
            await send({"type": "http.response.body", "body": body, "more_body": False})
            return
        await send(start)
        await self._stream(answer, service, upload, receive, send)

    async def _stream(self, answer: Answer, service: str, upload: Upload, receive: Receive, send: Send) -> None:
        # Once the request has been read to its end, the next thing to be received is the news that the client left.
        gone = asyncio.ensure_future(_until_gone(receive)) if upload.finished else None
        try:
            while piece := await answer.piece():
                if gone is not None and gone.done():
                    raise ClientGone
                async with asyncio.timeout(self._limits.write_seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        except (Broken, Slow, OSError, TimeoutError) as error:
            # The head has gone out: a broken answer must not look like a whole one, so the connection is cut.
            log.warning("answer_broken_off", service=service, error=type(error).__name__)
            return
        finally:
            if gone is not None:
                gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _nobody_listens(_: str) -> None:
    return


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _unless_gone(asked: Coroutine[Any, Any, Answer], upload: Upload, receive: Receive) -> Answer:
    """Work on a file may take seconds: when the client leaves, the service is told by the end of its connection."""
    answer = asyncio.create_task(asked)

    async def leave() -> None:
        await upload.done.wait()
        await _until_gone(receive)

    gone = asyncio.create_task(leave())
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ClientGone
        return answer.result()
    finally:
        answer.cancel()
        gone.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
