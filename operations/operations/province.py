"""A whole province up: checks, database, migrations, first data, processes, in this order."""

import asyncio
import gc
import importlib
import logging
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from starlette.types import ASGIApp

from operations.checks import check_broker, check_folder, check_ports, check_province
from operations.databases import prepare_databases, role_passwords
from operations.embedded_postgres import EmbeddedPostgres
from operations.errors import CannotProceed
from operations.forking import ChildTask
from operations.health import await_settled
from operations.process_table import Entry, process_table
from operations.running import RunFolder
from operations.supervisor import StopRequested, Supervisor
from shared.core import logs
from shared.core.memory import give_back_memory, keep_large_apart
from shared.core.settings import SERVICES, SIGNING, Settings

POSTGRES_PORT_OFFSET = 32
FIRST_EVENTS_WITHIN = 180.0
Say = Callable[[str], None]


class AlreadyRunning(Exception):
    """Hệ thống đang chạy rồi."""


def embedded_postgres(settings: Settings) -> EmbeddedPostgres | None:
    """The embedded server of this province; None when a real one is configured."""
    if settings.database_url or settings.database_urls:
        return None
    return EmbeddedPostgres(
        settings.var / "postgres",
        settings.port + POSTGRES_PORT_OFFSET,
        log_file=settings.var / "logs" / "postgres.log",
    )


def run_province(settings: Settings, say: Say, when_ready: Callable[[Settings], None]) -> int:
    """Run until asked to stop. Raises CannotProceed or AlreadyRunning when there is nothing to run."""
    check_folder(settings.var)
    check_province(settings)
    run_folder = RunFolder(settings.var)
    lock = run_folder.take_lock()
    if lock is None:
        raise AlreadyRunning
    run_folder.forget_state()
    check_ports(settings)
    if settings.broker_url:
        check_broker(settings.broker_url)
    postgres = embedded_postgres(settings)
    supervisor = Supervisor(settings, [], postgres, lock, say)
    supervisor.listen_to_signals()
    supervisor.write_state()
    keep_large_apart()
    try:
        ready = _prepare(settings, postgres, say)
        supervisor.take_over(ready, process_table(ready))
        with _step(say, "Khởi động cổng vào và bốn dịch vụ"):
            supervisor.start_all()
        _await_first_events(ready, say)
        give_back_memory()
        supervisor.open_door()
        when_ready(ready)
        supervisor.keep_alive()
    except StopRequested:
        say("Đang dừng ...")
        return 0
    finally:
        supervisor.stop_all()
    return 0


def _prepare(settings: Settings, postgres: EmbeddedPostgres | None, say: Say) -> Settings:
    """Everything that must be there before the first process; heavy work in children, imports meanwhile here."""
    if postgres is not None:
        with _step(say, "Khởi động PostgreSQL nhúng"):
            postgres.start()
    server_url = postgres.url if postgres is not None else settings.database_url
    settings = settings.model_copy(update={"compiled_pages": _emptied(settings.var / "run" / "pages")})
    passwords = role_passwords(settings.var / "keys")
    log = settings.var / "logs" / "setup.log"
    with _step(say, "Chuẩn bị cơ sở dữ liệu và nạp chương trình"):
        task = ChildTask("cơ sở dữ liệu", lambda: prepare_databases(settings, server_url, passwords), log)
        _make_keys(settings)
        _import_once(process_table(settings))
        _warm_up(settings)
        ready = settings.model_copy(update={"database_urls": task.wait()})
    _make_keys(ready)
    _publish_changes(ready, say, log)
    give_back_memory()
    gc.freeze()  # what is there now stays shared: the collector of a child never writes to it
    return ready


def _emptied(folder: Path) -> Path:
    """Templates are compiled once for all processes, anew at each start: another release may read them differently."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def _await_first_events(settings: Settings, say: Say) -> None:
    """An open door means a whole house: on a first day the services have yet to tell each other what they were given."""
    if await_settled(settings, 0):
        return
    with _step(say, "Các dịch vụ trao đổi dữ liệu ban đầu qua trục liên thông"):
        settled = await_settled(settings, FIRST_EVENTS_WITHIN)
    if not settled:
        say(
            "  ! Dữ liệu ban đầu còn đang được trao đổi (máy chậm): chứng thư số và một vài danh sách sẽ có sau ít phút."
        )


def _import_once(table: list[Entry]) -> None:
    for entry in table:
        try:
            entry.load()
        except ImportError as failure:
            raise CannotProceed(
                f"Không nạp được chương trình của {entry.name} ({failure}): hãy chạy lại bằng ./lienthong up."
            ) from failure


_LOADED_LATER = (
    "encodings.idna",
    "multipart",
    "python_multipart.multipart",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
)


def _warm_up(settings: Settings) -> None:
    """What every process would load or build for itself is made here once, and shared: some 8 MB less in each."""
    from sqlalchemy.orm import configure_mappers

    from shared.web import running

    for module in _LOADED_LATER:
        with suppress(ImportError):
            importlib.import_module(module)
    configure_mappers()
    logs.configure("supervisor", settings.log_level)
    logging.disable()  # that the first question takes long is no news
    for service in (*SERVICES, SIGNING):
        member = importlib.import_module(f"{service.replace('-', '_')}.features").MEMBER
        asyncio.run(_ask_once(running.build(member, settings)))
    logging.disable(logging.NOTSET)


async def _ask_once(application: ASGIApp) -> None:
    """What the framework makes of the routes, and a page of its parts, at the first question: once here, not in each that serves."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost") as client:
        for path in ("/healthz", "/-/a-page-that-nobody-has"):
            await client.get(path)


def _make_keys(settings: Settings) -> None:
    from shared.access.identity import make_keys
    from shared.messaging import proof
    from shared.signing.store_keys import add_store_key

    if settings.identity_key_file is None:
        make_keys(settings.identity_key, settings.identity_jwks)
    if settings.signing_store_key_file is None:
        add_store_key(settings.signing_store_key, only_first=True)
    if settings.axis_key_file is None:
        proof.make_keys(settings.var / "keys", SERVICES)


def _publish_changes(settings: Settings, say: Say, log: Path) -> None:
    """The province's data at the first start, and whenever it has changed since."""
    from operations import seed

    if warning := seed.missing_calendar(settings):
        say(f"  ! {warning}")
    if seed.is_published(settings):
        return
    again = seed.has_been_seeded(settings)
    title = f"{'Công bố dữ liệu đã đổi' if again else 'Nạp dữ liệu'} của tỉnh ({settings.province})"
    try:
        with _step(say, title):
            ChildTask("nạp dữ liệu", lambda: seed.seed_province(settings), log).wait()
            seed.note_published(settings)
    except CannotProceed as failure:
        if not again:
            raise
        # A slip in a file must not close the house: it goes on with what was published before.
        say(f"  ! Chưa công bố được dữ liệu đã đổi, hệ thống chạy tiếp với dữ liệu cũ. {failure}")


@contextmanager
def _step(say: Say, title: str) -> Iterator[None]:
    """One line at the beginning on a terminal, one line with the time at the end."""
    started = time.monotonic()
    if sys.stdout.isatty():
        sys.stdout.write(f"  … {title}")
        sys.stdout.flush()
    try:
        yield
    except BaseException:
        if sys.stdout.isatty():
            sys.stdout.write("\n")
        raise
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K")
    elapsed = f"{time.monotonic() - started:.1f}".replace(".", ",")
    say(f"  ✓ {title} ({elapsed} giây)")
