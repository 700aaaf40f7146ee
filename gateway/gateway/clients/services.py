"""Calls of the gateway itself to `/internal/...` of a service. Failures become Unavailable; nothing else leaks."""

import asyncio
from typing import Any

import aiohttp
import orjson

from gateway.proxy.upstream import IDLE_SECONDS
from gateway.settings import GatewaySettings
from shared.access.identity import HEADER, Identity, IdentityIssuer
from shared.core import context
from shared.core.errors import Unavailable
from shared.core.logs import get_logger
from shared.core.settings import Settings

log = get_logger(__name__)

LARGEST_ANSWER = 4 * 1_048_576


class ServiceClient:
    """Gọi nội bộ tới một dịch vụ."""

    def __init__(self, settings: Settings, limits: GatewaySettings, issuer: IdentityIssuer) -> None:
        self._settings = settings
        self._limits = limits
        self._issuer = issuer
        self._client: aiohttp.ClientSession | None = None

    def open(self) -> None:
        self._client = self._new_client(kept=True)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    def _new_client(self, *, kept: bool) -> aiohttp.ClientSession:
        """No cookies, no redirects, no decoding, nothing from the environment."""
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
            if kept
            else aiohttp.TCPConnector(force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._limits.connect_seconds, sock_read=self._limits.answer_seconds
            ),
        )

    async def call(
        self,
        service: str,
        method: str,
        path: str,
        who: Identity | None = None,
        body: Any = None,
        patience: float = 5.0,
        *,
        repeatable: bool = False,
    ) -> tuple[int, bytes]:
        """Status and body; without `who` nobody is named. Raises Unavailable when there is no sound answer.

        `repeatable`: asking twice does no harm, so a connection that breaks is tried once more, within the same patience.
        """
        headers = {"X-Request-Id": context.request_id.get(), "traceparent": context.traceparent.get()}
        if who is not None:
            headers[HEADER] = self._issuer.issue(who, service)
        content = None
        if body is not None:
            content = orjson.dumps(body)
            headers["Content-Type"] = "application/json"
        url = self._settings.service_url(service) + path
        try:
            async with asyncio.timeout(patience):
                return await self._ask(service, method, url, headers, content, repeatable)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            # Neither path nor message: they may name a person.
            log.warning("service_call_failed", service=service, method=method, cause=type(error).__name__)
            raise Unavailable("service_unavailable", service=service) from error

    async def _ask(
        self, service: str, method: str, url: str, headers: dict[str, str], content: bytes | None, repeatable: bool
    ) -> tuple[int, bytes]:
        assert self._client is not None
        try:
            return await _read_answer(self._client, method, url, headers, content)
        except (aiohttp.ClientConnectionError, ConnectionError) as error:
            if not repeatable or isinstance(error, TimeoutError):
                raise
            log.warning("service_asked_again", service=service, method=method, cause=type(error).__name__)
        # What was kept open may all be as dead as the first, so this one is opened for the question.
        async with self._new_client(kept=False) as fresh:
            return await _read_answer(fresh, method, url, headers, content)

    async def read_json(self, service: str, path: str, who: Identity | None = None, patience: float = 5.0) -> Any:
        """A GET that must answer 200 with JSON."""
        status, answer = await self.call(service, "GET", path, who, patience=patience)
        if status != 200:
            raise Unavailable("service_unavailable", service=service)
        try:
            return orjson.loads(answer)
        except orjson.JSONDecodeError as error:
            raise Unavailable("service_unavailable", service=service) from error


async def _read_answer(
    client: aiohttp.ClientSession, method: str, url: str, headers: dict[str, str], content: bytes | None
) -> tuple[int, bytes]:
    async with client.request(method, url, headers=headers, data=content, allow_redirects=False) as response:
        answer = await response.content.read(LARGEST_ANSWER + 1)
        while len(answer) <= LARGEST_ANSWER and not response.content.at_eof():
            answer += await response.content.read(LARGEST_ANSWER + 1 - len(answer))
        if len(answer) > LARGEST_ANSWER:
            raise ValueError("answer too large")
        return response.status, answer
