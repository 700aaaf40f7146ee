"""Lấy lại, thu hồi: asking for an issued document back, over the platform (13), outside by a packet of type 1, and what comes of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_continued
from document_exchange.amending.queries import list_agreed, list_asked, list_waiting
from document_exchange.deliveries.asking import ask, withdraw_waiting
from document_exchange.deliveries.holders import Holder, list_outside_holders
from document_exchange.deliveries.models import Delivery, DeliveryStatus
from document_exchange.deliveries.progress import apply_progress
from document_exchange.deliveries.rules import GIVEN_BACK, DeliveryState, may_ask_back
from document_exchange.documents.linking import find_replacing
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.packing import keep_packet
from document_exchange.documents.receiving import tell_inside
from document_exchange.documents.rules import STEPS, Step
from document_exchange.documents.steps import note_step, take_document
from document_exchange.incoming.rules import Recall
from document_exchange.packets.packet import Business, BusinessType, Organ
from shared.access.identity import Identity
from shared.contracts.document_exchange import DeliveryProgressed, RecallRequested
from shared.core import clock
from shared.core.errors import Conflict, Invalid
from shared.directory.queries import list_closed
from shared.messaging.outbox import tell, withdraw_first
from shared.standards.document_status import DocumentStatus as Reported
from shared.storage.database import driver_connection
from shared.storage.files import FileStore
from shared.work.steps import sql_set


async def recall_document(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    reason: str,
    files: FileStore,
    delivery_ids: Sequence[UUID] = (),
) -> OutgoingDocument:
    """Lấy lại văn bản (13). What has not left is withdrawn; every other receiver is asked and answers 15 or 16."""
    document = await take_document(session, who, document_id, None, Step.RECALL)
    if not reason:
        raise Invalid("reason_required")
    query = select(Delivery).where(Delivery.document_id == document.id).order_by(Delivery.id).with_for_update()
    deliveries = list((await session.scalars(query)).all())
    outside = [] if delivery_ids else await _outside_to_ask(session, document)
    if not deliveries and not await list_outside_holders(session, document.id):
        return await _recall_inside(session, who, document, reason)
    replaced = await _replaced_at(session, document)
    outside = [holder for holder in outside if holder.organ_code not in replaced]
    wanted = [d for d in deliveries if not delivery_ids or d.id in set(delivery_ids)]
    asked = await ask_back(session, who, [d for d in wanted if str(d.id) not in replaced], reason)
    if not asked and not outside:
        raise Conflict("recall_the_replacing" if replaced else "nothing_to_recall")
    if not delivery_ids:
        await withdraw_waiting(session, document)
    if outside:
        await _ask_outside(session, who, document, reason, outside, files)
    await note_step(session, document, who, Step.RECALL, reason, deliveries=asked, outside=len(outside))
    await tell_inside(session, who, document, "document-recalled-inside")
    await session.flush()
    await close_given_back(session, document_id=document.id)
    await session.refresh(document)
    return document


async def _replaced_at(session: AsyncSession, document: OutgoingDocument) -> set[str]:
    """Who agreed that another document stands in its place, which that one is recalled by: deliveries, and codes of those outside."""
    standing = await find_replacing(session, document.id)
    agreed = await list_agreed(session, document.id, standing.id) if standing else []
    return {str(one.delivery_id) if one.delivery_id else one.organ_code for one in agreed}


async def _outside_to_ask(session: AsyncSession, document: OutgoingDocument) -> list[Holder]:
    """Who of those outside has it and is not being asked for it already."""
    waiting = {one.organ_code for one in await list_waiting(session, document.id, BusinessType.RECALL)}
    holders = await list_outside_holders(session, document.id)
    return [Holder(one.organ_code, one.name, None) for one in holders if one.organ_code not in waiting]


async def _ask_outside(
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    reason: str,
    outside: Sequence[Holder],
    files: FileStore,
) -> None:
    """Gói tin thu hồi (loại 1) for the clerk to hand out."""
    business = Business(BusinessType.RECALL, reason, document_id=document.document_code or "")
    organs = [Organ(one.organ_code, one.name) for one in outside]
    packet = await keep_packet(session, who, document, organs, files, business)
    await ask(session, who, document, BusinessType.RECALL, reason, outside, packet)


async def _recall_inside(
    session: AsyncSession, who: Identity, document: OutgoingDocument, reason: str
) -> OutgoingDocument:
    """Nobody has it whom anything could be asked of: it is no longer in force at once, and those inside are told."""
    document.status = STEPS.target(Step.GIVEN_BACK)
    await note_step(session, document, who, Step.RECALL, reason, deliveries=0)
    await note_step(session, document, who, Step.GIVEN_BACK)
    await tell_inside(session, who, document, "document-recalled-inside")
    return document


async def keep_reports(session: AsyncSession, reports: Sequence[DeliveryProgressed]) -> None:
    """Trạng thái do nơi nhận báo, whichever way it came; the last agreed recall ends the document."""
    await apply_progress(await driver_connection(session), reports)
    if given_back := [UUID(report.delivery_id) for report in reports if report.status == Reported.CHANGE_AGREED]:
        await close_given_back(session, given_back)


_GAVE_BACK_OUTSIDE = f"""SELECT 1 FROM change_receiver a JOIN issued_change c ON c.id = a.change_id
  WHERE c.document_id = o.id AND a.delivery_id IS NULL AND a.organ_code = r.organ_code AND a.state = 'agreed'
    AND (c.kind = {int(BusinessType.RECALL)} OR a.removed)"""  # noqa: S608
_GIVEN_BACK = text(
    f"""
