"""What the receiver does: accept, return, assign, process, complete, answer a recall. Each is told to the sender."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import Colleague, find_colleague, get_agency
from document_exchange.fields import require_day_ahead
from document_exchange.incoming.models import Assignment, IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import get_incoming, list_assignments
from document_exchange.incoming.rules import Act, Answer, IncomingState, require_act, serious
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.registers.actions import allocate_arrival_number
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.document_exchange import DeliveryProgressed, RecallRequested
from shared.core import clock
from shared.core.errors import FieldError, Forbidden, Invalid, PreconditionFailed
from shared.messaging.outbox import tell
from shared.storage import evidence


async def accept_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, *, aware: bool = True
) -> IncomingDocument:
    """Tiếp nhận và vào sổ văn bản đến (03): the next arrival number of the agency and year.

    `aware`: whoever accepts has seen what the document warns of. A person is asked; a system has it in the same answer.
    """
    incoming = await _take(session, who, incoming_id, version, Act.ACCEPT)
    if not aware and serious(incoming.warnings):
        sentence = "Hãy đánh dấu đã xem các điều cần lưu ý, hoặc trả lại nơi gửi."
        raise Invalid("warnings_unseen", fields=[FieldError("/aware", "warnings_unseen", sentence)])
    year = clock.local_now().year
    incoming.arrival_number = await allocate_arrival_number(session, incoming.addressee_code, year)
    incoming.arrival_year = year
    incoming.registered_at = clock.now()
    await _move(session, who, incoming, IncomingState.REGISTERED, f"Đã tiếp nhận, số đến {incoming.arrival_number}")
    return incoming


async def refuse_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str
) -> IncomingDocument:
    """Từ chối tiếp nhận, trả lại (02); the reason goes to the sender."""
    incoming = await _take(session, who, incoming_id, version, Act.REFUSE)
    _require_reason(reason)
    await _move(session, who, incoming, IncomingState.REFUSED, reason)
    return incoming


async def assign_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, new: AssignmentIn
) -> IncomingDocument:
    """Phân công xử lý (04): who leads, who co-operates, until when, with the leader's opinion."""
    incoming = await _take(session, who, incoming_id, version, Act.ASSIGN)
    require_day_ahead(new.due_on, clock.local_now().date(), "Hạn xử lý")
    names = await _keep_assignments(session, who, incoming, new)
    incoming.due_on = new.due_on or incoming.due_on
    words = f"Chủ trì: {names}" if names else "Đã chuyển xử lý"
    state = IncomingState(incoming.status)
    # A second assignment during the work changes people, not the state.
    target = state if state is IncomingState.PROCESSING else IncomingState.ASSIGNED
    await _move(session, who, incoming, target, f"{words}. {new.opinion}" if new.opinion else words)
    return incoming


async def start_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, words: str = ""
) -> IncomingDocument:
    """Bắt đầu xử lý (05)."""
    incoming = await _take(session, who, incoming_id, version, Act.START)
    await _move(session, who, incoming, IncomingState.PROCESSING, words or "Đang xử lý")
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
    incoming = await _take(session, who, incoming_id, version, Act.COMPLETE)
    if answer is not None:
        if not answer.reference:
            sentence = "Hãy chọn một văn bản đi đã có số của cơ quan."
            raise Invalid(
                "answer_document_unknown",
                fields=[FieldError("/answer_document_id", "answer_document_unknown", sentence)],
            )
        incoming.answer_document_id = answer.id
        words = f"{words or 'Hoàn thành'}. Văn bản trả lời: {answer.reference}"
    await _move(session, who, incoming, IncomingState.DONE, words or "Hoàn thành")
    return incoming


async def agree_recall(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, words: str = ""
) -> IncomingDocument:
    """Đồng ý lấy lại (15): the copy is cancelled and frozen (QĐ 28/2018 Điều 9)."""
    incoming = await _take(session, who, incoming_id, version, Act.AGREE_RECALL)
    incoming.recall = "agreed"
    await _answer_recall(session, who, incoming, "15", words or "Đồng ý; văn bản đã được hủy bỏ tại nơi nhận")
    return incoming


