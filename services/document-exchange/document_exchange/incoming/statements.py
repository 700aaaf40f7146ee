"""Arrivals, a batch by one statement: incoming rows, status 01, and its report in the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from document_exchange.incoming.rules import IncomingState
from document_exchange.registers.rules import document_key
from shared.contracts import subscribers_of
from shared.contracts.document_exchange import DeliveryProgressed, DocumentSent
from shared.core import context
from shared.core.identifiers import new_id
from shared.storage import fragments

_PROGRESS_LISTENERS = list(subscribers_of("document-exchange", DeliveryProgressed.kind))

_DELIVER = (
    """
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
  INSERT INTO incoming_status (incoming_id, code, description, at) SELECT id, '"""
    + IncomingState.ARRIVED
    + """', '', $11::timestamptz FROM made
), numbered AS (
  """
    + fragments.numbered("'progress/' || n.delivery_id", "FROM n JOIN made USING (id)")
    + """
), told AS (
  """
    + fragments.told(
        "FROM n JOIN made USING (id) JOIN numbered q ON q.subject = 'progress/' || n.delivery_id",
        event_id="n.event_id",
        type="$12::text",
        kind="$13::text",
        subject="q.subject",
        sequence="q.last_sequence",
        traceparent="$14::text",
        data="n.body::json",
        pending="$15::text[]",
    )
    + """
)
SELECT count(*) FROM made
"""
)

# Asked only when fewer rows were made than came: nearly every arrival is the first of its document.
_NOTE_DIFFERING = fragments.noted(
    """FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS n(delivery_id, document_key, sender, addressee, sha256)
JOIN incoming_document i
  ON i.addressee_code = n.addressee AND i.sender_code = n.sender AND i.document_key = n.document_key
WHERE i.packet_sha256 <> n.sha256""",
    kind="'delivery-content-differs'",
    subject="'incoming/' || i.id",
    actor="'agency:' || n.sender",
    agency_code="n.addressee",
    facts="jsonb_build_object('kept', i.packet_sha256, 'came', n.sha256, 'delivery', n.delivery_id)",
)


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
            [_arrived(event, at).model_dump_json() for event in events],
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


def _arrived(event: DocumentSent, at: datetime) -> DeliveryProgressed:
    return DeliveryProgressed(
        delivery_id=event.delivery_id,
        document_id=event.document_id,
        addressee_code=event.addressee_code,
        status=IncomingState.ARRIVED,
        description="Văn bản đã đến",
        reported_at=at,
    )
