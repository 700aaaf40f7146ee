"""A service's worker process: outbox relay, consumer, reports, retries, schedules. Any number of copies may run."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import Event
from shared.core import logs
from shared.core.settings import Settings
from shared.messaging.axis.choice import connect, events_queue, reports_queue, topology
from shared.messaging.inbox import Consumer, Handler, Handlers
from shared.messaging.outbox import PRUNE_OUTBOX, Relay
from shared.messaging.proof import Proofs
from shared.storage.database import Database
from shared.work.jobs import FORGET_DONE, Job, Jobs

log = logs.get_logger(__name__)

MESSAGES_A_TIME = 20
"""Each may hold up to fifty events: one transaction takes a thousand at most."""

BEATS_EVERY = 2.0

Schedule = Callable[[Database], Awaitable[None]]
"""Something to do every so often; must be harmless when two copies do it at once."""


@dataclass(frozen=True)
class Work:
    """What a worker does beside passing on: one feature's, or a whole service's."""

    handlers: Handlers = field(default_factory=Handlers)
    schedules: Sequence[tuple[float, Schedule]] = ()
    """Seconds between runs, and what to run, in every copy."""
    jobs: Sequence[Job] = ()
    """Once for all copies."""


def together(works: Sequence[Work]) -> Work:
    """One worker's work out of several features'."""
    single = [work.handlers.single for work in works]
    batched = [work.handlers.batched for work in works]
    if both := {kind for one in single for kind in one} & {kind for one in batched for kind in one}:
        raise ValueError(f"taken singly and in batches: {sorted(kind.__name__ for kind in both)}")
    return Work(
        Handlers(_joined(single), _joined(batched)),
        [schedule for work in works for schedule in work.schedules],
        [job for work in works for job in work.jobs],
    )


def _joined(tables: Sequence[Mapping[type[Event], Handler]]) -> dict[type[Event], Handler]:
    """An event that several listen to is taken by each in turn, all in its one transaction."""
    kinds = [kind for table in tables for kind in table]
    return {kind: _in_turn([table[kind] for table in tables if kind in table]) for kind in kinds}


def _in_turn(handlers: Sequence[Handler]) -> Handler:
    async def take(session: AsyncSession, taken: Any) -> None:
        for handler in handlers:
            await handler(session, taken)

    return handlers[0] if len(handlers) == 1 else take


def run_worker(service: str, database_name: str, settings: Settings, work: Work) -> None:
    """Run until SIGTERM or SIGINT."""
    logs.configure(f"{service}-worker", settings.log_level)
    uvloop.run(_until_told(service, database_name, settings, work))


async def _until_told(service: str, database_name: str, settings: Settings, work: Work) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    beating = asyncio.create_task(_beat(settings.heartbeat)) if settings.heartbeat else None
    database = Database(settings.url_for(database_name), f"{service}-worker", keyed=True)
    resting = asyncio.create_task(database.rest())
    await work_until(stopping, service, database, settings, work)
    resting.cancel()
    await database.close()
    if beating is not None:
        beating.cancel()


async def work_until(stopping: asyncio.Event, service: str, database: Database, settings: Settings, work: Work) -> None:
    """A service's background work on the running loop, in a process of its own or beside the service's door."""
    axis, proofs = await connect(settings, f"{service}-worker", service), Proofs.load(service, settings)
    relay = Relay(service, database, axis, proofs)
    consumer = Consumer(service, database, axis, work.handlers, proofs)
    queues = topology().bindings
    chores: list[Awaitable[None]] = _lanes(database, [PRUNE_OUTBOX, FORGET_DONE, *work.jobs])
    if reports_queue(service) in queues:
        chores += [relay.run(), axis.consume(reports_queue(service), relay.take_reports)]
    if events_queue(service) in queues:
        chores += [
            axis.consume(events_queue(service), consumer.receive, batch=MESSAGES_A_TIME),
            _every(1, consumer.retry_due, "retry"),
        ]
    chores += [_every(seconds, _bound(schedule, database), schedule.__name__) for seconds, schedule in work.schedules]
    tasks = [asyncio.ensure_future(item) for item in chores]
    log.info("worker_started", service=service)
    await stopping.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await axis.close()
    log.info("worker_stopped", service=service)


def _lanes(database: Database, jobs: Sequence[Job]) -> list[Awaitable[None]]:
    """Jobs of each lane one after the other, the lanes beside each other."""
    lanes: dict[str, list[Job]] = {}
    for job in jobs:
        lanes.setdefault(job.lane, []).append(job)
    return [Jobs(database, lane).run() for lane in lanes.values()]


async def _beat(file: Path) -> None:
    while True:
        file.touch()  # noqa: ASYNC240 - on the loop itself: that it turns is what the beat says
        await asyncio.sleep(BEATS_EVERY)


def _bound(schedule: Schedule, database: Database) -> Callable[[], Awaitable[None]]:
    return lambda: schedule(database)


async def _every(seconds: float, work: Callable[[], Awaitable[object]], name: str) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.warning("schedule_failed", schedule=name, error=f"{type(error).__name__}: {error}"[:300])
