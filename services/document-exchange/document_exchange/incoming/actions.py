"""What the receiver does: accept, return, assign, process, complete. Each is told to the sender."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import Colleague, find_colleague
from document_exchange.fields import require_day_ahead
from document_exchange.incoming.models import Assignment, IncomingDocument
from document_exchange.incoming.queries import list_assignments
from document_exchange.incoming.rules import Act, Answer, IncomingState, serious
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.incoming.steps import move_incoming, require_reason, take_incoming
from document_exchange.registers.actions import allocate_arrival_number
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import FieldError, Forbidden, Invalid


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
    year = clock.local_now().year
    incoming.arrival_number = await allocate_arrival_number(session, incoming.addressee_code, year)
    incoming.arrival_year = year
    incoming.registered_at = clock.now()
    await move_incoming(
        session, who, incoming, IncomingState.REGISTERED, f"Đã tiếp nhận, số đến {incoming.arrival_number}"
    )
    return incoming


async def refuse_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str
) -> IncomingDocument:
    """Từ chối tiếp nhận, trả lại (02); the reason goes to the sender."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.REFUSE)
    require_reason(reason)
    await move_incoming(session, who, incoming, IncomingState.REFUSED, reason)
    return incoming


async def assign_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, new: AssignmentIn
) -> IncomingDocument:
    """Phân công xử lý (04): who leads, who co-operates, until when, with the leader's opinion."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.ASSIGN)
    require_day_ahead(new.due_on, clock.local_now().date(), "Hạn xử lý")
    names = await _keep_assignments(session, who, incoming, new)
    incoming.due_on = new.due_on or incoming.due_on
    words = f"Chủ trì: {names}" if names else "Đã chuyển xử lý"
    state = IncomingState(incoming.status)
    # A second assignment during the work changes people, not the state.
    target = state if state is IncomingState.PROCESSING else IncomingState.ASSIGNED
    await move_incoming(session, who, incoming, target, f"{words}. {new.opinion}" if new.opinion else words)
    return incoming


async def start_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, words: str = ""
) -> IncomingDocument:
    """Bắt đầu xử lý (05)."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.START)
    await move_incoming(session, who, incoming, IncomingState.PROCESSING, words or "Đang xử lý")
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
            sentence = "Hãy chọn một văn bản đi đã có số của cơ quan."
            raise Invalid(
                "answer_document_unknown",
                fields=[FieldError("/answer_document_id", "answer_document_unknown", sentence)],
            )
        incoming.answer_document_id = answer.id
        words = f"{words or 'Hoàn thành'}. Văn bản trả lời: {answer.reference}"
    await move_incoming(session, who, incoming, IncomingState.DONE, words or "Hoàn thành")
    return incoming


async def _keep_assignments(session: AsyncSession, who: Identity, incoming: IncomingDocument, new: AssignmentIn) -> str:
    """The lead's name. An agency's own system may leave people out: it knows its own."""
    if not new.lead_id and who.kind == "system":
        return ""
    lead = await _worker(session, who, new.lead_id, "/lead_id")
    helpers = [
        await _worker(session, who, person_id, "/cooperating_ids")
        for person_id in dict.fromkeys(new.cooperating_ids)
        if person_id != lead.id
    ]
    await session.execute(delete(Assignment).where(Assignment.incoming_id == incoming.id))
    for part, person in [("lead", lead), *(("cooperate", helper) for helper in helpers)]:
        session.add(
            Assignment(
                incoming_id=incoming.id,
                person_id=person.id,
                person_name=person.full_name,
                part=part,
                opinion=new.opinion,
                assigned_by=who.name,
                assigned_at=clock.now(),
            )
        )
    return lead.full_name


async def _worker(session: AsyncSession, who: Identity, person_id: str, pointer: str) -> Colleague:
    found = await find_colleague(session, who.agency_code, person_id, Role.SPECIALIST, Role.LEADER)
    if found is None:
        raise Invalid(
            "assignee_unknown", fields=[FieldError(pointer, "assignee_unknown", "Hãy chọn người xử lý của cơ quan.")]
        )
    return found


async def require_assigned(session: AsyncSession, who: Identity, incoming_id: UUID) -> None:
    """Specialists work on what they were given; leaders and the agency's system on anything of their agency."""
    if who.kind == "system" or Role.LEADER in who.roles:
        return
    if not any(assignment.person_id == who.subject for assignment in await list_assignments(session, incoming_id)):
        raise Forbidden("not_assigned")
