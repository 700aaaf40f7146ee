"""Lấy lại: the sender asks for a document back (13), the receiver agrees (15) or a leader refuses (16)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.closing import close_copy
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import Act, IncomingState, Recall
from document_exchange.incoming.steps import keep_status, report_status, require_reason, take_incoming
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.document_exchange import RecallRequested
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.directory.queries import find_colleague
from shared.standards.document_status import DocumentStatus as Reported
from shared.storage import evidence


async def agree_recall(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, words: str = ""
) -> IncomingDocument:
    """Đồng ý lấy lại (15): the copy is cancelled, frozen and closed (QĐ 28/2018 Điều 9)."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.AGREE_RECALL)
    incoming.recall = Recall.AGREED
    close_copy(incoming)
    await _answer_recall(
        session, who, incoming, Reported.CHANGE_AGREED, words or "Đồng ý; văn bản đã được hủy bỏ tại nơi nhận"
    )
    return incoming


async def refuse_recall(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str, decided_by: str
) -> IncomingDocument:
    """Từ chối lấy lại (16): the rule is that a recalled document is cancelled, so a leader decides and says why."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.REFUSE_RECALL)
    require_reason(reason)
    if who.kind == "officer":
        leader = await find_colleague(session, who.agency_code, decided_by, Role.LEADER)
        if leader is None:
            sentence = "Hãy chọn lãnh đạo quyết định từ chối."
            raise Invalid(
                "leader_decision_required", fields=[FieldError("/decided_by", "leader_decision_required", sentence)]
            )
        reason = f"{reason} (theo quyết định của {leader.full_name}, {leader.title})"
    incoming.recall = Recall.REFUSED
    await _answer_recall(session, who, incoming, Reported.CHANGE_REFUSED, reason)
    return incoming


async def note_recall_request(session: AsyncSession, event: RecallRequested) -> None:
    """Yêu cầu lấy lại đã đến."""
    query = select(IncomingDocument).where(IncomingDocument.delivery_id == UUID(event.delivery_id)).with_for_update()
    incoming = (await session.scalars(query)).one_or_none()
    if incoming is None or incoming.sender_code != event.sender_code or incoming.recall == Recall.AGREED:
        return
    await ask_back(session, incoming, event.reason, event.requested_by, event.requested_at, delivery=event.delivery_id)


async def ask_back(
    session: AsyncSession, incoming: IncomingDocument, reason: str, asked_by: str, at: datetime, **facts: object
) -> None:
    """A task for the clerk, whichever way the sender said it: over the platform, in a packet of type 1, as a status 13."""
    incoming.recall = Recall.REQUESTED
    incoming.recall_reason = reason
    incoming.recall_at = at
    incoming.version += 1
    await keep_status(session, incoming, Reported.RECALL_ASKED, reason, asked_by)
    await evidence.record(
        session, "recall-requested", f"incoming/{incoming.id}", f"agency:{incoming.sender_code}", **facts
    )
    if incoming.status == IncomingState.REFUSED:
        # Returned already: nothing is held here that could be given back.
        incoming.recall = Recall.AGREED
        close_copy(incoming)
        words = "Văn bản đã được trả lại trước đó"
        if incoming.delivery_id is None:
            await keep_status(session, incoming, Reported.CHANGE_AGREED, words, "")
        await report_status(session, incoming, Reported.CHANGE_AGREED, words, "", "")


async def _answer_recall(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, code: str, words: str
) -> None:
    incoming.recall_at = clock.now()
    incoming.version += 1
    await keep_status(session, incoming, code, words, who)
    await report_status(session, incoming, code, words, who.acting_name, who.agency_name)
    await evidence.record(session, f"incoming-{code}", f"incoming/{incoming.id}", who)
