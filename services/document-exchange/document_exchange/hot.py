"""The hot paths: one statement each, sent by asyncpg. Everything else goes by the ORM.

* `accept_document`: a whole packet from a client system (document, deliveries, sequences, outbox, evidence);
* `create_deliveries`: the same fan-out for a document drafted here, inside its own transaction;
* `deliver_to_inboxes`: a batch of arrivals (incoming rows, status 01, its report in the outbox);
* `apply_progress`: a batch of receivers' reports at the sender.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.rules import COUNTS_SQL
from shared import context
from shared.contracts import subscribers_of
from shared.contracts.document_exchange import DeliveryProgressed, DocumentSent
from shared.contracts.values import FileReference
from shared.identifiers import new_id

_PROGRESS_LISTENERS = list(subscribers_of("document-exchange", DeliveryProgressed.kind))
_SENT_LISTENERS = list(subscribers_of("document-exchange", DocumentSent.kind))


async def driver_connection(session: AsyncSession) -> "asyncpg.Connection[Any]":
    """The session's own asyncpg connection, inside its transaction."""
    raw = await (await session.connection()).get_raw_connection()
    connection: asyncpg.Connection[Any] = raw.driver_connection  # type: ignore[assignment]
    return connection


@dataclass(frozen=True)
class NewDelivery:
    """Một lượt gửi sắp tạo, and the event that tells of it."""

    id: UUID
    addressee_code: str
    event_id: UUID
    event: str


def new_deliveries(
    sender_code: str, document_code: str, addressees: Sequence[str], packet: FileReference, sent_at: datetime
) -> list[NewDelivery]:
    """Deliveries and DocumentSent events, in the order of the addressees."""
    made = []
    for code in addressees:
        delivery_id = new_id()
        event = DocumentSent(
            delivery_id=str(delivery_id),
            document_id=document_code,
            sender_code=sender_code,
            addressee_code=code,
            packet=packet,
            sent_at=sent_at,
        )
        made.append(NewDelivery(delivery_id, code, new_id(), event.model_dump_json()))
    return made


_FAN_OUT = """
made AS (
  INSERT INTO delivery (id, document_id, document_code, sender_code, addressee_code, status_at, sent_at)
  SELECT n.id, document.id, {document_code}, {sender}, n.addressee, {at}, {at}
  FROM document CROSS JOIN unnest({ids}::uuid[], {addressees}::text[]) AS n(id, addressee)
), numbered AS (
  INSERT INTO event_subject (subject, last_sequence)
  SELECT 'delivery/' || i, 1 FROM document CROSS JOIN unnest({ids}::uuid[]) AS n(i)
), told AS (
  INSERT INTO outbox (event_id, type, kind, subject, sequence, traceparent, data, pending)
  SELECT n.event_id, {type}, {kind}, 'delivery/' || n.id, 1, {trace}, n.body::json, {pending}::text[]
  FROM document CROSS JOIN unnest({ids}::uuid[], {event_ids}::uuid[], {bodies}::text[]) AS n(id, event_id, body)
)
"""

_CREATE = (
    "WITH document AS (SELECT id FROM outgoing_document WHERE id = $1), "  # noqa: S608  no value is written into it
    + _FAN_OUT.format(
        document_code="$2::text",
        sender="$3::text",
        at="$4::timestamptz",
        ids="$5",
        addressees="$6",
        event_ids="$7",
        bodies="$8",
        type="$9::text",
        kind="$10::text",
        trace="$11::text",
        pending="$12",
    )
    + "SELECT count(*) FROM document"
)


async def create_deliveries(
    connection: "asyncpg.Connection[Any]",
    document_id: UUID,
    document_code: str,
    sender_code: str,
    sent_at: datetime,
    deliveries: Sequence[NewDelivery],
) -> None:
    """N deliveries and N outbox rows, all or none."""
    await connection.execute(
        _CREATE,
        document_id,
        document_code,
        sender_code,
        sent_at,
        [d.id for d in deliveries],
        [d.addressee_code for d in deliveries],
        [d.event_id for d in deliveries],
        [d.event for d in deliveries],
        DocumentSent.type,
        DocumentSent.kind,
        context.traceparent.get(),
        _SENT_LISTENERS,
    )


@dataclass(frozen=True)
class AcceptedPacket:
    """Một gói tin do hệ thống của cơ quan gửi lên, ready to be stored."""

    document_id: UUID
    sender_code: str
    document_code: str
    type_code: str
    type_name: str
    subject: str
    folded: str
    priority: int
    due_on: date | None
    signer_name: str
    signer_title: str
    competence: str
    number: int | None
    notation: str
    reference: str
    place: str
    issued_on: date | None
    page_amount: int
    actor: str
    actor_name: str
    packet: FileReference
    receipt: bytes
    accepted_at: datetime
    deliveries: Sequence[NewDelivery]


