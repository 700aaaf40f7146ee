"""A sample a minute: what the operator's page tells of the last hours."""

import asyncio
from collections.abc import Sequence
from typing import Any

from gateway.health import Readiness
from gateway.operations_desk import statements
from gateway.operations_desk.upkeep import Upkeep
from shared.core import clock
from shared.core.logs import get_logger
from shared.storage.database import Database

log = get_logger(__name__)

EVERY = 60.0


async def keep_sampling(database: Database, readiness: Readiness, upkeep: Upkeep) -> None:
    """For ever until cancelled; of several copies of the gateway the first of each minute writes."""
    while True:
        try:
            await note_sample(database, await readiness.read(), upkeep.disk()[0])
        except Exception as error:
            log.warning("sample_not_noted", error=type(error).__name__)
        await asyncio.sleep(EVERY)


async def note_sample(database: Database, state: dict[str, Any], disk_free: int) -> None:
    services = list(state["services"].values())
    silent = sum(service["status"] != "ok" for service in services)
    dead = sum((service.get("inbox") or {}).get("dead", 0) for service in services)
    minute = clock.now().replace(second=0, microsecond=0)
    await statements.note_sample(database, minute, silent, float(state["axis"]["lag_seconds"]), dead, disk_free)


async def read_history(database: Database) -> Sequence[Any]:
    """Half hours of the last six, newest first: the worst of each."""
    return await statements.read_history(database, clock.now())
