"""A service's web process; where several are forked from one, their applications are built before."""

import asyncio
import signal
import sys

import uvicorn
import uvloop
from starlette.types import ASGIApp

from shared.core import logs
from shared.core.settings import Settings
from shared.messaging.worker import work_until
from shared.storage.database import Database
from shared.web.application import create_service
from shared.web.feature import Member

_built: dict[str, ASGIApp] = {}
WHOLE_SIZE = 8
"""Connections of a process that serves and works, as `Database` counts them."""


def build(member: Member, settings: Settings) -> ASGIApp:
    """Before forking: who serves this member then shares what was built. Where the database is may be said as it starts."""
    service = _built[member.name] = create_service(member, settings)
    return service


def _built_or_new(member: Member, settings: Settings, database: Database | None) -> ASGIApp:
    service = _built.get(member.name) or create_service(member, settings)
    service.fastapi.state.settings = settings  # type: ignore[attr-defined]
    service.fastapi.state.shared_database = database  # type: ignore[attr-defined]
    return service


def run_web(member: Member, settings: Settings) -> None:
    """Serve one service until SIGTERM."""
    server = _server(member, settings)
    server.run()
    if not server.started:
        sys.exit(3)


def run_whole(member: Member, settings: Settings) -> None:
    """Serve one service and do its background work in the same process: for a service that has little to do, on a small machine."""
    uvloop.run(_serve_and_work(member, settings))


async def _serve_and_work(member: Member, settings: Settings) -> None:
    """When one of them ends, so does the other; whoever supervises starts both again. Both use the same connections."""
    database = Database(settings.url_for(member.database), f"{member.name}-whole", size=WHOLE_SIZE)
    server = _server(member, settings, database)
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):  # the server passes them on when its own work is done
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    working = asyncio.create_task(
        work_until(stopping, member.name, database, settings, member.work(settings)), name="background work"
    )
    serving = asyncio.create_task(server.serve(), name="door")
    await asyncio.wait((serving, working), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.set()
    await asyncio.gather(serving, working)
    await database.close()
    if not server.started:
        sys.exit(3)


def _server(member: Member, settings: Settings, database: Database | None = None) -> uvicorn.Server:
    """`database`: the process's own, where it does not only serve."""
    logs.configure(f"{member.name}-web", settings.log_level)
    # A thread that comes back from the disk waits no longer than this for the busy event loop.
    sys.setswitchinterval(0.0005)
    config = uvicorn.Config(
        _built_or_new(member, settings, database),
        host=settings.host,
        port=settings.service_port(member.name),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=30,  # longer than the gateway keeps an idle connection, so that it never writes into a closing one
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)
