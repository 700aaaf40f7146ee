"""Receiving: the inbox row and the effects in one transaction, once, and in sequence per subject.

State of a row: `done`; `waiting` for an earlier event of its subject; `retry` after a failure, due later; `dead` after the last
try, for the operator; `discarded` by the operator. A row that is not done blocks only its own subject.
"""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import Envelope, Event
from shared.contracts.routing import report_key
from shared.core import context
from shared.core.identifiers import new_id
from shared.core.logs import get_logger
from shared.messaging import statements
from shared.messaging.axis.choice import events_queue
from shared.messaging.axis.port import Axis, Message, Parcel
from shared.messaging.batches import read_batch
from shared.messaging.outbox import note_reported
from shared.messaging.parked import park
from shared.messaging.proof import Forged, Proofs, Purpose
from shared.storage.database import Database, driver_connection
from shared.storage.failing import failure_of, words_of

log = get_logger(__name__)

Handler = Callable[[AsyncSession, Any], Awaitable[None]]
"""Takes the session of the inbox's transaction and the typed event. Raising means: try again later."""
BatchHandler = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]

ATTEMPTS = 8
FIRST_DELAY = 2.0
LONGEST_DELAY = 3600.0

_ANY_DUE = "SELECT FROM inbox WHERE state = 'retry' AND due_at <= now() LIMIT 1"


@dataclass(frozen=True)
class Handlers:
    """What a service listens to. `batched` handlers take many events of one type with one statement."""

    single: Mapping[type[Event], Handler] = field(default_factory=dict)
    batched: Mapping[type[Event], BatchHandler] = field(default_factory=dict)


@dataclass
class _Ready:
    event_id: UUID
    source: str
    subject: str
    sequence: int
    envelope: Envelope


class _NotPlain(Exception):
    """The batch is not the usual one."""


