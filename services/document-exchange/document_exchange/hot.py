"""The hot paths: one statement each, sent by asyncpg. Everything else goes by the ORM.

* `accept_documents`: whole packets from client systems (document, deliveries, sequences, outbox, evidence), as many as came;
* `create_deliveries`: the same fan-out for a document drafted here, inside its own transaction;
* `deliver_to_inboxes`: a batch of arrivals (incoming rows, status 01, its report in the outbox);
* `apply_progress`: a batch of receivers' reports at the sender.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import asyncpg

from document_exchange.deliveries.rules import COUNTS_SQL
from document_exchange.registers.rules import document_key
from shared import clock, context
from shared.contracts import subscribers_of
from shared.contracts.document_exchange import DeliveryProgressed, DocumentSent
from shared.contracts.values import FileReference
from shared.database import unnest
from shared.identifiers import new_id

_PROGRESS_LISTENERS = list(subscribers_of("document-exchange", DeliveryProgressed.kind))
_SENT_LISTENERS = list(subscribers_of("document-exchange", DocumentSent.kind))


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


# What `document` and `sent` hold becomes deliveries, their first sequence, and an outbox row each.
_FAN_OUT = """
made AS (
  INSERT INTO delivery (id, document_id, document_code, sender_code, addressee_code, status_at, sent_at)
  SELECT s.id, d.id, d.document_code, d.agency_code, s.addressee, d.sent_at, d.sent_at
  FROM document d JOIN sent s ON s.document_id = d.id
), numbered AS (
  INSERT INTO event_subject (subject, last_sequence)
  SELECT 'delivery/' || s.id, 1 FROM document d JOIN sent s ON s.document_id = d.id
), told AS (
  INSERT INTO outbox (event_id, type, kind, subject, sequence, traceparent, data, pending)
  SELECT s.event_id, {type}, {kind}, 'delivery/' || s.id, 1, s.traceparent, s.body::json, {pending}::text[]
  FROM document d JOIN sent s ON s.document_id = d.id
)
"""
_SENT = "sent AS (SELECT * FROM {rows} AS s(document_id, id, addressee, event_id, body, traceparent))"


def _sent_rows(
    documents: Sequence[tuple[UUID, Sequence[NewDelivery], str]],
) -> tuple[list[UUID], list[UUID], list[str], list[UUID], list[str], list[str]]:
    """Columns of `sent`, from each document's id, deliveries and trace."""
    rows = [(document, delivery, trace) for document, deliveries, trace in documents for delivery in deliveries]
    return (
        [document for document, _, _ in rows],
        [delivery.id for _, delivery, _ in rows],
        [delivery.addressee_code for _, delivery, _ in rows],
        [delivery.event_id for _, delivery, _ in rows],
        [delivery.event for _, delivery, _ in rows],
        [trace for _, _, trace in rows],
    )


_SENT_TYPES = ("uuid", "uuid", "text", "uuid", "text", "text")
_CREATE = (
    "WITH document AS (SELECT id, $2::text AS document_code, $3::text AS agency_code, $4::timestamptz AS sent_at"  # noqa: S608
    " FROM outgoing_document WHERE id = $1), "
    + _SENT.format(rows=unnest(_SENT_TYPES, first=5))
    + ", "
    + _FAN_OUT.format(type="$11::text", kind="$12::text", pending="$13")
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
        *_sent_rows([(document_id, deliveries, context.traceparent.get())]),
        DocumentSent.type,
        DocumentSent.kind,
        _SENT_LISTENERS,
    )


@dataclass(frozen=True)
class AcceptedPacket:
    """Một gói tin do hệ thống của cơ quan gửi lên, ready to be stored."""

    document_id: UUID
    sender_code: str
    document_code: str
    document_key: str
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
    copy_amount: int
    actor: str
    actor_name: str
    packet_sha256: str
    packet_size: int
    waiting: bytes | None
    """The packet itself when it waits in the database for the object store."""
    receipt: bytes
    accepted_at: datetime
    request_id: str
    traceparent: str
    deliveries: Sequence[NewDelivery]