WITH given_back AS (
  UPDATE outgoing_document o SET status = '{STEPS.target(Step.GIVEN_BACK)}', version = version + 1, updated_at = now()
WHERE o.status IN {sql_set(STEPS.sources(Step.GIVEN_BACK))}
  AND o.id = ANY(ARRAY(SELECT document_id FROM delivery WHERE id = ANY(CAST(:ids AS uuid[]))) || CAST(:documents AS uuid[]))
  AND NOT EXISTS (
    SELECT 1 FROM delivery d
    WHERE d.document_id = o.id AND d.status <> '{DeliveryState.REFUSED}' AND d.recall NOT IN {sql_set(GIVEN_BACK)})
  AND NOT EXISTS (
    SELECT 1 FROM outside_receiver r WHERE r.document_id = o.id AND r.organ_code <> '' AND NOT EXISTS ({_GAVE_BACK_OUTSIDE}))
  RETURNING o.id
)
INSERT INTO document_step (document_id, kind, actor_id, actor_name) SELECT id, '{Step.GIVEN_BACK}', '', '' FROM given_back
"""  # noqa: S608  sets of our own tables
)


async def close_given_back(
    session: AsyncSession, delivery_ids: Sequence[UUID] = (), document_id: UUID | None = None
) -> None:
    """Đã lấy lại: nobody holds the document in force any more."""
    documents = [document_id] if document_id else []
    await session.execute(_GIVEN_BACK, {"ids": list(delivery_ids), "documents": documents})


async def ask_back(session: AsyncSession, who: Identity, deliveries: Sequence[Delivery], reason: str) -> int:
    """Of these receivers those that can be asked; how many that were."""
    receivers = [d.addressee_code for d in deliveries]
    closed = await list_closed(session, clock.local_now().date(), receivers) - await list_continued(session, receivers)
    open_ones = [d for d in deliveries if may_ask_back(d.status, d.recall, at_work=d.addressee_code not in closed)]
    # A word about a change stands behind the document on its way there: then the document is not taken out before it.
    asked = await list_asked(session, {delivery.document_id for delivery in deliveries})
    for delivery in open_ones:
        withdrawn = delivery.id not in asked and await withdraw_first(session, f"delivery/{delivery.id}")
        at_work = delivery.addressee_code not in closed
        await _ask_back(session, who, delivery, reason, withdrawn=withdrawn, at_work=at_work)
    return len(open_ones)


async def _ask_back(
    session: AsyncSession, who: Identity, delivery: Delivery, reason: str, *, withdrawn: bool, at_work: bool
) -> None:
    now = clock.now()
    delivery.recall_at = now
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
