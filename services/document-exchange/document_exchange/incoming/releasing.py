"""Work never lies with somebody who has left: a closed account, an ended post, another unit, another agency."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.giving import WORKERS
from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.incoming.notifications import about_incoming, leaders_of
from document_exchange.incoming.rules import STEPS, Act, Recall
from document_exchange.incoming.steps import keep_status
from shared.contracts.mail_directory import PersonRecorded
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.keeping import DIRECTORY, still_there
from shared.directory.queries import find_head
from shared.notifying.raising import notify
from shared.storage import evidence


async def release_incoming(session: AsyncSession, event: PersonRecorded) -> None:
    """Đưa văn bản đến về danh sách của đơn vị: all that this person leads, or co-operates in for a unit, where he no longer holds
    the post; what was led in no unit the leaders have. The copy of the directory knows of the event already.
    """
    held = (
        select(IncomingDocument, Assignment)
        .join(Assignment, Assignment.incoming_id == IncomingDocument.id)
        .where(
            Assignment.person_id == event.person_id,
            or_(Assignment.part == "lead", Assignment.unit_id != ""),
            IncomingDocument.status.in_(STEPS.sources(Act.RELEASE)),
            IncomingDocument.recall != Recall.AGREED,
        )
        .order_by(IncomingDocument.id)
        .with_for_update()
    )
    for incoming, assignment in (await session.execute(held)).all():
        unit_id, unit_name = await _unit_of(session, incoming, assignment)
        if still_there(event, incoming.held_by, unit_id, *WORKERS):
            continue
        await session.delete(assignment)
        if assignment.part == "lead":
            incoming.former_lead = assignment.person_name
        incoming.version += 1
        place = f" tại {unit_name}" if unit_name else ""
        words = f"{assignment.person_name} không còn ở vị trí xử lý văn bản này{place}; chờ phân công người khác."
        await keep_status(session, incoming, Act.RELEASE, words, DIRECTORY)
        await _tell_head(session, incoming, unit_id)
        await evidence.record(
            session, "incoming-released", f"incoming/{incoming.id}", "event:person-recorded", person=event.person_id
        )


async def _unit_of(session: AsyncSession, incoming: IncomingDocument, assignment: Assignment) -> tuple[str, str]:
    """In which unit the work lies: the one that leads, or the one that co-operates."""
    if assignment.part == "lead":
        return incoming.unit_id, incoming.unit_name
    unit = await session.get_one(CooperatingUnit, (incoming.id, assignment.unit_id))
    return unit.unit_id, unit.unit_name


async def _tell_head(session: AsyncSession, incoming: IncomingDocument, unit_id: str) -> None:
    """The unit's head; where nobody leads it, the agency's leaders."""
    head = await find_head(session, unit_id, clock.local_now().date())
    to = Recipient(person_id=head.id, agency_code=incoming.held_by) if head else leaders_of(incoming)
    await notify(session, about_incoming("document-back", incoming, [to]))
