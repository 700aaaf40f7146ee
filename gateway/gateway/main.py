"""The gateway's web process: the front door, and behind it the gateway's own pages."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from gateway.clients.accounts import AccountOwners
from gateway.clients.services import ServiceClient
from gateway.cookies import Cookies
from gateway.descriptions.known import Known
from gateway.door import FrontDoor
from gateway.features import MEMBER, OWN_PLACES
from gateway.figures import Figures
from gateway.health import Readiness
from gateway.http_protocol import GuardedProtocol
from gateway.limits import statements as counts
from gateway.limits.limiter import RateLimiter
from gateway.operations_desk.sampling import keep_sampling
from gateway.operations_desk.upkeep import Upkeep
from gateway.parts import Parts, is_secure
from gateway.proxy.forwarding import StreamingProxy
from gateway.pruning import prune
from gateway.sessions.callers import Callers
from gateway.sessions.changes import AccountWatch
from gateway.sessions.visitors import DerivedKeys
from gateway.settings import GatewaySettings
from gateway.unsent.guard import FormGuard
from shared.access.identity import IdentityIssuer
from shared.core import clock, logs
from shared.core.province import read_province
from shared.core.settings import SERVICES, Settings
from shared.storage.database import Database
from shared.web.pages import Pages, static_files
from shared.web.problems import install_error_handlers

PRUNE_EVERY = 600.0
FIRST_WORD_EVERY = 0.5
"""Until a part has said for the first time where its pages are."""
FIRST_PATIENCE = 2.0
LARGEST_CROWD = 4_000
"""Connections at once; beyond it the server answers 503 without asking anybody."""

log = logs.get_logger(__name__)


class _NoRelay:
    """The gateway publishes no events, so nobody needs waking after a commit."""

    def wake(self) -> None:
        return


def create_app(settings: Settings, limits: GatewaySettings | None = None) -> ASGIApp:
    """The whole gateway as one ASGI application."""
    parts = _make_parts(settings, limits or GatewaySettings())

    own = FastAPI(
        title=MEMBER.title,
        version="1",
        lifespan=_lifespan(settings, parts),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    own.state.settings, own.state.pages, own.state.parts = settings, parts.pages, parts
    own.state.database, own.state.waker = parts.database, _NoRelay()
    own.router.redirect_slashes = False  # it would lead to whatever Host the caller names; the door does it by path
    own.router.routes.extend(MEMBER.routes)
    own.mount("/static", static_files())
    install_error_handlers(own, parts.pages, MEMBER.texts)
    door = FrontDoor(own, parts)
    door.fastapi = own  # type: ignore[attr-defined]
    return door


def _lifespan(settings: Settings, parts: Parts) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What the gateway opens and keeps doing while it runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        parts.services.open()
        await parts.known.load()
        # So that an open door leads to all whose parts are there.
        await asyncio.gather(*(parts.known.ask(service, FIRST_PATIENCE) for service in SERVICES))
        app.state.readiness = Readiness(parts)
        app.state.upkeep = Upkeep(settings)
        parts.proxy.on_accounts_changed = parts.watch.hear_from
        chores = [
            asyncio.create_task(chore)
            for chore in (
                parts.limiter.run(),
                parts.watch.run(),
                parts.database.rest(),
                _prune(parts.database),
                keep_sampling(parts.database, app.state.readiness, app.state.upkeep),
                *(_watch(parts, service) for service in SERVICES),
            )
        ]
        yield
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        parts.access_log.write()
        await app.state.readiness.close()
        await parts.services.close()
        parts.proxy.close()
        await parts.database.close()

    return lifespan


def _make_parts(settings: Settings, limits: GatewaySettings) -> Parts:
    issuer = IdentityIssuer(settings.identity_key)
    keys = DerivedKeys(settings.identity_key)
    proxy = StreamingProxy(settings, limits)
    services = ServiceClient(settings, limits, issuer)
    owners = AccountOwners(services)
    database = Database(settings.url_for("gateway"), "gateway")
    known = Known(database, services, MEMBER.description, OWN_PLACES)
    callers = Callers(database, owners, issuer, keys)
    limiter = RateLimiter(lambda minute, callers, used: counts.count_requests(database, minute, callers, used))
    cookies = Cookies(secure=is_secure(settings))
    return Parts(
        settings=settings,
        limits=limits,
        pages=_make_pages(settings, known),
        issuer=issuer,
        keys=keys,
        proxy=proxy,
        services=services,
        owners=owners,
        figures=Figures(proxy.circuits),
        database=database,
        callers=callers,
        watch=AccountWatch(database, services, callers),
        limiter=limiter,
        cookies=cookies,
        forms=FormGuard(database, keys, limiter, limits, cookies),
        known=known,
    )


def _make_pages(settings: Settings, known: Known) -> Pages:
    pages = Pages(
        MEMBER.folder / "templates",
        MEMBER.texts,
        embedded=settings.embedded,
        scans=bool(settings.clamd_url),
        province=read_province(settings.province_folder),
        menu=lambda _, identity: known.links(identity),
        compiled=settings.compiled_pages,
    )
    pages.environment.globals["landmark"] = known.landmark
    return pages


async def _watch(parts: Parts, service: str) -> None:
    """Is it alive, and what has it to say? Asked aside from the callers, so that not each of them has to find out by waiting."""
    while True:
        await asyncio.sleep(parts.limits.watch_seconds if parts.known.knows(service) else FIRST_WORD_EVERY)
        answers = await parts.known.ask(service, parts.limits.doubtful_seconds)
        parts.proxy.circuits[service].note_life(answers=answers)


async def _prune(database: Database) -> None:
    while True:
        await asyncio.sleep(PRUNE_EVERY)
        try:
            await prune(database, clock.now())
        except Exception as error:
            log.warning("prune_failed", error=type(error).__name__)


def server_options(settings: Settings) -> dict[str, Any]:
    """How uvicorn serves the door; also used by tests, which need the same bounds."""
    return {
        "host": settings.host,
        "port": settings.port,
        "loop": "uvloop",
        "http": GuardedProtocol,
        "ws": "none",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": 5,
        "limit_concurrency": LARGEST_CROWD,
        "backlog": 2048,
        "ssl_certfile": settings.tls_certificate_file,
        "ssl_keyfile": settings.tls_key_file,
    }


def run_web(settings: Settings) -> None:
    """Serve the gateway until SIGTERM."""
    logs.configure("gateway", settings.log_level)
    uvicorn.run(create_app(settings), **server_options(settings))
