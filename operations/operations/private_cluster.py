"""A database server of their own for tests, bench and fault runs: never the machine's, gone afterwards."""

import asyncio
import re
import secrets
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from operations.embedded_postgres import EmbeddedPostgres
from operations.errors import CannotProceed
from operations.ports import free_port

Result = TypeVar("Result")
Fill = Callable[[str], Coroutine[Any, Any, None]]
"""Leaves in a database, given its address, what its copies begin with."""


def in_a_thread(work: Callable[[], Result]) -> Result:
    """Run blocking work that starts an event loop of its own, from wherever we are, a running loop included."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()


class PrivateCluster:
    """Máy chủ cơ sở dữ liệu riêng cho kiểm thử.

    With `url` it makes and drops databases on that server; without, it starts a PostgreSQL of its own in a temporary
    folder. `durable=True` is for fault and bench runs: everything is written through to the disk.
    """

    def __init__(self, url: str | None = None, *, durable: bool = False) -> None:
        self._given = url
        self._durable = durable
        self._folder: Path | None = None
        self._tag = secrets.token_hex(3)
        self._templates: dict[tuple[str, Fill | None], str] = {}
        self._made: list[str] = []
        self.postgres: EmbeddedPostgres | None = None

    @property
    def url(self) -> str:
        """Address of the server, without a database name."""
        if self.postgres is not None:
            return self.postgres.url
        if self._given is None:
            raise RuntimeError("the cluster has not been started")
        return urlunsplit(urlsplit(self._given)._replace(path=""))

    def start(self) -> None:
        if self._given is not None or self.postgres is not None:
            return
        self._folder = Path(tempfile.mkdtemp(prefix="lienthong-postgres-"))
        self._folder.chmod(0o711)  # the account PostgreSQL runs under must pass through, and no more
        for attempt in range(5):
            postgres = EmbeddedPostgres(self._folder / "postgres", free_port(), durable=self._durable)
            try:
                postgres.start()
            except CannotProceed:
                if attempt == 4:
                    raise
                continue
            self.postgres = postgres
            return

    def stop(self) -> None:
        if self.postgres is None:
            for name in reversed(self._made):
                self.drop_database(name)
            return
        self.postgres.kill() if not self._durable else self.postgres.stop()
        self.postgres.remove()
        self.postgres = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def create_database(self, name: str, template: str = "template1") -> str:
        """A new database; returns its address. Copied as files: writing each page into the log as well takes five times as long."""
        self._execute(f'create database "{_checked(name)}" template "{_checked(template)}" strategy file_copy')
        self._made.append(name)
        return f"{self.url}/{name}"

    def drop_database(self, name: str) -> None:
        self._execute(f'drop database if exists "{_checked(name)}" with (force)')
        if name in self._made:
            self._made.remove(name)

    def create_service_database(self, package: str, fill: Fill | None = None) -> str:
        """A fresh database with the migrations of that member (`one_stop`, `gateway` ...); returns its address.

        Migrations run once for each member; afterwards the migrated database is copied. So does `fill`, which is given the
        address of a migrated database and leaves in it what each copy begins with.
        """
        if (package, None) not in self._templates:
            from shared.storage.migrating import migrate

            template = f"template_{package}_{self._tag}"
            url = self.create_database(template)
            in_a_thread(lambda: migrate(package, url))
            self._templates[package, None] = template
        if (package, fill) not in self._templates and fill is not None:
            filled = f"filled_{package}_{self._tag}_{secrets.token_hex(4)}"
            url = self.create_database(filled, self._templates[package, None])
            in_a_thread(lambda: asyncio.run(fill(url)))
            self._templates[package, fill] = filled
        return self.create_database(f"{package}_{self._tag}_{secrets.token_hex(4)}", self._templates[package, fill])

    def _execute(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(f"{self.url}/postgres")
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        in_a_thread(lambda: asyncio.run(run()))


def _checked(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise ValueError(f"not a database name: {name!r}")
    return name
