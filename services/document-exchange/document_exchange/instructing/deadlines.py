"""Hạn từng phần: one job for each arrival whose parts have terms of their own, beside the one for the whole."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming
from document_exchange.instructing.notifications import leading, person_of
from document_exchange.instructing.queries import HeldPart, list_parts
from document_exchange.instructing.steps import know_terms
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.formats import vn_date
from shared.notifying.raising import notify
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time


async def watch_parts(session: AsyncSession, incoming: IncomingDocument) -> None:
    """Theo dõi hạn từng phần: planned for the next morning on which somebody is told, again whenever parts change."""
    await know_terms(session, incoming)
    time = await get_working_time(session, incoming.held_by)
    open_ones = [one for one in await list_parts(session, incoming) if one.is_open and one.due_on and one.row]
    soon = [time.told_before(one.due_on) for one in open_ones if one.due_on]
    late = [time.told_after(one.due_on) for one in open_ones if one.due_on and one.row and one.row.late_at is None]
    mornings = [*(morning for morning in soon if morning > clock.now()), *late]
    if mornings:
        await jobs.plan(session, PART_DEADLINE, str(incoming.id), min(mornings))
    else:
        await jobs.cancel(session, PART_DEADLINE, str(incoming.id))


async def look(session: AsyncSession, key: str) -> None:
    """Whose part is due by the next working day is told on that morning; whose is late, with who leads, on the morning after."""
    incoming = await session.get(IncomingDocument, UUID(key))
    if incoming is None or not incoming.in_hands:
        return
    time, today = await get_working_time(session, incoming.held_by), clock.local_now().date()
    for one in await list_parts(session, incoming):
        if not (one.is_open and one.due_on and one.row):
            continue
        if clock.now() >= time.told_after(one.due_on):
            if one.row.late_at is None:
                one.row.late_at = clock.now()
                await _tell(session, "document-part-late", incoming, one, await leading(session, incoming))
        elif time.told_before(one.due_on).astimezone(clock.VIETNAM).date() == today:
            await _tell(session, "document-due-soon", incoming, one, [])
    await watch_parts(session, incoming)


async def _tell(
    session: AsyncSession, kind: str, incoming: IncomingDocument, part: HeldPart, besides: list[str]
) -> None:
    people = dict.fromkeys(person for person in (await person_of(session, part.whose), *besides) if person)
    to = [Recipient(person_id=person, agency_code=incoming.held_by) for person in people]
    event = about_incoming(kind, incoming, to)
    await notify(session, event.model_copy(update={"facts": event.facts | {"due": vn_date(part.due_on)}}))


PART_DEADLINE = Job("incoming-part-deadline", "Báo phần việc của văn bản đến sắp đến hạn, quá hạn", look)
