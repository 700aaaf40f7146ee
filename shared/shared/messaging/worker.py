"""A service's worker process: outbox relay, consumer, reports, retries, schedules. Any number of copies may run."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import uvloop

from shared.core import logs
from shared.core.settings import Settings
from shared.messaging.axis.choice import connect, events_queue, reports_queue, topology
from shared.messaging.inbox import Consumer, Handlers
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


def run_worker(
    service: str,
    database_name: str,
    settings: Settings,
    handlers: Handlers,
    schedules: Mapping[float, Schedule] | None = None,
    jobs: Sequence[Job] = (),
) -> None:
    """Run until SIGTERM or SIGINT. `schedules`: seconds between runs, and what to run, in every copy; `jobs`: once for all copies."""
    logs.configure(f"{service}-worker", settings.log_level)
    uvloop.run(_run(service, database_name, settings, handlers, schedules or {}, jobs))


async def _run(
    service: str,
    database_name: str,
    settings: Settings,
    handlers: Handlers,
    schedules: Mapping[float, Schedule],
    jobs: Sequence[Job],
) -> None:
    process = f"{service}-worker"
    beating = asyncio.create_task(_beat(settings.heartbeat)) if settings.heartbeat else None
    database = Database(settings.url_for(database_name), process, keyed=True)
    axis, proofs = await connect(settings, process, service), Proofs.load(service, settings)
    relay = Relay(service, database, axis, proofs)
    consumer = Consumer(service, database, axis, handlers, proofs)
    queues = topology().bindings
    kept = Jobs(database, [PRUNE_OUTBOX, FORGET_DONE, *jobs])
    work: list[Awaitable[None]] = [kept.run(), database.rest()]
    if reports_queue(service) in queues:
        work += [relay.run(), axis.consume(reports_queue(service), relay.take_reports)]
    if events_queue(service) in queues:
        work += [
            axis.consume(events_queue(service), consumer.receive, batch=MESSAGES_A_TIME),
            _every(1, consumer.retry_due, "retry"),
        ]
    work += [_every(seconds, _bound(schedule, database), schedule.__name__) for seconds, schedule in schedules.items()]
    tasks = [asyncio.ensure_future(item) for item in work]
    if beating is not None:
        tasks.append(beating)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    log.info("worker_started", service=service)
    await stopping.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await axis.close()
    await database.close()
    log.info("worker_stopped", service=service)


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