class Consumer:
    """One service's inbox: takes batches from the axis, applies them, reports to the publishers."""

    def __init__(self, service: str, database: Database, axis: Axis, handlers: Handlers, proofs: Proofs) -> None:
        self._service = service
        self._database = database
        self._axis = axis
        self._handlers = handlers
        self._proofs = proofs

    async def receive(self, parcels: list[Parcel]) -> None:
        """Take a batch durably, apply what can be applied now, report all of it. Raises only when nothing was kept."""
        envelopes: list[Envelope] = []
        refused: list[tuple[bytes, str]] = []
        for parcel in parcels:
            try:
                sender = self._proofs.sender_of(parcel, Purpose.EVENTS)
                found, unreadable = read_batch(parcel.body, sender)
            except Forged as fault:
                refused.append((parcel.body, str(fault)))
            except ValueError as error:
                refused.append((parcel.body, type(error).__name__))
            else:
                envelopes += found
                refused += unreadable
        await park(self._database, events_queue(self._service), refused)
        if envelopes:
            await self._take(envelopes)
            await self._report(envelopes)

    async def _take(self, envelopes: list[Envelope]) -> None:
        if not await self._take_plain(envelopes):
            await self._take_any(envelopes)

    async def _take_plain(self, envelopes: list[Envelope]) -> bool:
        """The usual case with the fewest statements: every event is the next one of its subject, and all handlers succeed.

        False, with nothing kept, when it is not so: then `_take_any` does the same with waiting, retries and repeats.
        """
        envelopes = sorted(envelopes, key=lambda e: (e.source, e.subject, e.sequence))
        subjects = Counter((e.source, e.subject) for e in envelopes)
        try:
            async with self._database.sessions.begin() as session:
                connection = await session.connection()
                columns = ([key[0] for key in subjects], [key[1] for key in subjects], list(subjects.values()))
                rows = await connection.exec_driver_sql(statements.REACHED, columns)
                before = {(row.source, row.subject): row.applied - subjects[row.source, row.subject] for row in rows}
                for envelope in envelopes:
                    before[envelope.source, envelope.subject] += 1
                    if envelope.sequence != before[envelope.source, envelope.subject]:
                        raise _NotPlain
                kept = await (await driver_connection(session)).fetch(
                    statements.KEEP_DONE,
                    [e.id for e in envelopes],
                    [e.source for e in envelopes],
                    [e.subject for e in envelopes],
                    [e.sequence for e in envelopes],
                    [e.type for e in envelopes],
                )
                if len(kept) != len(envelopes):
                    raise _NotPlain  # a row of the subject is waiting, due again or dead
                await self._apply_together(session, envelopes)
        except _NotPlain:
            return False
        except Exception as error:
            log.info("batch_taken_singly", error=type(error).__name__, events=len(envelopes))
            return False
        return True

    async def _take_any(self, envelopes: list[Envelope]) -> None:
        sources, subjects = [e.source for e in envelopes], [e.subject for e in envelopes]
        columns = {
            "ids": [str(e.id) for e in envelopes],
            "sources": sources,
            "subjects": subjects,
            "sequences": [e.sequence for e in envelopes],
            "types": [e.type for e in envelopes],
            "bodies": [e.model_dump_json().encode() for e in envelopes],
        }
        async with self._database.sessions.begin() as session:
            await session.execute(statements.KEEP, columns)
            await self._apply_subjects(session, sources, subjects)

    async def _apply_subjects(self, session: AsyncSession, sources: Sequence[str], subjects: Sequence[str]) -> None:
        keys = {"sources": list(sources), "subjects": list(subjects)}
        await session.execute(statements.SUBJECTS, keys)
        applied = {(row.source, row.subject): row.applied for row in await session.execute(statements.LOCK, keys)}
        ready = self._ready(applied, (await session.execute(statements.OPEN, keys)).all())
        done = await self._apply(session, ready)
        if done:
            await session.execute(statements.DONE, {"ids": [str(r.event_id) for r in done]})
            last: dict[tuple[str, str], int] = {(r.source, r.subject): r.sequence for r in done}
            columns = {
                "sources": [k[0] for k in last],
                "subjects": [k[1] for k in last],
                "sequences": list(last.values()),
            }
            await session.execute(statements.APPLIED, columns)

    def _ready(self, applied: dict[tuple[str, str], int], rows: Sequence[Any]) -> list[_Ready]:
        """Of each subject the unbroken run after what was applied, up to one that is dead or not due."""
        reached = dict(applied)
        ready: list[_Ready] = []
        for row in rows:
            key = (row.source, row.subject)
            if row.sequence != reached[key] + 1 or row.state == "dead" or (row.state == "retry" and not row.is_due):
                continue
            reached[key] = row.sequence
            ready.append(_Ready(row.event_id, row.source, row.subject, row.sequence, Envelope.read(row.envelope)))
        return ready

    async def _apply(self, session: AsyncSession, ready: list[_Ready]) -> list[_Ready]:
        """Apply all in one go; when that fails, one by one, so that one poisoned event stops only its own subject."""
        if not ready:
            return []
        try:
            async with session.begin_nested():
                await self._apply_together(session, [item.envelope for item in ready])
            return ready
        except Exception as error:
            if len(ready) == 1:
                await self._failed(session, ready[0], error)
                return []
        return await self._apply_singly(session, ready)

    async def _apply_together(self, session: AsyncSession, envelopes: Sequence[Envelope]) -> None:
        run: list[Event] = []
        for envelope in envelopes:
            event = envelope.event()
            if event is None:
                continue  # a type that this release does not know: noted in the inbox, without effect
            if run and type(run[-1]) is not type(event):
                await self._handle(session, run, None)
                run = []
            if type(event) in self._handlers.batched:
                run.append(event)
            else:
                await self._handle(session, [event], envelope)
        if run:
            await self._handle(session, run, None)

    async def _apply_singly(self, session: AsyncSession, ready: list[_Ready]) -> list[_Ready]:
        done: list[_Ready] = []
        blocked: set[tuple[str, str]] = set()
        for item in ready:
            if (item.source, item.subject) in blocked:
                continue
            try:
                async with session.begin_nested():
                    await self._apply_together(session, [item.envelope])
                done.append(item)
            except Exception as error:
                blocked.add((item.source, item.subject))
                await self._failed(session, item, error)
        return done

    async def _handle(self, session: AsyncSession, events: Sequence[Event], envelope: Envelope | None) -> None:
        kind = type(events[0])
        if batched := self._handlers.batched.get(kind):
            await batched(session, events)
        elif single := self._handlers.single.get(kind):
            token = context.traceparent.set(context.child_traceparent(envelope.traceparent if envelope else None))
            try:
                await single(session, events[0])
            finally:
                context.traceparent.reset(token)

    async def _failed(self, session: AsyncSession, item: _Ready, error: Exception) -> None:
        log.warning(
            "event_failed",
            event_id=str(item.event_id),
            type=item.envelope.type,
            subject=item.subject,
            error=f"{type(error).__name__}: {words_of(error)}"[:500],
        )
        await session.execute(
            statements.FAILED,
            {
                "id": str(item.event_id),
                "error": f"{failure_of(error)}: {words_of(error)}"[:2000],
                "limit": ATTEMPTS,
                "first": FIRST_DELAY,
                "longest": LONGEST_DELAY,
                "jitter": 0.75 + random.random() * 0.5,
            },
        )

    async def _report(self, envelopes: list[Envelope]) -> None:
        """Tell each publisher what this inbox holds. A report that gets lost only means that the event comes again."""
        by_publisher: dict[str, list[str]] = {}
        for envelope in envelopes:
            by_publisher.setdefault(envelope.source.strip("/"), []).append(str(envelope.id))
        if own := by_publisher.pop(self._service, None):
            await note_reported(self._database, self._service, own)  # its outbox lies in this very database
        reports = [
            Message(
                key=report_key(publisher, self._service),
                id=str(new_id()),
                body=(body := orjson.dumps({"consumer": self._service, "events": ids})),
                proof=self._proofs.prove(Purpose.REPORT, body),
            )
            for publisher, ids in by_publisher.items()
        ]
        if reports:
            await self._axis.publish(reports)

    async def retry_due(self) -> int:
        """Apply what is due again; run every second by the worker."""
        if not await self._database.standing.fetch(_ANY_DUE):
            return 0
        async with self._database.sessions.begin() as session:
            rows = (await session.execute(statements.DUE)).all()
            if rows:
                await self._apply_subjects(session, [r.source for r in rows], [r.subject for r in rows])
        return len(rows)
