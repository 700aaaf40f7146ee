"""A database as an older release left it, filled by hand and brought to the present shape."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg

from shared.storage import migrating


class OldDatabase:
    """`package`'s database at one revision of its migrations."""

    def __init__(self, package: str, url: str) -> None:
        self._package = package
        self.url = url

    def rows(self, *statements: str) -> list[tuple[Any, ...]]:
        """Runs each; what the last one answers."""
        return asyncio.run(_rows(self.url, statements))

    def upgrade(self, revision: str = "head") -> None:
        migrating.migrate(self._package, self.url, revision)


@contextmanager
def database_at(revision: str, package: str, postgres_url: str) -> Iterator[OldDatabase]:
    """`with database_at("0013", "document_exchange", postgres_url) as old`: gone again afterwards."""
    name, server = f"{package}_{revision}_kept", f"{postgres_url}/postgres"
    asyncio.run(_rows(server, (f"CREATE DATABASE {name}",)))
    old = OldDatabase(package, f"{postgres_url}/{name}")
    try:
        old.upgrade(revision)
        yield old
    finally:
        asyncio.run(_rows(server, (f"DROP DATABASE {name} WITH (FORCE)",)))


async def _rows(url: str, statements: tuple[str, ...]) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return [tuple(row) for row in await connection.fetch(statements[-1])]
    finally:
        await connection.close()
