"""Trả lời 15, 16 about a change of an issued document: over the platform, by a status packet that the clerk brings, or noted by him."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_before
from document_exchange.amending.models import ChangeReceiver, IssuedChange
from document_exchange.amending.queries import get_change, list_receivers
from document_exchange.amending.rules import ACT_OF, KIND_LABELS, STEPS, AnswerAct, AnswerState, Case
from document_exchange.amending.schemas import NoteIn
from document_exchange.deliveries.models import Delivery, DeliveryStatus
from document_exchange.deliveries.queries import LEEWAY
from document_exchange.deliveries.recalling import close_given_back
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import get_document
from document_exchange.packets.packet import StatusPacket
from document_exchange.registers.rules import document_key, read_reference
from shared.access.identity import Identity
from shared.access.rights import callers_of
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.errors import FieldError, Forbidden, Invalid, NotFound, PreconditionFailed
from shared.standards.typed import clean_line, clean_paragraphs, read_code
from shared.storage import evidence

_LONGEST = 1000


async def take_answer(session: AsyncSession, report: DeliveryProgressed) -> None:
    """Over the platform: the receiver of the delivery answers for itself, once."""
    delivery = await session.get(Delivery, UUID(report.delivery_id))
    act = ACT_OF.get(report.status)
    if delivery is None or delivery.addressee_code != report.addressee_code or act is None:
        return
    query = (
        select(ChangeReceiver, IssuedChange)
        .join(IssuedChange, IssuedChange.id == ChangeReceiver.change_id)
        .where(ChangeReceiver.change_id == UUID(report.change_id), ChangeReceiver.delivery_id == delivery.id)
        .with_for_update(of=ChangeReceiver)
    )
    found = (await session.execute(query)).first()
    if found is None:
        return
    receiver, change = found
    if not await _answer(session, change, receiver, act, report.description, report.staff_name, report.reported_at):
        return
    said = f"{KIND_LABELS[change.kind]}: {report.description}"
    session.add(
        DeliveryStatus(
            delivery_id=delivery.id,
            code=report.status,
            description=said,
            staff_name=report.staff_name,
            staff_department=report.staff_department,
            reported_at=report.reported_at,
            applied=True,
        )
    )


async def take_status_answer(
    session: AsyncSession, who: Identity, packet: StatusPacket, code: str
) -> IssuedChange | None:
    """Gói tin trạng thái 15, 16 of a receiver outside; None where nothing was asked of it about that document."""
    found = await _find_asked(session, who, packet) if code in ACT_OF else None
    if found is None:
        return None
    change, receiver = found
    at = packet.at or clock.now()
    at = at if at.tzinfo else at.replace(tzinfo=VIETNAM)
    if at < change.asked_at - LEEWAY:
        raise Invalid("answer_before_asked")
    staff = clean_line(packet.staff.staff)[:200] if packet.staff else ""
    words = clean_paragraphs(packet.description)[:_LONGEST]
    await _answer(session, change, receiver, ACT_OF[code], words, staff, min(at, clock.now()))
    await session.flush()
    await close_given_back(session, document_id=change.document_id)
    facts = {"code": code, "organ": receiver.organ_code}
    await evidence.record(session, "change-answer-taken", f"document/{change.document_id}", who, **facts)
    return change


async def _find_asked(
    session: AsyncSession, who: Identity, packet: StatusPacket
) -> tuple[IssuedChange, ChangeReceiver] | None:
    """The newest thing asked of that receiver about the document that the packet names, exactly, of the agency's own."""
    response, organ = packet.response, read_code(packet.sender.organ_id)
    codes = [who.agency_code, *await list_before(session, who.agency_code)]
    if response.organ_id and read_code(response.organ_id) not in codes:
        raise Invalid("packet_not_addressed")
    number, _, notation = response.code.partition("/")
    same = (
        OutgoingDocument.document_key == document_key(response.document_id)
        if response.document_id
        else (OutgoingDocument.reference == read_reference(number, notation))
        & (OutgoingDocument.issued_on == response.promulgated_on)
    )
    query = (
        select(IssuedChange, ChangeReceiver)
        .join(ChangeReceiver, ChangeReceiver.change_id == IssuedChange.id)
        .join(OutgoingDocument, OutgoingDocument.id == IssuedChange.document_id)
        .where(
            OutgoingDocument.agency_code.in_(codes),
            same,
            ChangeReceiver.organ_code == organ,
            ChangeReceiver.delivery_id.is_(None),
        )
        .order_by((ChangeReceiver.state == AnswerState.WAITING).desc(), IssuedChange.asked_at.desc())
        .limit(1)
        .with_for_update(of=ChangeReceiver)
    )
    found = (await session.execute(query, execution_options={"populate_existing": True})).first()
    return (found[0], found[1]) if found else None


async def note_answer(
    session: AsyncSession, who: Identity, document_id: UUID, change_id: UUID, new: NoteIn
) -> IssuedChange:
    """Ghi trả lời của nơi nhận ngoài hệ thống that came on paper, or that nobody is asked any more."""
    document = await get_document(session, who, document_id, lock=True)
    change = await get_change(session, document.id, change_id, lock=True)
    if new.version is not None and new.version != change.version:
        raise PreconditionFailed("changed_meanwhile")
    act = AnswerAct(new.act)
    if not STEPS.callers(act) & callers_of(who):
        raise Forbidden("not_allowed")
    if act is not AnswerAct.AGREE and not new.words:
        raise Invalid("reason_required", fields=[FieldError("/words", "reason_required", "Hãy ghi lý do.")])
    meant = await _meant(session, change, new)
    for one in meant:
        STEPS.require(act, Case(one.standing, callers_of(who), outside=one.delivery_id is None))
    for one in meant:
        one.state = STEPS.target(act)
        one.words, one.answered_by, one.answered_at = new.words, who.acting_name, clock.now()
    change.version += 1
    facts = {"act": act.value, "organs": [one.organ_code for one in meant], "change": str(change.id)}
    await evidence.record(session, "change-answer-noted", f"document/{document.id}", who, **facts)
    await session.flush()
    await close_given_back(session, document_id=document.id)
    return change


async def _meant(session: AsyncSession, change: IssuedChange, new: NoteIn) -> list[ChangeReceiver]:
    receivers = await list_receivers(session, change.id, lock=True)
    if new.position is None:
        waiting = [one for one in receivers if one.standing is AnswerState.WAITING]
        if AnswerAct(new.act) is not AnswerAct.WITHDRAW or not waiting:
            raise Invalid("receiver_required")
        return waiting
    meant = [one for one in receivers if one.position == new.position]
    if not meant:
        raise NotFound("not_found")
    return meant


async def _answer(
    session: AsyncSession,
    change: IssuedChange,
    receiver: ChangeReceiver,
    act: AnswerAct,
    words: str,
    staff: str,
    at: datetime,
) -> bool:
    """False for what has no effect: said again, or of what is asked no more, which is kept as it was said."""
    if receiver.standing is AnswerState.WITHDRAWN and not receiver.late:
        receiver.late = f"{STEPS.label(act)}: {words}"[:_LONGEST]
        change.version += 1
    if receiver.standing is not AnswerState.WAITING:
        return False
    receiver.state = STEPS.target(act)
    receiver.words, receiver.answered_by, receiver.answered_at = words, staff or receiver.name, at
    change.version += 1
    facts = {"change": str(change.id), "organ": receiver.organ_code, "state": receiver.state}
    await evidence.record(session, "change-answered", f"document/{change.document_id}", "event:change-answer", **facts)
    return True
