"""Faults that are made while callers are at work. Each leaves the province to heal itself."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

from operations.private_province import PrivateProvince
from operations.private_rabbitmq import PrivateRabbitMQ

Fault = Callable[[], Awaitable[None]]


async def kill_process(province: PrivateProvince, name: str) -> None:
    """kill -9, then wait until the supervisor has a new one and everything answers."""
    pid = province.pids()[name]
    os.kill(pid, signal.SIGKILL)
    for _ in range(600):
        await asyncio.sleep(0.1)
        try:
            if province.pids().get(name, pid) != pid and await asyncio.to_thread(province.is_ready):
                return
        except (OSError, ValueError):
            continue
    raise AssertionError(f"{name} did not come back")


async def kill_broker(broker: PrivateRabbitMQ) -> None:
    await asyncio.to_thread(broker.kill)
    await asyncio.to_thread(broker.start)


async def empty_broker(broker: PrivateRabbitMQ) -> None:
    """All its data gone, definitions included: it starts as on its first day."""
    await asyncio.to_thread(broker.kill)
    await asyncio.to_thread(broker.wipe)
    await asyncio.to_thread(broker.start)