_ACCEPT_DOCUMENT = """
WITH known AS (
  SELECT count(*) AS n FROM agency
  WHERE code = ANY($1::text[]) AND (valid_to IS NULL OR valid_to >= current_date)
), document AS (
  INSERT INTO outgoing_document (id, agency_code, origin, status, type_code, type_name, subject, folded, priority,
    due_on, leader_name, signer_title, competence, year, number, notation, reference, document_code, place, issued_on,
    page_amount, copy_amount, drafter_id, drafter_name, packet_sha256, packet_size, receipt, sent_at,
    created_at, updated_at)
  SELECT $2::uuid, $3, 'system', 'sent', $4, $5, $6, $7, $8, $9::date, $10, $11, $12, extract(year FROM $16::date)::int,
    $13::int, $14, $15, $17, $18, $16::date, $19, cardinality($1::text[]), $20, $21, $22, $23, $24, $25, $25, $25
  FROM known WHERE known.n = cardinality($1::text[])
  ON CONFLICT (agency_code, document_code) WHERE document_code IS NOT NULL DO NOTHING
  RETURNING id
), """
_ACCEPT_EVIDENCE = """, noted AS (
  INSERT INTO evidence (kind, subject, actor, agency_code, request_id, facts)
  SELECT 'document-accepted', 'document/' || document.id, $33, $3, $34, $35::jsonb FROM document
)
SELECT count(*) FROM document
"""
_ACCEPT = (
    _ACCEPT_DOCUMENT
    + _FAN_OUT.format(
        document_code="$17::text",
        sender="$3::text",
        at="$25::timestamptz",
        ids="$26",
        addressees="$1",
        event_ids="$27",
        bodies="$28",
        type="$29::text",
        kind="$30::text",
        trace="$31::text",
        pending="$32",
    )
    + _ACCEPT_EVIDENCE
)


async def accept_document(pool: "asyncpg.Pool[Any]", new: AcceptedPacket) -> bool:
    """False when nothing was stored: an addressee is unknown, or the sender's document identifier is taken."""
    facts = {"packet": new.packet.sha256, "deliveries": len(new.deliveries)}
    stored = await pool.fetchval(
        _ACCEPT,
        [d.addressee_code for d in new.deliveries],
        new.document_id,
        new.sender_code,
        new.type_code,
        new.type_name,
        new.subject,
        new.folded,
        new.priority,
        new.due_on,
        new.signer_name,
        new.signer_title,
        new.competence,
        new.number,
        new.notation,
        new.reference,
        new.issued_on,
        new.document_code,
        new.place,
        new.page_amount,
        new.actor,
        new.actor_name,
        new.packet.sha256,
        new.packet.size,
        new.receipt,
        new.accepted_at,
        [d.id for d in new.deliveries],
        [d.event_id for d in new.deliveries],
        [d.event for d in new.deliveries],
        DocumentSent.type,
        DocumentSent.kind,
        context.traceparent.get(),
        _SENT_LISTENERS,
        new.actor,
        context.request_id.get(),
        orjson.dumps(facts).decode(),
    )
    return bool(stored)


_DELIVER = """
WITH n AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[],
    $9::uuid[], $10::text[])
  AS n(id, delivery_id, document_code, sender, addressee, sha256, size, name, event_id, body)
), made AS (
  INSERT INTO incoming_document (id, delivery_id, document_code, sender_code, addressee_code, packet_sha256,
    packet_size, packet_name, arrived_at, status_at)
  SELECT id, delivery_id, document_code, sender, addressee, sha256, size, name, $11::timestamptz, $11::timestamptz
  FROM n ORDER BY id ON CONFLICT DO NOTHING RETURNING id
), noted AS (
  INSERT INTO incoming_status (incoming_id, code, description, at) SELECT id, '01', '', $11::timestamptz FROM made
), numbered AS (
  INSERT INTO event_subject AS s (subject, last_sequence)
  SELECT 'progress/' || n.delivery_id, 1 FROM n JOIN made USING (id) ORDER BY 1
  ON CONFLICT (subject) DO UPDATE SET last_sequence = s.last_sequence + 1 RETURNING subject, last_sequence
), told AS (
  INSERT INTO outbox (event_id, type, kind, subject, sequence, traceparent, data, pending)
  SELECT n.event_id, $12::text, $13::text, q.subject, q.last_sequence, $14::text, n.body::json, $15::text[]
  FROM n JOIN made USING (id) JOIN numbered q ON q.subject = 'progress/' || n.delivery_id
), refused AS (
  INSERT INTO evidence (kind, subject, actor, agency_code, facts)
  SELECT 'delivery-content-differs', 'incoming/' || i.id, 'agency:' || n.sender, n.addressee,
    jsonb_build_object('kept', i.packet_sha256, 'came', n.sha256, 'delivery', n.delivery_id)
  FROM n JOIN incoming_document i
    ON i.addressee_code = n.addressee AND i.sender_code = n.sender AND i.document_code = n.document_code
  WHERE i.packet_sha256 <> n.sha256
)
SELECT count(*) FROM made
"""


