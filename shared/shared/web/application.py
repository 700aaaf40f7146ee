"""The web frame of every service: who calls, which request, what a refusal looks like. Pure ASGI, no BaseHTTPMiddleware."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from http import HTTPStatus
from typing import Any

import asyncpg
import orjson
from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.access.account_changes import ACCOUNTS_CHANGED
from shared.access.identity import ANONYMOUS, HEADER, VISITOR_HEADER, IdentityVerifier, InvalidToken
from shared.core import context, logs
from shared.core.errors import NotFound
from shared.core.province import read_province
from shared.core.settings import Settings
from shared.messaging import outbox
from shared.messaging.waker import Waker
from shared.storage.database import Database
from shared.web.bodies import Body, Budget
from shared.web.express import ExpressWay
from shared.web.feature import Member
from shared.web.head_requests import as_get
from shared.web.navigation import menu_of
from shared.web.pages import Pages
from shared.web.problems import install_error_handlers, plain_problem

log = logs.get_logger(__name__)

_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))
SLOW = 1.0
"""Seconds after which a request gets a line in the service's own log."""


class RequestFrame:
    """Outermost layer: identity from the gateway's token, request id, trace, body limit, metrics, one log line."""

    def __init__(self, app: ASGIApp, verifier: IdentityVerifier, metrics: "Metrics") -> None:
        self._app = app
        self._verifier = verifier
        self._metrics = metrics
        self._budget = Budget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = dict(scope["headers"])
        state = scope.setdefault("state", {})
        state["identity"] = ANONYMOUS
        state["request_id"] = headers.get(b"x-request-id", b"").decode("ascii", "replace")[:64]
        body = state["body"] = Body(receive, headers, self._budget)
        status = 500

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if state.get("accounts_changed"):
                    message["headers"] = [*message.get("headers", ()), (ACCOUNTS_CHANGED.encode(), b"1")]
            await send(message)

        with _known_as(state["request_id"], headers, body):
            try:
                await self._answer(scope, headers, body, send_noting)
            finally:
                body.close()
                self._note(scope, status, time.perf_counter() - started)

    async def _answer(self, scope: Scope, headers: dict[bytes, bytes], body: Body, send: Send) -> None:
        """As whoever the gateway says is calling; a token that does not hold is nobody's."""
        state = scope["state"]
        if token := headers.get(HEADER.encode()):
            try:
                state["identity"] = self._verifier.verify(token.decode("ascii", "replace"))
                context.identity_token.set(token.decode("ascii"))
            except InvalidToken:
                log.warning("identity_refused")
                await plain_problem(401, "sign_in_required")(scope, body.receive, send)
                return
        visitor = headers.get(VISITOR_HEADER.encode(), b"?").decode("ascii", "replace")[:64]
        context.caller.set(state["identity"].subject or visitor)
        await self._app(*as_get(scope, body.receive, send))

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        self._metrics.note(scope, status, seconds)
        if status >= 500 or seconds > SLOW:  # the gateway has a line for every request
            shown = {"method": scope["method"], "path": _safe_path(scope)}
            log.warning("request", **shown, status=status, ms=round(seconds * 1000, 1))


@contextmanager
def _known_as(request_id: str, headers: dict[bytes, bytes], body: Body) -> Iterator[None]:
    """The request's id, trace and caller, for whatever works or logs in its course."""
    trace = context.child_traceparent(headers.get(b"traceparent", b"").decode("ascii", "replace"))
    known, traced = context.request_id.set(request_id), context.traceparent.set(trace)
    caller, gone = context.caller.set(""), context.until_gone.set(body.until_gone)
    token = context.identity_token.set("")
    try:
        yield
    finally:
        context.request_id.reset(known)
        context.traceparent.reset(traced)
        context.caller.reset(caller)
        context.until_gone.reset(gone)
        context.identity_token.reset(token)


def _safe_path(scope: Scope) -> str:
    """The route's pattern, never the path with a person's codes in it."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "-"


class Metrics:
    """Prometheus figures of one process."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "lienthong_requests", "Requests", ["service", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram("lienthong_request_seconds", "Time to answer", ["service"], registry=self.registry)
        self._service = service
        self._kept: dict[tuple[str, int], Counter] = {}
        self._own_seconds = self._seconds.labels(service)

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        counter = self._kept.get((method, status))
        if counter is None:
            # Finding a labelled figure costs more than counting; there are few of them.
            counter = self._kept[method, status] = self._requests.labels(self._service, method, str(status))
        counter.inc()
        self._own_seconds.observe(seconds)


