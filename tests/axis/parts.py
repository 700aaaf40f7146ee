"""A service's worker in this process, and the event these tests are about."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import Event
from shared.contracts.routing import reports_to
from shared.messaging.axis.choice import events_queue, reports_queue
from shared.messaging.axis.port import Axis, Parcel, Topology
from shared.messaging.inbox import Consumer, Handlers
from shared.messaging.outbox import Relay
from shared.storage.database import Database
from testing.senders import proofs_of


class Counted(Event):
    """A fact that only these tests know."""

    type: ClassVar[str] = "alpha.thing-counted.v1"
    summary: ClassVar[str] = "Một vật đã được đếm"
    kind: ClassVar[str] = "thing"
    subject_field: ClassVar[str] = "thing"

    thing: str
    number: int


TOPOLOGY = Topology(
    {
        events_queue("beta"): ["alpha.thing.#"],
        events_queue("gamma"): ["alpha.thing.#"],
        reports_queue("alpha"): [reports_to("alpha")],
    }
)


class Part:
    """One service's worker in this process."""

    def __init__(self, name: str, url: str, axis: Axis, handlers: Handlers) -> None:
        self.name = name
        self.database = Database(url, name)
        self.axis = axis
        self.relay = Relay(name, self.database, axis, proofs_of(name))
        self.consumer = Consumer(name, self.database, axis, handlers, proofs_of(name))
        self._tasks: list[asyncio.Task[None]] = []

    def start_listening(self) -> None:
        self._tasks.append(asyncio.create_task(self.axis.consume(events_queue(self.name), self.consumer.receive)))
        self._tasks.append(asyncio.create_task(self._retry()))

    def start_publishing(self) -> None:
        self._tasks.append(asyncio.create_task(self.relay.run()))
        self._tasks.append(asyncio.create_task(self.axis.consume(reports_queue(self.name), self.relay.take_reports)))

    async def _retry(self) -> None:
        while True:
            await asyncio.sleep(0.2)
            await self.consumer.retry_due()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.axis.close()
        await self.database.close()

    async def value(self, query: str) -> Any:
        return await (await self.database.hot()).fetchval(query)

    async def effects(self) -> list[tuple[str, int]]:
        rows = await (await self.database.hot()).fetch("SELECT thing, number FROM effect ORDER BY position")
        return [(row["thing"], row["number"]) for row in rows]


def sent_by(part: Part, rows: list[Any]) -> Parcel:
    """What that part's relay makes of these rows of its outbox."""
    message = part.relay._message(rows)
    return Parcel(message.body, message.proof)


async def write_effect(session: AsyncSession, event: Counted) -> None:
    await session.execute(
        text("INSERT INTO effect (thing, number) VALUES (:thing, :number)"),
        {"thing": event.thing, "number": event.number},
    )


async def write_effects(session: AsyncSession, events: Sequence[Counted]) -> None:
    for event in events:
        await write_effect(session, event)


async def until(claim: Callable[[], Any], seconds: float = 30) -> None:
    """Wait until the awaited `claim()` is true."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not await claim():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError("it did not come true in time")
        await asyncio.sleep(0.05)
