"""The axis as queue tables in PostgreSQL: leases with SKIP LOCKED, in batches, NOTIFY outside the data transaction.

A service acts through the functions of `shared.messaging.axis.tables`, which know it by the role under which it came.
"""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

import asyncpg

from shared.core.logs import get_logger
from shared.messaging.axis.port import Handle, Message, Parcel, Topology
from shared.storage.database import IDLE_SECONDS
from shared.storage.standing import Standing

log = get_logger(__name__)

LEASE_SECONDS = 60
DELIVERY_LIMIT = 20

_PUBLISH = "SELECT axis_publish($1::text[], $2::text[], $3::bytea[], $4::text[])"
_CLAIM = "SELECT id, body, proof FROM axis_claim($1, $2, $3)"


class PostgresAxis:
    def __init__(self, url: str, topology: Topology, process: str) -> None:
        self._url = url
        self._topology = topology
        self._process = process
        self._pool: asyncpg.Pool[Any] | None = None
        self._notify: set[str] = set()
        self._notifier: asyncio.Task[None] | None = None
        self._standing = Standing(url, f"{process}-axis")

    async def _connections(self) -> "asyncpg.Pool[Any]":
        if self._pool is None:
            self._pool = await asyncpg.create_pool(
                self._url,
                min_size=0,
                max_size=4,
                timeout=5,
                max_inactive_connection_lifetime=IDLE_SECONDS,
                max_queries=200,  # renewed now and then: a connection's memory at the server only grows
                server_settings={"application_name": f"{self._process}-axis"},
            )
        return self._pool

    async def generation(self) -> int:
        """The queue lies in the database, which forgets nothing that it has confirmed."""
        return 1

    async def publish(self, messages: Sequence[Message]) -> list[bool]:
        queues = [self._topology.queues_for(m) for m in messages]
        rows = [(m.key, m.id, m.body, m.proof) for m, taken_by in zip(messages, queues, strict=True) if taken_by]
        if rows:
            try:
                pool = await self._connections()
                await pool.execute(_PUBLISH, *map(list, zip(*rows, strict=True)))
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("axis_publish_unknown", error=type(error).__name__, count=len(messages))
                return [False] * len(messages)
            self._notify.update(chain.from_iterable(queues))
            if self._notifier is None or self._notifier.done():
                self._notifier = asyncio.create_task(self._notify_soon())
        return [bool(taken_by) for taken_by in queues]

    async def _notify_soon(self) -> None:
        await asyncio.sleep(0.002)
        queues, self._notify = self._notify, set()
        try:
            pool = await self._connections()
            await pool.execute(";".join(f'NOTIFY "{queue}"' for queue in sorted(queues)))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            pass  # consumers poll anyway

    async def consume(self, queue: str, handle: Handle, *, batch: int = 200) -> None:
        woken = asyncio.Event()
        while True:
            try:
                await self._standing.listen(queue, woken.set)
                woken.clear()
                while await self._deliver(queue, handle, batch):
                    pass
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("axis_consumer_paused", queue=queue, error=f"{type(error).__name__}: {error}"[:300])
                await asyncio.sleep(0.5 + random.random())
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await woken.wait()

    async def _deliver(self, queue: str, handle: Handle, batch: int) -> int:
        rows = await self._standing.fetch(_CLAIM, queue, batch, LEASE_SECONDS)
        if not rows:
            return 0
        pool = await self._connections()
        rows.sort(key=lambda row: row["id"])
        ids = [row["id"] for row in rows]
        try:
            await handle([Parcel(row["body"], row["proof"]) for row in rows])
        except asyncio.CancelledError:
            # A clean stop: whoever comes next need not wait for the lease to run out.
            await asyncio.shield(pool.execute("SELECT axis_return($1)", ids))
            raise
        except Exception:
            await pool.execute("SELECT axis_release($1, $2)", ids, DELIVERY_LIMIT)
            raise
        await pool.execute("SELECT axis_acknowledge($1)", ids)
        return len(rows)

    async def depths(self) -> dict[str, int]:
        pool = await self._connections()
        rows = await pool.fetch("SELECT queue, waiting FROM axis_depths()")
        found = {row["queue"]: int(row["waiting"]) for row in rows}
        return {queue: found.get(queue, 0) for queue in self._topology.bindings}

    async def close(self) -> None:
        if self._notifier is not None:
            await asyncio.gather(self._notifier, return_exceptions=True)
        self._standing.close()
        if self._pool is not None:
            await self._pool.close()
