"""Databases: one per service, reached by the ORM and, on the hot paths, by asyncpg directly."""

import asyncio
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import MetaData, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from shared.core.memory import release_free_memory

IDLE_SECONDS = 30.0
"""After this long without use a pooled connection is closed."""

KEYED = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off"}
"""Planner settings of connections on which everything is looked up by key.

A prepared statement keeps the plan of the moment when it was first used. One made while a table was nearly empty would go on
reading the whole table, batch after batch, until the next ANALYZE.
"""

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """Metadata of one service, with constraint names fixed so that migrations can name them."""
    return MetaData(naming_convention=NAMING)


def async_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


class Database:
    """One service's database in one process: ORM sessions, and `hot` connections for the single-statement paths."""

    def __init__(self, url: str, process: str, size: int = 5, *, keyed: bool = False) -> None:
        """`keyed`: every look-up is by key, as in a worker."""
        self.url = url
        limits = {"application_name": process, "statement_timeout": "30000", "lock_timeout": "10000"}
        self._planning = KEYED if keyed else {}
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=size,
            max_overflow=size,
            pool_pre_ping=True,
            connect_args={"server_settings": limits | self._planning},
        )
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._process = process
        self._size = size
        self._hot: asyncpg.Pool[Any] | None = None
        self._last_use = time.monotonic()
        event.listen(self.engine.sync_engine, "checkout", self._note_use)

    def _note_use(self, *_: object) -> None:
        self._last_use = time.monotonic()

    async def rest(self) -> None:
        """Close what lies idle and renew what grew, for ever until cancelled: a used connection costs the server up to 8 MB.

        The process's own memory that work left free goes back to the machine as well.
        """
        while True:
            await asyncio.sleep(IDLE_SECONDS)
            await asyncio.to_thread(release_free_memory)
            if self._hot is not None:
                await self._hot.expire_connections()
            if time.monotonic() - self._last_use > IDLE_SECONDS:
                await self.engine.dispose()

    async def hot(self) -> "asyncpg.Pool[Any]":
        """The asyncpg pool, opened at first use. No code may leave session state on its connections: they are not reset."""
        if self._hot is None:
            self._hot = await asyncpg.create_pool(
                self.url,
                min_size=0,
                max_size=self._size,
                max_inactive_connection_lifetime=IDLE_SECONDS,
                reset=_keep_as_is,
                server_settings={"application_name": f"{self._process}-hot", "statement_timeout": "30000"}
                | self._planning,
            )
        return self._hot

    async def close(self) -> None:
        if self._hot is not None:
            await self._hot.close()
        await self.engine.dispose()


if TYPE_CHECKING:
    Pool = asyncpg.Pool[Any]
    Line = asyncpg.Pool[Any] | asyncpg.Connection[Any]
else:
    Pool = asyncpg.Pool
    Line = asyncpg.Pool | asyncpg.Connection
    """Where a statement goes: any connection, or the one of a transaction under way."""


async def _keep_as_is(_: object) -> None:
    """A reset costs a round trip per use; hot paths leave nothing to reset."""


async def driver_connection(session: AsyncSession) -> "asyncpg.Connection[Any]":
    """The session's own asyncpg connection, inside its transaction."""
    connection = await session.connection()
    driver: asyncpg.Connection[Any] = (await connection.get_raw_connection()).driver_connection  # type: ignore[assignment]
    if not driver.is_in_transaction():  # SQLAlchemy begins it with the first statement of its own
        await connection.exec_driver_sql("SELECT 1")
    return driver


def unnest(types: Iterable[str], *, first: int = 1) -> str:
    """`unnest($1::uuid[], $2::text[])`: rows out of one array parameter per column, numbered from `first`."""
    return f"unnest({', '.join(f'${number}::{kind}[]' for number, kind in enumerate(types, first))})"