def health_routes(service: str, metrics: Metrics, unread: str = "") -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive", "service": service}

    @router.get("/readyz")
    async def readyz(request: Request) -> Response:
        body: dict[str, Any] = {"service": service, "database": "ok", "outbox": {}, "inbox": {}}
        status = HTTPStatus.OK
        try:
            pool = await request.app.state.database.hot()
            body["outbox"] = dict(await pool.fetchrow(outbox.LAG))
            body["inbox"] = {row["state"]: row["n"] for row in await pool.fetch(_INBOX_STATES)}
            if unread:
                body["unread"] = dict(await pool.fetchrow(unread))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            body["database"] = "unavailable"
            status = HTTPStatus.SERVICE_UNAVAILABLE
        return Response(orjson.dumps(body), status, media_type="application/json")

    @router.get("/metrics")
    async def prometheus() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router


_INBOX_STATES = "SELECT state, count(*) AS n FROM inbox WHERE state IN ('waiting', 'retry', 'dead') GROUP BY state"


def create_service(member: Member, settings: Settings) -> ASGIApp:
    """The whole web application of a service. `app.state` holds settings, database, pages, waker, files.

    `app.state.shared_database`: that of a process which does background work too (`shared.web.running.run_whole`).
    """
    pages = Pages(
        member.folder / "templates",
        member.texts,
        embedded=settings.embedded,
        scans=bool(settings.clamd_url),
        province=read_province(settings.province_folder),
        menu=menu_of(member.description.navigation),
        compiled=settings.compiled_pages,
    )

    app = FastAPI(
        title=member.title,
        version="1",
        lifespan=_lifespan(member),
        docs_url=None,
        redoc_url=None,
        openapi_url="/internal/openapi.json",
    )
    app.state.settings = settings
    app.state.pages = pages
    app.state.shared_database = None
    metrics = Metrics(member.name)
    _include_routers(app, member, metrics)
    install_error_handlers(app, pages, member.texts, evidence_or_503=member.evidence_or_503)
    for feature in member.features:
        for kind, answer in feature.exceptions.items():
            app.add_exception_handler(kind, answer)
    express = [endpoint for feature in member.features for endpoint in feature.express]
    way = ExpressWay(app, member.routers, express)
    framed = RequestFrame(way, IdentityVerifier(settings.identity_jwks, member.name), metrics)
    framed.fastapi = app  # type: ignore[attr-defined]
    return framed


def _lifespan(member: Member) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What the process opens at its start, each feature in its turn, and closes at its end."""
    from shared.storage.files import FileStore

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        own: Settings = app.state.settings
        shared: Database | None = app.state.shared_database  # whoever brought it closes it
        database = app.state.database = shared or Database(own.url_for(member.database), f"{member.name}-web")
        app.state.waker = Waker(own.url_for(member.database))
        app.state.files = FileStore.from_settings(own)
        resting = asyncio.create_task(database.rest())
        for feature in member.features:
            if feature.on_start is not None:
                await feature.on_start(app)
        yield
        resting.cancel()
        await app.state.waker.close()
        if shared is None:
            await database.close()

    return lifespan


def _include_routers(app: FastAPI, member: Member, metrics: Metrics) -> None:
    app.router.routes.extend(member.routes)
    app.include_router(health_routes(member.name, metrics, member.unread))
    app.router.routes.extend(_gateway_routes(member))


_ROUTES_OF: dict[int, tuple[Member, list[BaseRoute]]] = {}


def _gateway_routes(member: Member) -> list[BaseRoute]:
    """What every service answers the gateway, read once a process, as the member's own."""
    from shared.web.operations import description_routes, operations_routes
    from shared.web.search import search_routes

    if id(member) not in _ROUTES_OF:
        routers = (
            operations_routes(member.name, member.texts, member.unread),
            description_routes(member.description),
            search_routes(member.finders),
        )
        _ROUTES_OF[id(member)] = member, [route for router in routers for route in router.routes]
    return _ROUTES_OF[id(member)][1]


def page_of(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def not_found() -> NotFound:
    return NotFound("not_found")
