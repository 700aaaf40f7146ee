"""Calls of the gateway itself to `/internal/...` of a service. Failures become Unavailable; nothing else leaks."""

import asyncio
from typing import Any

import aiohttp
import orjson

from gateway.proxy.forwarding import StreamingProxy
from shared import context
from shared.errors import Unavailable
from shared.identity import HEADER, Identity, IdentityIssuer
from shared.settings import Settings

LARGEST_ANSWER = 4 * 1_048_576


class ServiceClient:
    """Gọi nội bộ tới một dịch vụ."""

    def __init__(self, settings: Settings, proxy: StreamingProxy, issuer: IdentityIssuer) -> None:
        self._settings = settings
        self._proxy = proxy
        self._issuer = issuer

    async def call(
        self, service: str, method: str, path: str, who: Identity | None = None, body: Any = None, patience: float = 5.0
    ) -> tuple[int, bytes]:
        """Status and body; without `who` nobody is named. Raises Unavailable when there is no sound answer."""
        assert self._proxy.client is not None
        headers = {"X-Request-Id": context.request_id.get(), "traceparent": context.traceparent.get()}
        if who is not None:
            headers[HEADER] = self._issuer.issue(who, service)
        content = None
        if body is not None:
            content = orjson.dumps(body)
            headers["Content-Type"] = "application/json"
        try:
            async with asyncio.timeout(patience):
                async with self._proxy.client.request(
                    method,
                    self._settings.service_url(service) + path,
                    headers=headers,
                    data=content,
                    allow_redirects=False,
                ) as response:
                    answer = await response.content.read(LARGEST_ANSWER + 1)
                    while len(answer) <= LARGEST_ANSWER and not response.content.at_eof():
                        answer += await response.content.read(LARGEST_ANSWER + 1 - len(answer))
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise Unavailable("service_unavailable", service=service) from error
        if len(answer) > LARGEST_ANSWER:
            raise Unavailable("service_unavailable", service=service)
        return response.status, answer

    async def read_json(self, service: str, path: str, who: Identity | None = None, patience: float = 5.0) -> Any:
        """A GET that must answer 200 with JSON."""
        status, answer = await self.call(service, "GET", path, who, patience=patience)
        if status != 200:
            raise Unavailable("service_unavailable", service=service)
        try:
            return orjson.loads(answer)
        except orjson.JSONDecodeError as error:
            raise Unavailable("service_unavailable", service=service) from error
