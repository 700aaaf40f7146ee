"""Sending: the outbox row is written in the action's transaction; only the relay talks to the axis."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts import Event, subscribers_of
from shared.contracts.routing import routing_key
from shared.core import context
from shared.core.identifiers import new_id
from shared.core.logs import get_logger
from shared.messaging.axis.choice import reports_queue
from shared.messaging.axis.port import Axis, Message, Parcel
from shared.messaging.parked import park
from shared.messaging.proof import Forged, Proofs, Purpose
from shared.storage import fragments
from shared.storage.database import Database
from shared.storage.gathered import Gathered, Into
from shared.work.jobs import Job, every

log = get_logger(__name__)

BATCH = 200
EVENTS_A_MESSAGE = 50
BYTES_A_MESSAGE = 65_536
COMPANY = 0.02
"""Seconds to wait for more after a batch that was not full: a lone event goes at once, a stream of them in company."""
LONGEST_PAUSE = 0.5
"""Seconds between two batches at the most, while the machine is too busy with the doors to wake us in time."""
RESEND_AFTER = 15
"""Seconds until a row that was published but not reported by every subscriber is sent again (doubling, with jitter)."""

_NUMBERED = fragments.numbered("CAST(:subject AS text)", "")


def _told(numbered: str) -> str:
    """The outbox row behind the sequence that the part of this name gives."""
    return fragments.told(
        f"FROM {numbered}",
        event_id="CAST(:event_id AS uuid)",
        type="CAST(:type AS text)",
        kind="CAST(:kind AS text)",
        subject="subject",
        sequence="last_sequence",
        traceparent="CAST(:traceparent AS text)",
        data="CAST(:data AS json)",
        pending="CAST(:pending AS text[])",
    )


_TELL = text(f"WITH numbered AS ({_NUMBERED}) " + _told("numbered"))
_NUMBER, _PUT_OUT = text(_NUMBERED), text(_told("numbered"))


def outbox_values(event: Event) -> dict[str, Any]:
    """What one outbox row holds; the hot paths put it into their own single statement."""
    return {
        "event_id": new_id(),
        "type": event.type,
        "kind": event.kind,
        "subject": event.subject,
        "traceparent": context.traceparent.get(),
        "data": event.model_dump_json(),
        "pending": list(subscribers_of(event.publisher(), event.kind)),
    }


async def tell(into: Into, event: Event) -> None:
    """Write `event` to the outbox in the caller's transaction. Sequences of one subject follow commit order.

    With the rest of an act (`Gathered`) one event at the most: its second would want the same sequence.
    """
    values = outbox_values(event)
    if isinstance(into, Gathered):
        into.statement(_NUMBER, {"subject": values.pop("subject")}, "numbered")
        into.statement(_PUT_OUT, values)
    else:
        await into.execute(_TELL, values)


_WITHDRAW = text(
    """
UPDATE outbox SET pending = '{}', done_at = now() WHERE position IN (
  SELECT position FROM outbox WHERE subject = :subject AND sequence = 1 AND attempts = 0 AND done_at IS NULL
  FOR UPDATE SKIP LOCKED)
RETURNING position
"""
)


async def withdraw_first(session: AsyncSession, subject: str) -> bool:
    """Take back the first event of a subject. False: the relay has taken the row, so others may know of it."""
    return (await session.execute(_WITHDRAW, {"subject": subject})).first() is not None


STANDING = text(
    """
SELECT count(*) FILTER (WHERE published_at IS NULL) AS unpublished, count(*) AS open,
  COALESCE(EXTRACT(epoch FROM now() - min(created_at)), 0)::float AS oldest_seconds
FROM outbox WHERE done_at IS NULL
"""
)
"""What waits to be sent and to be reported."""
LAG = """
SELECT count(*) AS open, COALESCE(EXTRACT(epoch FROM now() - min(created_at)), 0)::float AS oldest_seconds
FROM (SELECT created_at FROM outbox WHERE done_at IS NULL LIMIT 10000) o
"""
"""The same for whoever asks each second: counts ten thousand at the most."""


_PRUNE = text(
    "DELETE FROM outbox WHERE position IN"
    " (SELECT position FROM outbox WHERE done_at < now() - interval '7 days' LIMIT 5000)"
)


async def _prune(session: AsyncSession, _key: str) -> None:
    """Rows that every subscriber reported long ago are forgotten, a little at a time."""
    await session.execute(_PRUNE)


PRUNE_OUTBOX = Job("prune-outbox", "Dọn sự kiện đã gửi xong", _prune, every(timedelta(minutes=10)))


_CLAIM = """
UPDATE outbox SET attempts = attempts + 1, send_at = now() + make_interval(secs => $2 * power(2, LEAST(attempts, 8)) * (0.8 + random() * 0.4))
WHERE position IN (
  SELECT position FROM outbox WHERE done_at IS NULL AND send_at <= now() ORDER BY send_at, position LIMIT $1 FOR UPDATE SKIP LOCKED
)
RETURNING position, event_id, type, kind, subject, sequence, traceparent, data, created_at
"""

_UNKNOWN = "UPDATE outbox SET send_at = now() + interval '1 s', attempts = attempts - 1 WHERE position = ANY($1)"

# What a broker has confirmed and then lost is noticed at the next connection: all that nobody has reported goes again.
_SUSPECT = """
UPDATE outbox SET send_at = now() + make_interval(secs => 2 + random() * 2), attempts = 0
WHERE done_at IS NULL AND published_at IS NOT NULL AND send_at > now() + interval '4 s'
"""

_REPORTED = """
UPDATE outbox SET pending = array_remove(pending, $1),
  done_at = CASE WHEN cardinality(array_remove(pending, $1)) = 0 THEN now() ELSE done_at END