async def deliver_to_inboxes(
    connection: "asyncpg.Connection[Any]", events: Sequence[DocumentSent], at: datetime
) -> int:
    """Arrivals, once for ever per sender, document and addressee; 01 is reported with the row or not at all."""
    made = 0
    rest = list(events)
    while rest:
        taken: dict[tuple[str, str, str], DocumentSent] = {}
        later: list[DocumentSent] = []
        for event in rest:
            key = (event.addressee_code, event.sender_code, event.document_id)
            if key in taken:
                later.append(event)  # seen again in this batch: the next statement compares it with what was kept
            else:
                taken[key] = event
        made += await _deliver(connection, list(taken.values()), at)
        rest = later
    return made


async def _deliver(connection: "asyncpg.Connection[Any]", events: list[DocumentSent], at: datetime) -> int:
    reports = [
        DeliveryProgressed(
            delivery_id=event.delivery_id,
            document_id=event.document_id,
            addressee_code=event.addressee_code,
            status="01",
            description="Văn bản đã đến",
            reported_at=at,
        ).model_dump_json()
        for event in events
    ]
    return int(
        await connection.fetchval(
            _DELIVER,
            [new_id() for _ in events],
            [UUID(event.delivery_id) for event in events],
            [event.document_id for event in events],
            [event.sender_code for event in events],
            [event.addressee_code for event in events],
            [event.packet.sha256 for event in events],
            [event.packet.size for event in events],
            [event.packet.name for event in events],
            [new_id() for _ in events],
            reports,
            at,
            DeliveryProgressed.type,
            DeliveryProgressed.kind,
            context.child_traceparent(context.traceparent.get()),
            _PROGRESS_LISTENERS,
        )
    )


_COUNTS = COUNTS_SQL.format(code="n.code", current="d.status", recall="d.recall")
_APPLY = f"""
WITH n AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
  AS n(id, addressee, code, description, staff_name, staff_department, reported_at)
), seen AS (
  SELECT n.*, ({_COUNTS}) AS counts FROM n JOIN delivery d ON d.id = n.id AND d.addressee_code = n.addressee
  ORDER BY d.id FOR UPDATE OF d
), kept AS (
  INSERT INTO delivery_status (delivery_id, code, description, staff_name, staff_department, reported_at, applied)
  SELECT id, code, description, staff_name, staff_department, reported_at, counts FROM seen
  ON CONFLICT DO NOTHING
), moved AS (
  UPDATE delivery d SET
    status = CASE WHEN s.code IN ('15', '16') THEN d.status ELSE s.code END,
    status_at = CASE WHEN s.code IN ('15', '16') THEN d.status_at ELSE s.reported_at END,
    recall = CASE s.code WHEN '15' THEN 'agreed' WHEN '16' THEN 'refused' ELSE d.recall END,
    recall_at = CASE WHEN s.code IN ('15', '16') THEN s.reported_at ELSE d.recall_at END
  FROM seen s WHERE d.id = s.id AND s.counts
  RETURNING d.id
), refused AS (
  INSERT INTO evidence (kind, subject, actor, agency_code, facts)
  SELECT 'progress-refused', 'delivery/' || n.id, 'agency:' || n.addressee, n.addressee,
    jsonb_build_object('code', n.code)
  FROM n WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.id = n.id AND d.addressee_code = n.addressee)
)
SELECT count(*) FROM moved
"""  # noqa: S608  the rule's text is ours


async def apply_progress(connection: "asyncpg.Connection[Any]", reports: Sequence[DeliveryProgressed]) -> int:
    """Receivers' reports at the sender. Only the addressee of a delivery may speak for it."""
    moved = 0
    rest = list(reports)
    while rest:
        taken: dict[str, DeliveryProgressed] = {}
        later: list[DeliveryProgressed] = []
        for report in rest:
            if report.delivery_id in taken:
                later.append(report)  # a later word on the same delivery must see the earlier one's effect
            else:
                taken[report.delivery_id] = report
        now = list(taken.values())
        moved += int(
            await connection.fetchval(
                _APPLY,
                [UUID(r.delivery_id) for r in now],
                [r.addressee_code for r in now],
                [r.status for r in now],
                [r.description for r in now],
                [r.staff_name for r in now],
                [r.staff_department for r in now],
                [r.reported_at for r in now],
            )
        )
        rest = later
    return moved
