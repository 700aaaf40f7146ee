"""Sending, one statement each, sent by asyncpg: it is what agencies' systems wait for. Everything else goes by the ORM.

* `accept_documents`: whole packets from client systems (document, deliveries, sequences, outbox, evidence), as many as came;
* `create_deliveries`: the same fan-out for a document drafted here, inside its own transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import asyncpg

from shared.contracts import subscribers_of
from shared.contracts.document_exchange import DocumentSent
from shared.contracts.values import FileReference
from shared.core import context
from shared.core.identifiers import new_id
from shared.storage import fragments
from shared.storage.database import unnest

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
  {begun}
), told AS (
  {told}
)
"""


def _fan_out(type_: str, kind: str, pending: str) -> str:
    rows = "FROM document d JOIN sent s ON s.document_id = d.id"
    told = fragments.told(
        rows,
        event_id="s.event_id",
        type=type_,
        kind=kind,
        subject="'delivery/' || s.id",
        sequence="1",
        traceparent="s.traceparent",
        data="s.body::json",
        pending=f"{pending}::text[]",
    )
    return _FAN_OUT.format(begun=fragments.begun("'delivery/' || s.id", rows), told=told)


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
    "WITH document AS (SELECT id, $2::text AS document_code, $3::text AS agency_code, $4::timestamptz AS sent_at"
    " FROM outgoing_document WHERE id = $1), "
    + _SENT.format(rows=unnest(_SENT_TYPES, first=5))
    + ", "
    + _fan_out("$11::text", "$12::text", "$13")
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
    answers_sender: str
    answers_key: str
    """Of the arrival that it answers; both empty for none."""
    copy_amount: int
    actor: str
    actor_name: str
    actor_post: str
    actor_behalf: str
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
    "page_amount": "int", "answers_sender": "text", "answers_key": "text", "copy_amount": "int",
    "actor": "text", "actor_name": "text", "actor_post": "text", "actor_behalf": "text",
    "packet_sha256": "text", "packet_size": "int", "waiting": "bytea", "receipt": "bytea", "accepted_at": "timestamptz", "request_id": "text",
}  # fmt: skip

_packet_row = attrgetter(*_PACKET_COLUMNS)

# The order keeps two processes with the same identifiers in hand from waiting for each other.
_ACCEPT = (
    f"WITH n AS (SELECT * FROM {unnest(_PACKET_COLUMNS.values())} AS n({', '.join(_PACKET_COLUMNS)})), "
    + _SENT.format(rows=unnest(_SENT_TYPES, first=len(_PACKET_COLUMNS) + 1))
    + """, document AS (
  INSERT INTO outgoing_document (id, agency_code, origin, status, type_code, type_name, subject, folded, priority,
    due_on, leader_name, signer_title, competence, year, number, notation, reference, document_code, document_key, place, issued_on,
    page_amount, answers_incoming_id, copy_amount, drafter_id, drafter_name, packet_sha256, packet_size, receipt, sent_at,
    created_at, updated_at)
  SELECT document_id, sender_code, 'system', 'sent', type_code, type_name, subject, folded, priority,
    due_on, signer_name, signer_title, competence, extract(year FROM issued_on)::int, number, notation, reference,
    document_code, document_key, place, issued_on, page_amount,
    (SELECT i.id FROM incoming_document i WHERE n.answers_key <> '' AND i.addressee_code = n.sender_code AND i.continued_by = ''
       AND i.sender_code = n.answers_sender AND i.document_key = n.answers_key),
    copy_amount, actor, actor_name, packet_sha256, packet_size, receipt,
    accepted_at, accepted_at, accepted_at
  FROM n WHERE NOT EXISTS (
    SELECT 1 FROM sent s LEFT JOIN agency a
      ON a.code = s.addressee AND (a.valid_to IS NULL OR a.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    WHERE s.document_id = n.document_id AND a.code IS NULL)
  ORDER BY sender_code, document_key
  ON CONFLICT (agency_code, document_key) WHERE document_key IS NOT NULL DO NOTHING
  RETURNING id, document_code, agency_code, sent_at
), """
    + _fan_out(
        f"${len(_PACKET_COLUMNS) + 7}::text", f"${len(_PACKET_COLUMNS) + 8}::text", f"${len(_PACKET_COLUMNS) + 9}"
    )
    + """, waiting AS (
  INSERT INTO waiting_packet (sha256, content)
  SELECT n.packet_sha256, n.waiting FROM n JOIN document d ON d.id = n.document_id WHERE n.waiting IS NOT NULL
  ORDER BY 1 ON CONFLICT DO NOTHING
), noted AS (
  """
    + fragments.noted(
        "FROM n JOIN document d ON d.id = n.document_id",
        kind="'document-accepted'",
        subject="'document/' || n.document_id",
        actor="n.actor",
        agency_code="n.sender_code",
        post="n.actor_post",
        on_behalf_of="n.actor_behalf",
        request_id="n.request_id",
        facts="jsonb_build_object('packet', n.packet_sha256, 'deliveries', n.copy_amount)",
    )
    + """
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
