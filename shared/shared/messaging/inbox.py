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
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Integer, Text

from shared.contracts.event import Envelope, Event
from shared.contracts.routing import report_key
from shared.core import context
from shared.core.identifiers import new_id
from shared.core.logs import get_logger
from shared.messaging.axis.choice import events_queue
from shared.messaging.axis.port import Axis, Message, Parcel
from shared.messaging.outbox import note_reported
from shared.messaging.parked import park
from shared.messaging.proof import Forged, Proofs, Purpose
from shared.storage.database import Database, driver_connection

log = get_logger(__name__)

Handler = Callable[[AsyncSession, Any], Awaitable[None]]
"""Takes the session of the inbox's transaction and the typed event. Raising means: try again later."""
BatchHandler = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]

ATTEMPTS = 8
FIRST_DELAY = 2.0
LONGEST_DELAY = 3600.0


@dataclass(frozen=True)
class Handlers:
    """What a service listens to. `batched` handlers take many events of one type with one statement."""

    single: Mapping[type[Event], Handler] = field(default_factory=dict)
    batched: Mapping[type[Event], BatchHandler] = field(default_factory=dict)


_INSERT = text(
    """
INSERT INTO inbox (event_id, source, subject, sequence, type, state, envelope)
SELECT CAST(i AS uuid), s, j, q, t, 'waiting', e
FROM unnest(CAST(:ids AS text[]), CAST(:sources AS text[]), CAST(:subjects AS text[]), CAST(:sequences AS int[]),
            CAST(:types AS text[]), CAST(:bodies AS bytea[])) AS n(i, s, j, q, t, e)
ORDER BY i ON CONFLICT (event_id) DO NOTHING
"""
)
# The usual case, sent by asyncpg: where each subject has got to with this batch, and a row for each of its events.
_REACHED = """
INSERT INTO inbox_subject AS k (source, subject, applied)
SELECT s, j, n FROM unnest($1::text[], $2::text[], $3::int[]) AS n(s, j, n) ORDER BY s, j
ON CONFLICT (source, subject) DO UPDATE SET applied = k.applied + excluded.applied
RETURNING source, subject, applied
"""
_KEEP_DONE = """
INSERT INTO inbox (event_id, source, subject, sequence, type, state)
SELECT i, s, j, q, t, 'done' FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[]) AS n(i, s, j, q, t)
WHERE NOT EXISTS (SELECT 1 FROM inbox b WHERE b.source = s AND b.subject = j AND b.envelope IS NOT NULL)
ORDER BY i ON CONFLICT (event_id) DO NOTHING RETURNING 1
"""
_SUBJECTS = text(
    """
WITH made AS (
  INSERT INTO inbox_subject (source, subject)
  SELECT DISTINCT s, j FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[])) AS n(s, j) ORDER BY s, j
  ON CONFLICT DO NOTHING RETURNING 1
) SELECT count(*) FROM made
"""
)
_LOCK = text(
    """
SELECT k.source, k.subject, k.applied FROM inbox_subject k
JOIN (SELECT DISTINCT s, j FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[])) AS n(s, j)) w
  ON k.source = w.s AND k.subject = w.j
ORDER BY k.source, k.subject FOR UPDATE OF k
"""
)
_OPEN = text(
    """
SELECT b.event_id, b.source, b.subject, b.sequence, b.envelope, b.state, b.attempts, b.due_at <= now() AS is_due FROM inbox b
JOIN (SELECT DISTINCT s, j FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[])) AS n(s, j)) w
  ON b.source = w.s AND b.subject = w.j
WHERE b.envelope IS NOT NULL ORDER BY b.source, b.subject, b.sequence
"""
)
_DONE = text(
    "UPDATE inbox SET state = 'done', envelope = NULL, error = NULL, due_at = NULL WHERE event_id = ANY(CAST(:ids AS uuid[]))"
)
_APPLIED = text(
    """
UPDATE inbox_subject k SET applied = n.q
FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[]), CAST(:sequences AS int[])) AS n(s, j, q)
WHERE k.source = n.s AND k.subject = n.j
"""
).bindparams(
    bindparam("sources", type_=ARRAY(Text)),
    bindparam("subjects", type_=ARRAY(Text)),
    bindparam("sequences", type_=ARRAY(Integer)),
)
_FAILED = text(
    """
UPDATE inbox SET attempts = attempts + 1, error = :error,
  state = CASE WHEN attempts + 1 >= :limit THEN 'dead' ELSE 'retry' END,
  due_at = now() + make_interval(secs => LEAST(:first * power(2, attempts), :longest) * CAST(:jitter AS float))
WHERE event_id = CAST(:id AS uuid)
"""
)


