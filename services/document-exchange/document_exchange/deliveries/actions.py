"""Sending a sealed document to every chosen agency, and asking for it back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import Agency
from document_exchange.agencies.queries import get_agency, list_agencies
from document_exchange.deliveries.models import Delivery, DeliveryStatus
from document_exchange.deliveries.writing import write_document
from document_exchange.documents.actions import note_step, take_document, unknown_addressees
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_addressees, list_files
from document_exchange.documents.rules import DocumentStatus, Secrecy, Step
from document_exchange.hot import create_deliveries, new_deliveries
from document_exchange.incoming.models import IncomingDocument
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.texts import refused_packet
from shared import clock
from shared.contracts.document_exchange import RecallRequested
from shared.database import driver_connection
from shared.errors import Conflict, Invalid
from shared.files import FileStore
from shared.identity import Identity
from shared.outbox import tell

EDXML = "application/xml"


async def send_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, files: FileStore
) -> OutgoingDocument:
    """Phát hành văn bản: one packet, N deliveries and N outbox rows, all or none."""
    document = await take_document(session, who, document_id, version, Step.SEND)
    if document.secrecy != Secrecy.NORMAL:
        # QĐ 28/2018 Điều 1: documents with state secrets never travel this way.
        raise Conflict("secret_document_stays")
    addressees = await _addressees(session, document)
    content = await _packet(session, who, document, addressees, files)
    name = f"{document.reference.replace('/', '_')}.edxml"
    packet = await files.put(content, EDXML, name)
    now = clock.now()
    document.packet_sha256 = packet.sha256
    document.packet_size = packet.size
    document.sent_at = now
    document.copy_amount = len(addressees)
    document.status = DocumentStatus.SENT
    await note_step(session, document, who, Step.SEND, packet=packet.sha256, deliveries=len(addressees))
    await session.flush()
    code = document.document_code or ""
    deliveries = new_deliveries(document.agency_code, code, [agency.code for agency in addressees], packet, now)
    await create_deliveries(await driver_connection(session), document.id, code, document.agency_code, now, deliveries)
    return document


async def recall_document(
    session: AsyncSession, who: Identity, document_id: UUID, reason: str, delivery_ids: Sequence[UUID] = ()
) -> OutgoingDocument:
    """Lấy lại văn bản (13). What has not left is withdrawn; every other receiver is asked and answers 15 or 16."""
    document = await take_document(session, who, document_id, None, Step.RECALL)
    if not reason:
        raise Invalid("reason_required")
    query = select(Delivery).where(Delivery.document_id == document.id).order_by(Delivery.id).with_for_update()
    deliveries = list((await session.scalars(query)).all())
    if delivery_ids:
        deliveries = [delivery for delivery in deliveries if delivery.id in set(delivery_ids)]
    open_ones = [d for d in deliveries if d.recall in ("", "refused") and d.status != "02"]
    if not open_ones:
        raise Conflict("nothing_to_recall")
    for delivery in open_ones:
        await _ask_back(session, who, delivery, reason)
    if all(d.recall == "withdrawn" or d.status == "02" for d in deliveries) and not delivery_ids:
        document.status = DocumentStatus.RECALLED
    await note_step(session, document, who, Step.RECALL, reason, deliveries=len(open_ones))
    return document


_WITHDRAW = text(
    """
UPDATE outbox SET pending = '{}', done_at = now() WHERE position IN (
  SELECT position FROM outbox WHERE subject = :subject AND sequence = 1 AND attempts = 0 AND done_at IS NULL
  FOR UPDATE SKIP LOCKED)
RETURNING position
"""
)


async def _ask_back(session: AsyncSession, who: Identity, delivery: Delivery, reason: str) -> None:
    now = clock.now()
    delivery.recall_at = now
    # A row that the relay never took has left for nobody: it is withdrawn here and nothing is sent.
    withdrawn = (await session.execute(_WITHDRAW, {"subject": f"delivery/{delivery.id}"})).first() is not None
    if withdrawn:
        delivery.status = "withdrawn"
        delivery.status_at = now
        delivery.recall = "withdrawn"
    else:
        delivery.recall = "requested"
        await tell(
            session,
            RecallRequested(
                delivery_id=str(delivery.id),
                document_id=delivery.document_code,
                sender_code=delivery.sender_code,
                addressee_code=delivery.addressee_code,
                reason=reason,
                requested_by=who.name,
                requested_at=now,
            ),
        )
    session.add(
        DeliveryStatus(
            delivery_id=delivery.id,
            code="13",
            description=f"Rút lại trước khi gửi đi: {reason}" if withdrawn else reason,
            staff_name=who.name,
            staff_department=who.agency_name,
            reported_at=now,
            applied=True,
        )
    )


async def _addressees(session: AsyncSession, document: OutgoingDocument) -> list[Agency]:
    wanted = await list_addressees(session, document.id)
    known = {
        agency.code: agency
        for agency in await list_agencies(session, clock.local_now().date(), besides=document.agency_code)
    }
    if unknown := [code for code in wanted if code not in known]:
        raise unknown_addressees(unknown)
    if not wanted:
        raise Invalid("addressees_required")
    return [known[code] for code in wanted]


async def _packet(
    session: AsyncSession, who: Identity, document: OutgoingDocument, addressees: Sequence[Agency], files: FileStore
) -> bytes:
    sender = await get_agency(session, document.agency_code)
    parent = await session.get(Agency, sender.parent_code) if sender.parent_code else None
    enclosed = [(file, await files.get(file.sha256)) for file in await list_files(session, document.id)]
    answered = (
        await session.get(IncomingDocument, document.answers_incoming_id) if document.answers_incoming_id else None
    )
    try:
        return write_document(
            document=document,
            sender=sender,
            parent=parent,
            addressees=addressees,
            files=enclosed,
            answered=answered,
            staff=who,
            at=clock.local_now(),
        )
    except PacketRefused as error:
        raise refused_packet(error) from error
