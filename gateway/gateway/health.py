"""Alive, ready, and figures."""

import asyncio
import time
from typing import Any

import asyncpg
import orjson
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.auth import MaySeeHealth, Operator
from gateway.parts import Parts, parts_of
from gateway.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import Forbidden, Unauthenticated, Unavailable
from shared.core.settings import SERVICES
from shared.messaging.axis.choice import connect
from shared.messaging.axis.port import Axis
from shared.web.application import not_found

router = APIRouter(include_in_schema=False)

PATIENCE = 2.0
KEPT_FOR = 1.0


class Readiness:
    """Tình trạng sẵn sàng của từng phần."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._axis: Axis | None = None
        self._kept: tuple[float, dict[str, Any]] = (0.0, {})
        self._lock = asyncio.Lock()

    async def read(self) -> dict[str, Any]:
        """Ask every part, at most once a second."""
        async with self._lock:
            if self._kept[0] + KEPT_FOR < time.monotonic():
                self._kept = (time.monotonic(), await self._ask())
            return self._kept[1]

    async def _ask(self) -> dict[str, Any]:
        found = await asyncio.gather(self._database(), self.axis(), *(self._service(service) for service in SERVICES))
        database, trunk, *services = found
        lags = [service.get("outbox", {}).get("oldest_seconds") or 0.0 for service in services]
        trunk["lag_seconds"] = round(max(lags, default=0.0), 1)
        ready = all(part["status"] == "ok" for part in found)
        return {
            "status": "ok" if ready else "not_ready",
            "gateway": {"status": "ok", "database": database["status"]},
            "axis": trunk,
            "services": dict(zip(SERVICES, services, strict=True)),
        }

    async def _database(self) -> dict[str, Any]:
        try:
            async with asyncio.timeout(PATIENCE):
                await (await self._parts.database.hot()).fetchval("SELECT 1")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return {"status": "unavailable"}
        return {"status": "ok"}

    async def axis(self) -> dict[str, Any]:
        """Messages waiting per queue."""
        try:
            async with asyncio.timeout(PATIENCE):
                if self._axis is None:
                    self._axis = await connect(self._parts.settings, "gateway", "gateway")
                return {"status": "ok", "waiting": await self._axis.depths()}
        except Exception:  # two transports with their own errors; either way it is out of reach
            return {"status": "unavailable", "waiting": {}}

    async def _service(self, service: str) -> dict[str, Any]:
        try:
            status, answer = await self._parts.services.call(service, "GET", "/readyz", patience=PATIENCE)
            body = orjson.loads(answer)
        except (Unavailable, orjson.JSONDecodeError):
            return {"status": "unavailable"}
        known = {name: body.get(name) for name in ("database", "outbox", "inbox", "unread") if name in body}
        ready = status == 200 and self._parts.known.knows(service)
        return {"status": "ok" if ready else "not_ready"} | known

    async def close(self) -> None:
        if self._axis is not None:
            await self._axis.close()


@router.get("/healthz")
async def healthz(who: MaySeeHealth) -> dict[str, str]:
    return {"status": "alive", "service": "gateway"}


@router.get("/readyz")
async def readyz(request: Request, who: MaySeeHealth) -> Response:
    readiness: Readiness = request.app.state.readiness
    body = await readiness.read()
    if not _may_see_inside(request, who):
        body = {"status": body["status"]}
    return Response(orjson.dumps(body), 200 if body["status"] == "ok" else 503, media_type="application/json")


@router.get("/metrics")
async def metrics(request: Request, who: MaySeeHealth) -> Response:
    if not _may_see_inside(request, who):
        raise Forbidden("not_allowed") if who.signed_in else Unauthenticated("sign_in_required")
    return Response(generate_latest(parts_of(request).figures.registry), media_type=CONTENT_TYPE_LATEST)


def _may_see_inside(request: Request, who: Identity) -> bool:
    """Figures and the state of each part are for operators, once their password is their own, and for what watches from this machine."""
    return bool(request.state.near) or (holds(who, RIGHTS[Right.OPERATE]) and not who.must_change)


@router.get("/van-hanh/so-lieu/{service}")
async def service_metrics(service: str, request: Request, who: Operator) -> Response:
    """A service's own figures, for the operator."""
    if service not in SERVICES:
        raise not_found()
    status, answer = await parts_of(request).services.call(service, "GET", "/metrics")
    return Response(answer, status, media_type=CONTENT_TYPE_LATEST)