WHERE event_id = ANY($2::uuid[]) AND $1 = ANY(pending)
"""


async def note_reported(database: Database, consumer: str, events: Sequence[str]) -> None:
    """The inbox of `consumer` holds these events of ours."""
    await (await database.hot()).execute(_REPORTED, consumer, events)


def _batches(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """Rows of one type together, in order: a message costs the broker much the same with one event or with fifty."""
    by_type: dict[str, list[Any]] = {}
    for row in rows:
        by_type.setdefault(row["type"], []).append(row)
    for same in by_type.values():
        batch: list[Any] = []
        size = 0
        for row in same:
            if batch and (len(batch) == EVENTS_A_MESSAGE or size + len(row["data"]) > BYTES_A_MESSAGE):
                yield batch
                batch, size = [], 0
            batch.append(row)
            size += len(row["data"])
        yield batch


async def _gather_company() -> None:
    """Wait for more to send; longer when we wake up late, for then the processor is wanted by those who wait for answers.

    What gathers meanwhile goes in fuller batches, which cost less each, so a busy machine catches up the better for it.
    """
    loop = asyncio.get_running_loop()
    wanted = loop.time() + COMPANY
    await asyncio.sleep(COMPANY)
    late = loop.time() - wanted
    if late > 0.002:
        await asyncio.sleep(min(LONGEST_PAUSE, 20 * late))


class Relay:
    """Publishes what the outbox holds, in batches; a row is done only when every subscriber has reported it."""

    def __init__(self, service: str, database: Database, axis: Axis, proofs: Proofs) -> None:
        self._service = service
        self._database = database
        self._proofs = proofs
        self._axis = axis
        self._generation = 0

    async def publish_batch(self) -> int:
        """Publish what is due; return how many rows were taken. An unconfirmed row stays open and is sent again."""
        rows = await self._database.standing.fetch(_CLAIM, BATCH, RESEND_AFTER)
        if not rows:
            return 0
        pool = await self._database.hot()
        rows.sort(key=lambda row: row["position"])
        batches = list(_batches(rows))
        confirmed = await self._axis.publish([self._message(batch) for batch in batches])
        positions = [row["position"] for batch, ok in zip(batches, confirmed, strict=True) if ok for row in batch]
        if positions:
            await pool.execute("UPDATE outbox SET published_at = now() WHERE position = ANY($1)", positions)
        unknown = [row["position"] for batch, ok in zip(batches, confirmed, strict=True) if not ok for row in batch]
        if unknown:
            # A confirm that did not come means unknown, never failed: send again soon, the inbox absorbs repeats.
            await pool.execute(_UNKNOWN, unknown)
            log.warning("events_unconfirmed", count=len(unknown))
        return len(rows) if not unknown else 0

    async def suspect_after_reconnect(self) -> None:
        """After a new connection to the broker, send again soon what the one before may have lost."""
        generation = await self._axis.generation()
        if generation > self._generation:
            if self._generation:
                await (await self._database.hot()).execute(_SUSPECT)
            self._generation = generation

    def _message(self, batch: Sequence[Any]) -> Message:
        """One event as it is, several in the CloudEvents JSON batch format."""
        events = [self._envelope(row) for row in batch]
        body = orjson.dumps(events[0] if len(events) == 1 else events)
        first = batch[0]
        return Message(
            key=routing_key(self._service, first["kind"], first["type"]),
            id=str(first["event_id"]),
            body=body,
            proof=self._proofs.prove(Purpose.EVENTS, body),
        )

    def _envelope(self, row: Any) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": str(row["event_id"]),
            "type": row["type"],
            "source": f"/{self._service}",
            "subject": row["subject"],
            "time": row["created_at"],
            "sequence": row["sequence"],
            "traceparent": row["traceparent"],
            "datacontenttype": "application/json",
            "data": orjson.Fragment(row["data"]),
        }

    async def take_reports(self, parcels: list[Parcel]) -> None:
        """Receipts from subscribers' inboxes: `{"consumer": ..., "events": [...]}`. Each reports for itself alone."""
        by_consumer: dict[str, list[str]] = {}
        refused: list[tuple[bytes, str]] = []
        for parcel in parcels:
            try:
                sender = self._proofs.sender_of(parcel, Purpose.REPORT)
                report = orjson.loads(parcel.body)
                if report["consumer"] != sender:
                    raise Forged(f"Báo nhận của {report['consumer']!r:.80} nhưng do {sender} ký.")
                by_consumer.setdefault(sender, []).extend(str(UUID(event)) for event in report["events"])
            except Forged as fault:
                refused.append((parcel.body, str(fault)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                refused.append((parcel.body, type(error).__name__))
        await park(self._database, reports_queue(self._service), refused)
        for consumer, events in by_consumer.items():
            await note_reported(self._database, consumer, events)

    async def run(self) -> None:
        """Publish for ever: woken by NOTIFY, polling every half second besides."""
        woken = asyncio.Event()
        while True:
            try:
                await self._database.standing.listen("outbox", woken.set)
                woken.clear()
                await self.suspect_after_reconnect()
                while taken := await self.publish_batch():
                    if taken < BATCH:
                        await _gather_company()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("relay_paused", error=f"{type(error).__name__}: {error}"[:300])
                await asyncio.sleep(0.5 + random.random() * 0.5)
                continue
            # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the result.
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await woken.wait()