_PACKET_COLUMNS = {
    "document_id": "uuid", "sender_code": "text", "document_code": "text", "document_key": "text", "type_code": "text", "type_name": "text",
    "subject": "text", "folded": "text", "priority": "int", "due_on": "date", "signer_name": "text", "signer_title": "text",
    "competence": "text", "number": "int", "notation": "text", "reference": "text", "place": "text", "issued_on": "date",
    "page_amount": "int", "copy_amount": "int", "actor": "text", "actor_name": "text", "packet_sha256": "text",
    "packet_size": "int", "waiting": "bytea", "receipt": "bytea", "accepted_at": "timestamptz", "request_id": "text",
}  # fmt: skip
_packet_row = attrgetter(*_PACKET_COLUMNS)

# The order keeps two processes with the same identifiers in hand from waiting for each other.
_ACCEPT = (
    f"WITH n AS (SELECT * FROM {unnest(_PACKET_COLUMNS.values())} AS n({', '.join(_PACKET_COLUMNS)})), "  # noqa: S608
    + _SENT.format(rows=unnest(_SENT_TYPES, first=len(_PACKET_COLUMNS) + 1))
    + """, document AS (
  INSERT INTO outgoing_document (id, agency_code, origin, status, type_code, type_name, subject, folded, priority,
    due_on, leader_name, signer_title, competence, year, number, notation, reference, document_code, document_key, place, issued_on,
    page_amount, copy_amount, drafter_id, drafter_name, packet_sha256, packet_size, receipt, sent_at,
    created_at, updated_at)
  SELECT document_id, sender_code, 'system', 'sent', type_code, type_name, subject, folded, priority,
    due_on, signer_name, signer_title, competence, extract(year FROM issued_on)::int, number, notation, reference,
    document_code, document_key, place, issued_on, page_amount, copy_amount, actor, actor_name, packet_sha256, packet_size, receipt,
    accepted_at, accepted_at, accepted_at
  FROM n WHERE NOT EXISTS (
    SELECT 1 FROM sent s LEFT JOIN agency a
      ON a.code = s.addressee AND (a.valid_to IS NULL OR a.valid_to >= current_date)
    WHERE s.document_id = n.document_id AND a.code IS NULL)
  ORDER BY sender_code, document_key
  ON CONFLICT (agency_code, document_key) WHERE document_key IS NOT NULL DO NOTHING
  RETURNING id, document_code, agency_code, sent_at
), """
    + _FAN_OUT.format(
        type=f"${len(_PACKET_COLUMNS) + 7}::text",
        kind=f"${len(_PACKET_COLUMNS) + 8}::text",
        pending=f"${len(_PACKET_COLUMNS) + 9}",
    )
    + """, waiting AS (
  INSERT INTO waiting_packet (sha256, content)
  SELECT n.packet_sha256, n.waiting FROM n JOIN document d ON d.id = n.document_id WHERE n.waiting IS NOT NULL
  ORDER BY 1 ON CONFLICT DO NOTHING
), noted AS (
  INSERT INTO evidence (kind, subject, actor, agency_code, request_id, facts)
  SELECT 'document-accepted', 'document/' || n.document_id, n.actor, n.sender_code, n.request_id,
    jsonb_build_object('packet', n.packet_sha256, 'deliveries', n.copy_amount)
  FROM n JOIN document d ON d.id = n.document_id
)
SELECT id FROM document
"""
)


async def accept_documents(pool: "asyncpg.Pool[Any]", packets: Sequence[AcceptedPacket]) -> list[bool | BaseException]:
    """Packets that came at the same time, in one statement and one commit.

    False where nothing was stored: an addressee is unknown, or the sender's document identifier is taken.
    """
    try:
        stored = {
            row["id"]
            for row in await pool.fetch(
                _ACCEPT,
                *map(list, zip(*map(_packet_row, packets), strict=True)),
                *_sent_rows([(packet.document_id, packet.deliveries, packet.traceparent) for packet in packets]),
                DocumentSent.type,
                DocumentSent.kind,
                _SENT_LISTENERS,
            )
        }
    except Exception as error:
        if len(packets) == 1:
            return [error]
        # What is wrong with one of them must not fail the others. One stored already meets its own identifier.
        return [outcome for packet in packets for outcome in await accept_documents(pool, [packet])]
    return [packet.document_id in stored for packet in packets]


