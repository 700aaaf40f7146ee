"""One job for each assigned arrival with a deadline: whoever works on it is told a working day ahead, they and the leaders when it is late.

The deadline is a date that a leader, or the sender's packet, wrote: it stays as written (`shared.standards.working_time`). Nobody is told on a
day of rest: the agency's calendar and hours say when (`shared.work.working_calendar`).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, leaders_of
from document_exchange.incoming.queries import list_assignments, list_cooperating_units
from document_exchange.incoming.rules import IncomingState
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.queries import find_head
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time

_RUNNING = frozenset({IncomingState.ASSIGNED, IncomingState.PROCESSING})


async def watch(session: AsyncSession, incoming: IncomingDocument) -> None:
    """Theo dõi hạn xử lý: planned with the assignment, and again when another day is set."""
    if incoming.due_on is None:
        await jobs.cancel(session, DEADLINE, str(incoming.id))
    else:
        await _plan(session, incoming.id, incoming.due_on, await get_working_time(session, incoming.held_by))


async def watch_again(session: AsyncSession) -> None:
    """Another calendar: what is not due yet is looked at on other mornings."""
    today, running = clock.local_now().date(), [state.value for state in _RUNNING]
    waiting = select(IncomingDocument).where(IncomingDocument.due_on >= today, IncomingDocument.status.in_(running))
    times: dict[str, WorkingTime] = {}
    for incoming in (await session.scalars(waiting.order_by(IncomingDocument.id))).all():
        agency = incoming.held_by
        if incoming.due_on is not None:
            times[agency] = times.get(agency) or await get_working_time(session, agency)
            await _plan(session, incoming.id, incoming.due_on, times[agency])


async def _plan(session: AsyncSession, document: UUID, due_on: date, working_time: WorkingTime) -> None:
    await jobs.plan(session, DEADLINE, str(document), _next_look(clock.now(), due_on, working_time))


def _next_look(now: datetime, due_on: date, working_time: WorkingTime) -> datetime:
    soon = working_time.told_before(due_on)
    return soon if soon > now else working_time.told_after(due_on)


async def look(session: AsyncSession, key: str) -> None:
    """Where the document stands at this moment decides."""
    incoming = await session.get(IncomingDocument, UUID(key))
    if incoming is None or incoming.due_on is None or incoming.status not in _RUNNING or incoming.recall == "agreed":
        return
    now, due_on = clock.now(), incoming.due_on
    workers = await _workers(session, incoming)
    working_time = await get_working_time(session, incoming.held_by)
    if now >= working_time.told_after(due_on):
        await notify(session, about_incoming("document-late", incoming, workers))
        await notify(session, about_incoming("document-late-here", incoming, [leaders_of(incoming)]))
        return
    # Planned by another calendar, it may be looked at too early, or on a day of rest behind the term.
    if working_time.told_before(due_on) <= now and clock.local_now().date() <= due_on:
        await notify(session, about_incoming("document-due-soon", incoming, workers))
    await jobs.plan(session, DEADLINE, key, _next_look(now, due_on, working_time))


async def _workers(session: AsyncSession, incoming: IncomingDocument) -> list[Recipient]:
    """Whoever was assigned; besides the head of each unit in which nobody has it in hand yet."""
    everybody = await list_assignments(session, incoming.id)
    assignments = [one for one in everybody if one.part != "inform" and not one.outcome]
    people = [assignment.person_id for assignment in assignments]
    units = [] if any(one.part == "lead" for one in assignments) else [incoming.unit_id]
    named_in = {one.unit_id for one in everybody}
    helping = [one for one in await list_cooperating_units(session, incoming.id) if one.part != "inform"]
    units += [one.unit_id for one in helping if one.unit_id not in named_in and not one.outcome]
    heads = [await find_head(session, unit_id, clock.local_now().date()) for unit_id in units]
    people += [head.id for head in heads if head and head.id not in people]
    return [Recipient(person_id=person, agency_code=incoming.held_by) for person in people]


DEADLINE = Job("incoming-deadline", "Báo văn bản đến sắp đến hạn, quá hạn xử lý", look)