@dataclass
class _Ready:
    event_id: UUID
    source: str
    subject: str
    sequence: int
    envelope: Envelope


class _NotPlain(Exception):
    """The batch is not the usual one."""


def split_batch(body: bytes) -> list[Any]:
    """The envelopes of a message: one, or a JSON array of them (CloudEvents JSON batch format)."""
    found = orjson.loads(body)
    return found if isinstance(found, list) else [found]


def _read(body: bytes, sender: str) -> tuple[list[Envelope], list[tuple[bytes, str]]]:
    """The envelopes of a proven message, and what in it is none. Raises Forged when it speaks for anybody but its sender."""
    found: list[Envelope] = []
    unreadable: list[tuple[bytes, str]] = []
    for part in split_batch(body):
        try:
            envelope = Envelope.model_validate(part)
        except ValueError as error:
            unreadable.append((orjson.dumps(part), type(error).__name__))
            continue
        if envelope.source != f"/{sender}" or envelope.publisher != sender:
            raise Forged(
                f"Tin do {sender} ký nhưng có sự kiện của dịch vụ khác: {envelope.source!r:.80}, {envelope.type!r:.80}."
            )
        found.append(envelope)
    return found, unreadable


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
                found, unreadable = _read(parcel.body, sender)
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
                rows = await connection.exec_driver_sql(_REACHED, columns)
                before = {(row.source, row.subject): row.applied - subjects[row.source, row.subject] for row in rows}
                for envelope in envelopes:
                    before[envelope.source, envelope.subject] += 1
                    if envelope.sequence != before[envelope.source, envelope.subject]:
                        raise _NotPlain
                kept = await (await driver_connection(session)).fetch(
                    _KEEP_DONE,
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
            await session.execute(_INSERT, columns)
            await self._apply_subjects(session, sources, subjects)

    async def _apply_subjects(self, session: AsyncSession, sources: Sequence[str], subjects: Sequence[str]) -> None:
        keys = {"sources": list(sources), "subjects": list(subjects)}
        await session.execute(_SUBJECTS, keys)
        applied = {(row.source, row.subject): row.applied for row in await session.execute(_LOCK, keys)}
        ready = self._ready(applied, (await session.execute(_OPEN, keys)).all())
        done = await self._apply(session, ready)
        if done:
            await session.execute(_DONE, {"ids": [str(r.event_id) for r in done]})
            last: dict[tuple[str, str], int] = {(r.source, r.subject): r.sequence for r in done}
            columns = {
                "sources": [k[0] for k in last],
                "subjects": [k[1] for k in last],
                "sequences": list(last.values()),
            }
            await session.execute(_APPLIED, columns)

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
            type=item.envelope.type,
            subject=item.subject,
            error=f"{type(error).__name__}: {error}"[:500],
        )
        await session.execute(
            _FAILED,
            {
                "id": str(item.event_id),
                "error": f"{type(error).__name__}: {error}"[:2000],
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
        pool = await self._database.hot()
        if not await pool.fetchval("SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'retry' AND due_at <= now())"):
            return 0
        async with self._database.sessions.begin() as session:
            rows = (
                await session.execute(
                    text(
                        "SELECT source, subject FROM inbox WHERE state = 'retry' AND due_at <= now() ORDER BY due_at LIMIT 100"
                    )
                )
            ).all()
            if rows:
                await self._apply_subjects(session, [r.source for r in rows], [r.subject for r in rows])
        return len(rows)


async def replay(session: AsyncSession, event_id: UUID) -> bool:
    """Give a dead letter its tries back; False when there is no such dead letter."""
    again = text(
        "UPDATE inbox SET state = 'retry', attempts = 0, due_at = now() WHERE event_id = :id AND state = 'dead' RETURNING 1"
    )
    return (await session.execute(again, {"id": event_id})).first() is not None


async def discard(session: AsyncSession, event_id: UUID) -> bool:
    """Give a dead letter up: what waits behind it is due at once. False when there is no such dead letter."""
    row = (
        await session.execute(
            text(
                "UPDATE inbox SET state = 'discarded', envelope = NULL, due_at = NULL WHERE event_id = :id AND state = 'dead'"
                " RETURNING source, subject, sequence"
            ),
            {"id": event_id},
        )
    ).first()
    if row is None:
        return False
    key = {"source": row.source, "subject": row.subject, "sequence": row.sequence}
    await session.execute(
        text(
            "UPDATE inbox_subject SET applied = :sequence WHERE source = :source AND subject = :subject AND applied = :sequence - 1"
        ),
        key,
    )
    await session.execute(
        text(
            "UPDATE inbox SET state = 'retry', due_at = now() WHERE source = :source AND subject = :subject"
            " AND sequence = :sequence + 1 AND state = 'waiting'"
        ),
        key,
    )
    return True
