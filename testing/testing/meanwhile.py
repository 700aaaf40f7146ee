"""Two acts at the same moment: the second begins while the first has not been committed."""

import asyncio
from typing import Any

from testing.service import RunningService


async def until_it_waits(service: RunningService, act: "asyncio.Future[Any]") -> None:
    """Done, or waiting for a lock: it goes no further by itself."""
    for _ in range(3000):
        if act.done() or await service.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it neither ends nor waits")
