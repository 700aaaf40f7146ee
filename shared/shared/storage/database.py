"""Databases: one per service, reached by the ORM and, on the hot paths, by asyncpg directly."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import MetaData, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import greenlet_spawn

from shared.core import memory
from shared.storage.standing import ALONG_INDEXES, KEYED, Standing

IDLE_SECONDS = 30.0
"""How often connections that nobody uses at that moment are closed."""

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


class _Pool(AsyncAdaptedQueuePool):
    """The pool of the ORM, which can close what lies in it; `dispose` would lose count of what is in use meanwhile."""

    def let_go(self) -> None:
        for _ in range(self.checkedin()):
            if not self.checkedin():  # taken while another was being closed
                return
            record = self._pool.get(False)
            try:
                record.invalidate()  # takes leave of the server, for two seconds at the most
            finally:
                self._dec_overflow()


class _Session(Session):
    """What is locked is read as it stands then: what the same transaction read of it before may be old by now."""


@event.listens_for(_Session, "do_orm_execute")
def _read_what_is_locked_anew(state: ORMExecuteState) -> None:
    if state.is_select and getattr(state.statement, "_for_update_arg", None) is not None:
        state.update_execution_options(populate_existing=True)


class Database:
    """One service's database in one process: ORM sessions, and `hot` connections for the single-statement paths."""

    def __init__(self, url: str, process: str, size: int = 5, *, keyed: bool = False) -> None:
        """`keyed`: every look-up is by key, as in a worker."""
        self.url = url
        limits = {"application_name": process, "statement_timeout": "30000", "lock_timeout": "10000"} | ALONG_INDEXES
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            poolclass=_Pool,
            pool_size=size,
            max_overflow=size,
            pool_pre_ping=True,
            connect_args={"server_settings": limits | (KEYED if keyed else {})},
        )
        assert isinstance(self.engine.pool, _Pool)
        self._pool = self.engine.pool
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False, sync_session_class=_Session)
        self._process = process
        self._size = size
        self._hot: asyncpg.Pool[Any] | None = None
        self.standing = Standing(url, process)

    async def rest(self) -> None:
        """Let go of what work has left behind, for ever until cancelled: connections, and free memory of the process itself."""
        while True:
            await asyncio.sleep(IDLE_SECONDS)
            await asyncio.to_thread(memory.rest)
            await self.let_go()

    async def let_go(self) -> None:
        """Close every connection that nobody uses at this moment.

        At the server each keeps what it has seen of the catalogue and its plans, up to 8 MB; one opened anew begins with 2 MB. It costs
        some milliseconds at the next use, and ends what a busy hour has opened beyond the need of a quiet one.
        """
        if self._hot is not None:
            await self._hot.expire_connections()
        await greenlet_spawn(self._pool.let_go)

    async def hot(self) -> "asyncpg.Pool[Any]":
        """The asyncpg pool for statements that find everything by key, opened at first use.

        No code may leave session state on its connections: they are not reset.
        """
        if self._hot is None:
            self._hot = await asyncpg.create_pool(
                self.url,
                min_size=0,
                max_size=self._size,
                max_inactive_connection_lifetime=IDLE_SECONDS,
                reset=_keep_as_is,
                server_settings={"application_name": f"{self._process}-hot", "statement_timeout": "30000"} | KEYED,
            )
        return self._hot

    async def close(self) -> None:
        self.standing.close()
        if self._hot is not None:
            await self._hot.close()
        await self.engine.dispose()


if TYPE_CHECKING:
    Pool = asyncpg.Pool[Any]
    Line = asyncpg.Pool[Any] | asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]
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