_DELIVER = """
WITH n AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[],
    $9::uuid[], $10::text[], $16::text[])
  AS n(id, delivery_id, document_code, sender, addressee, sha256, size, name, event_id, body, document_key)
), made AS (
  INSERT INTO incoming_document (id, delivery_id, document_code, document_key, sender_code, addressee_code, packet_sha256,
    packet_size, packet_name, arrived_at, status_at)
  SELECT id, delivery_id, document_code, document_key, sender, addressee, sha256, size, name, $11::timestamptz, $11::timestamptz
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
)
SELECT count(*) FROM made
"""


# Asked only when fewer rows were made than came: nearly every arrival is the first of its document.
_NOTE_DIFFERING = """
INSERT INTO evidence (kind, subject, actor, agency_code, facts)
SELECT 'delivery-content-differs', 'incoming/' || i.id, 'agency:' || n.sender, n.addressee,
  jsonb_build_object('kept', i.packet_sha256, 'came', n.sha256, 'delivery', n.delivery_id)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS n(delivery_id, document_key, sender, addressee, sha256)
JOIN incoming_document i
  ON i.addressee_code = n.addressee AND i.sender_code = n.sender AND i.document_key = n.document_key
WHERE i.packet_sha256 <> n.sha256
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
            key = (event.addressee_code, event.sender_code, document_key(event.document_id))
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
    document_codes = [event.document_id for event in events]
    document_keys = [document_key(code) for code in document_codes]
    senders = [event.sender_code for event in events]
    addressees = [event.addressee_code for event in events]
    hashes = [event.packet.sha256 for event in events]
    made = int(
        await connection.fetchval(
            _DELIVER,
            [new_id() for _ in events],
            [UUID(event.delivery_id) for event in events],
            document_codes,
            senders,
            addressees,
            hashes,
            [event.packet.size for event in events],
            [event.packet.name for event in events],
            [new_id() for _ in events],
            reports,
            at,
            DeliveryProgressed.type,
            DeliveryProgressed.kind,
            context.child_traceparent(context.traceparent.get()),
            _PROGRESS_LISTENERS,
            document_keys,
        )
    )
    if made < len(events):
        deliveries = [event.delivery_id for event in events]
        await connection.execute(_NOTE_DIFFERING, deliveries, document_keys, senders, addressees, hashes)
    return made


_COUNTS = COUNTS_SQL.format(code="n.code", current="d.status", recall="d.recall")
_APPLY = f"""
WITH n AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
  AS n(id, addressee, code, description, staff_name, staff_department, reported_at)
), seen AS (
  SELECT n.*, ({_COUNTS}) AS counts,
    -- A moment before the document left or still to come is kept as stated, but it orders nothing.
    CASE WHEN n.reported_at BETWEEN d.sent_at - interval '5 minutes' AND $8::timestamptz + interval '5 minutes'
      THEN n.reported_at ELSE $8::timestamptz END AS at
  FROM n JOIN delivery d ON d.id = n.id AND d.addressee_code = n.addressee
  ORDER BY d.id FOR UPDATE OF d
), kept AS (
  INSERT INTO delivery_status (delivery_id, code, description, staff_name, staff_department, reported_at, received_at,
    applied)
  SELECT id, code, description, staff_name, staff_department, reported_at, $8::timestamptz, counts FROM seen
  ON CONFLICT DO NOTHING
), moved AS (
  UPDATE delivery d SET
    status = CASE WHEN s.code IN ('15', '16') THEN d.status ELSE s.code END,
    status_at = CASE WHEN s.code IN ('15', '16') THEN d.status_at ELSE s.at END,
    recall = CASE s.code WHEN '15' THEN 'agreed' WHEN '16' THEN 'refused' ELSE d.recall END,
    recall_at = CASE WHEN s.code IN ('15', '16') THEN s.at ELSE d.recall_at END
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
                clock.now(),
            )
        )
        rest = later
    return moved