async def refuse_recall(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str, decided_by: str
) -> IncomingDocument:
    """Từ chối lấy lại (16): the rule is that a recalled document is cancelled, so a leader decides and says why."""
    incoming = await _take(session, who, incoming_id, version, Act.REFUSE_RECALL)
    _require_reason(reason)
    if who.kind == "officer":
        leader = await find_colleague(session, who.agency_code, decided_by, Role.LEADER)
        if leader is None:
            sentence = "Hãy chọn lãnh đạo quyết định từ chối."
            raise Invalid(
                "leader_decision_required", fields=[FieldError("/decided_by", "leader_decision_required", sentence)]
            )
        reason = f"{reason} (theo quyết định của {leader.full_name}, {leader.title})"
    incoming.recall = "refused"
    await _answer_recall(session, who, incoming, "16", reason)
    return incoming


async def note_recall_request(session: AsyncSession, event: RecallRequested) -> None:
    """Yêu cầu lấy lại đã đến."""
    query = select(IncomingDocument).where(IncomingDocument.delivery_id == UUID(event.delivery_id)).with_for_update()
    incoming = (await session.scalars(query)).one_or_none()
    if incoming is None or incoming.sender_code != event.sender_code or incoming.recall == "agreed":
        return
    incoming.recall = "requested"
    incoming.recall_reason = event.reason
    incoming.recall_at = event.requested_at
    incoming.version += 1
    await _keep_status(session, incoming, "13", event.reason, "", event.requested_by)
    await evidence.record(
        session,
        "recall-requested",
        f"incoming/{incoming.id}",
        f"agency:{event.sender_code}",
        delivery=event.delivery_id,
    )
    if incoming.status == IncomingState.REFUSED:
        # Returned already: nothing is held here that could be given back.
        incoming.recall = "agreed"
        await _report(session, incoming, "15", "Văn bản đã được trả lại trước đó", "", "")


async def _answer_recall(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, code: str, words: str
) -> None:
    incoming.recall_at = clock.now()
    incoming.version += 1
    await _keep_status(session, incoming, code, words, who.subject, who.name)
    await _report(session, incoming, code, words, who.name, who.agency_name)
    await evidence.record(session, f"incoming-{code}", f"incoming/{incoming.id}", who)


async def _take(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, act: Act
) -> IncomingDocument:
    incoming = await get_incoming(session, who, incoming_id, lock=True)
    if version is not None and version != incoming.version:
        raise PreconditionFailed("changed_meanwhile")
    require_act(IncomingState(incoming.status), incoming.recall, act)
    return incoming


async def _move(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, state: IncomingState, words: str
) -> None:
    """New status row, evidence, and the report to the sender: one transaction."""
    repeated = incoming.status == state
    incoming.status = state
    incoming.status_at = clock.now()
    incoming.version += 1
    await _keep_status(session, incoming, state, words, who.subject, who.name)
    if not repeated:
        agency = await get_agency(session, incoming.addressee_code)
        place = " - ".join(part for part in (who.title, agency.name) if part)
        await _report(session, incoming, state, f"{place}: {words}", who.name, agency.name)
    await evidence.record(session, f"incoming-{state}", f"incoming/{incoming.id}", who, version=incoming.version)


async def _keep_status(
    session: AsyncSession, incoming: IncomingDocument, code: str, words: str, actor_id: str, actor_name: str
) -> None:
    session.add(
        IncomingStatus(
            incoming_id=incoming.id,
            code=code,
            description=words,
            actor_id=actor_id,
            actor_name=actor_name,
            at=clock.now(),
        )
    )


async def _report(
    session: AsyncSession, incoming: IncomingDocument, code: str, words: str, staff: str, department: str
) -> None:
    if incoming.delivery_id is None:
        return  # came as a file from outside: the clerk answers with a status packet
    await session.flush()
    await tell(
        session,
        DeliveryProgressed(
            delivery_id=str(incoming.delivery_id),
            document_id=incoming.document_code,
            addressee_code=incoming.addressee_code,
            status=code,
            description=words,
            staff_name=staff,
            staff_department=department,
            reported_at=clock.now(),
        ),
    )


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


def _require_reason(reason: str) -> None:
    if not reason:
        raise Invalid("reason_required", fields=[FieldError("/description", "reason_required", "Hãy ghi lý do.")])
