"""Sending a sealed document to every chosen agency, and asking for it back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_continued
from document_exchange.deliveries.models import Delivery, DeliveryStatus
from document_exchange.deliveries.progress import apply_progress
from document_exchange.deliveries.rules import GIVEN_BACK, DeliveryState, may_ask_back
from document_exchange.deliveries.statements import create_deliveries, new_deliveries
from document_exchange.documents.drafting import unknown_addressees
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_addressees, list_files
from document_exchange.documents.rules import STEPS, Secrecy, Step
from document_exchange.documents.steps import note_step, take_document
from document_exchange.documents.writing import write_document
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import Recall
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.parsing import EDXML
from document_exchange.packets.texts import refused_packet
from shared.access.identity import Identity
from shared.contracts.document_exchange import DeliveryProgressed, RecallRequested
from shared.core import clock
from shared.core.errors import Conflict, Invalid
from shared.directory.models import Agency
from shared.directory.queries import get_agency, list_agencies, list_closed
from shared.messaging.outbox import tell, withdraw_first
from shared.standards.document_status import DocumentStatus as Reported
from shared.storage.database import driver_connection
from shared.storage.files import FileStore
from shared.work.steps import sql_set


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
    document.status = STEPS.target(Step.SEND)
    await note_step(session, document, who, Step.SEND, files=[packet], packet=packet.sha256, deliveries=len(addressees))
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
    receivers = [d.addressee_code for d in deliveries]
    closed = await list_closed(session, clock.local_now().date(), receivers) - await list_continued(session, receivers)
    open_ones = [d for d in deliveries if may_ask_back(d.status, d.recall, at_work=d.addressee_code not in closed)]
    if not open_ones:
        raise Conflict("nothing_to_recall")
    for delivery in open_ones:
        await _ask_back(session, who, delivery, reason, at_work=delivery.addressee_code not in closed)
    await note_step(session, document, who, Step.RECALL, reason, deliveries=len(open_ones))
    await session.flush()
    await _close_given_back(session, [delivery.id for delivery in deliveries])
    await session.refresh(document)
    return document


async def keep_reports(session: AsyncSession, reports: Sequence[DeliveryProgressed]) -> None:
    """Trạng thái do nơi nhận báo, whichever way it came; the last agreed recall ends the document."""
    await apply_progress(await driver_connection(session), reports)
    if given_back := [UUID(report.delivery_id) for report in reports if report.status == Reported.CHANGE_AGREED]:
        await _close_given_back(session, given_back)


_GIVEN_BACK = text(
    f"""
WITH given_back AS (
  UPDATE outgoing_document o SET status = '{STEPS.target(Step.GIVEN_BACK)}', version = version + 1, updated_at = now()
WHERE o.status IN {sql_set(STEPS.sources(Step.GIVEN_BACK))} AND o.id IN (SELECT document_id FROM delivery WHERE id = ANY(CAST(:ids AS uuid[])))
  AND NOT EXISTS (
    SELECT 1 FROM delivery d
    WHERE d.document_id = o.id AND d.status <> '{DeliveryState.REFUSED}' AND d.recall NOT IN {sql_set(GIVEN_BACK)})
  RETURNING o.id
)
INSERT INTO document_step (document_id, kind, actor_id, actor_name) SELECT id, '{Step.GIVEN_BACK}', '', '' FROM given_back
"""  # noqa: S608  sets of our own tables
)


async def _close_given_back(session: AsyncSession, delivery_ids: Sequence[UUID]) -> None:
    """Đã lấy lại: nobody holds the document in force any more."""
    await session.execute(_GIVEN_BACK, {"ids": list(delivery_ids)})


async def _ask_back(session: AsyncSession, who: Identity, delivery: Delivery, reason: str, *, at_work: bool) -> None:
    now = clock.now()
    delivery.recall_at = now
    withdrawn = await withdraw_first(session, f"delivery/{delivery.id}")
    if withdrawn:
        delivery.status = DeliveryState.WITHDRAWN
        delivery.status_at = now
        delivery.recall = Recall.WITHDRAWN
    elif not at_work:
        # Nobody is left there who could answer; waiting for it would keep the document in force for ever.
        delivery.recall = Recall.CLOSED
    else:
        delivery.recall = Recall.REQUESTED
        await tell(
            session,
            RecallRequested(
                delivery_id=str(delivery.id),
                document_id=delivery.document_code,
                sender_code=delivery.sender_code,
                addressee_code=delivery.addressee_code,
                reason=reason,
                requested_by=who.acting_name,
                requested_at=now,
            ),
        )
    session.add(
        DeliveryStatus(
            delivery_id=delivery.id,
            code=Reported.RECALL_ASKED,
            description=f"Rút lại trước khi gửi đi: {reason}" if withdrawn else reason,
            staff_name=who.acting_name,
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
