"""What the receiver does: accept, return, assign, process, complete. Each is told to the sender."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.fields import require_day_ahead
from document_exchange.incoming.deadlines import DEADLINE, watch
from document_exchange.incoming.giving import give_out
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, leaders_of
from document_exchange.incoming.numbering import give_arrival_number
from document_exchange.incoming.rules import STEPS, Act, Answer, serious
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.incoming.steps import case_of, move_incoming, require_reason, take_incoming
from shared.access.identity import Identity
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.notifying.raising import notify
from shared.work import jobs


async def accept_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, *, aware: bool = True
) -> IncomingDocument:
    """Tiếp nhận và vào sổ văn bản đến (03): the next arrival number of the agency and year.

    `aware`: whoever accepts has seen what the document warns of. A person is asked; a system has it in the same answer.
    """
    incoming = await take_incoming(session, who, incoming_id, version, Act.ACCEPT)
    if not aware and serious(incoming.warnings):
        sentence = "Hãy đánh dấu đã xem các điều cần lưu ý, hoặc trả lại nơi gửi."
        raise Invalid("warnings_unseen", fields=[FieldError("/aware", "warnings_unseen", sentence)])
    await give_arrival_number(session, incoming)
    await move_incoming(
        session, who, incoming, STEPS.target(Act.ACCEPT), f"Đã tiếp nhận, số đến {incoming.arrival_number}"
    )
    await notify(session, about_incoming("document-arrived", incoming, [leaders_of(incoming)]))
    return incoming


async def refuse_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str
) -> IncomingDocument:
    """Từ chối tiếp nhận, trả lại (02); the reason goes to the sender."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.REFUSE)
    require_reason(reason)
    await move_incoming(session, who, incoming, STEPS.target(Act.REFUSE), reason)
    return incoming


async def assign_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, new: AssignmentIn
) -> IncomingDocument:
    """Phân công xử lý (04): which unit or who leads, who co-operates, until when, with the leader's opinion."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.ASSIGN)
    require_day_ahead(new.due_on, clock.local_now().date(), "Hạn xử lý")
    given = await give_out(session, who, incoming, new)
    incoming.due_on = new.due_on or incoming.due_on
    words = given.words
    case = await case_of(session, who, incoming)
    target = STEPS.require(Act.ASSIGN, case).target or case.state
    await move_incoming(session, who, incoming, target, f"{words}. {new.opinion}" if new.opinion else words)
    await watch(session, incoming)
    told = [person for person in given.told if person != who.subject]
    to = [Recipient(person_id=person, agency_code=incoming.held_by) for person in told]
    await notify(session, about_incoming("document-assigned", incoming, to))
    return incoming


async def start_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, words: str = ""
) -> IncomingDocument:
    """Bắt đầu xử lý (05)."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.START)
    await move_incoming(session, who, incoming, STEPS.target(Act.START), words or "Đang xử lý")
    return incoming


async def complete_incoming(
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    version: int | None,
    words: str = "",
    answer: Answer | None = None,
) -> IncomingDocument:
    """Hoàn thành (06), with the answering document if there is one."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.COMPLETE)
    if answer is not None:
        if not answer.reference:
            sentence = "Hãy chọn văn bản đi đã có số, trả lời văn bản đến này hoặc bạn được xem."
            raise Invalid(
                "answer_document_unknown",
                fields=[FieldError("/answer_document_id", "answer_document_unknown", sentence)],
            )
        incoming.answer_document_id = answer.id
        words = f"{words or 'Hoàn thành'}. Văn bản trả lời: {answer.reference}"
    await move_incoming(session, who, incoming, STEPS.target(Act.COMPLETE), words or "Hoàn thành")
    await jobs.cancel(session, DEADLINE, str(incoming.id))
    return incoming
