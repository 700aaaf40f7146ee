"""One job for each assigned arrival with a deadline: whoever works on it is told a day ahead, they and the leaders when it is late."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, leaders_of
from document_exchange.incoming.queries import list_assignments, list_cooperating_units
from document_exchange.incoming.rules import IncomingState
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.queries import find_head
from shared.notifying.raising import notify
from shared.work import jobs
from shared.work.jobs import Job

_RUNNING = frozenset({IncomingState.ASSIGNED, IncomingState.PROCESSING})
_MORNING = time(8, 0)


async def watch(session: AsyncSession, incoming: IncomingDocument) -> None:
    """Theo dõi hạn xử lý: planned with the assignment, and again when another day is set."""
    if incoming.due_on is None:
        await jobs.cancel(session, DEADLINE, str(incoming.id))
    else:
        await jobs.plan(session, DEADLINE, str(incoming.id), _next_look(incoming.due_on))


def _next_look(due_on: date) -> datetime:
    """The morning before the day; where that is past, the morning after it."""
    before = datetime.combine(due_on - timedelta(days=1), _MORNING, clock.VIETNAM)
    return before if before > clock.now() else datetime.combine(due_on + timedelta(days=1), _MORNING, clock.VIETNAM)


async def look(session: AsyncSession, key: str) -> None:
    """Where the document stands at this moment decides."""
    incoming = await session.get(IncomingDocument, UUID(key))
    if incoming is None or incoming.due_on is None or incoming.status not in _RUNNING or incoming.recall == "agreed":
        return
    workers = await _workers(session, incoming)
    if clock.local_now().date() > incoming.due_on:
        await notify(session, about_incoming("document-late", incoming, workers))
        await notify(session, about_incoming("document-late-here", incoming, [leaders_of(incoming)]))
        return
    coming = _next_look(incoming.due_on)
    if coming.date() > incoming.due_on:
        await notify(session, about_incoming("document-due-soon", incoming, workers))
    await jobs.plan(session, DEADLINE, key, coming)


async def _workers(session: AsyncSession, incoming: IncomingDocument) -> list[Recipient]:
    """Whoever was assigned; besides the head of each unit in which nobody has it in hand yet."""
    assignments = await list_assignments(session, incoming.id)
    people = [assignment.person_id for assignment in assignments]
    units = [] if any(one.part == "lead" for one in assignments) else [incoming.unit_id]
    named_in = {one.unit_id for one in assignments}
    units += [one.unit_id for one in await list_cooperating_units(session, incoming.id) if one.unit_id not in named_in]
    heads = [await find_head(session, unit_id, clock.local_now().date()) for unit_id in units]
    people += [head.id for head in heads if head and head.id not in people]
    return [Recipient(person_id=person, agency_code=incoming.addressee_code) for person in people]


DEADLINE = Job("incoming-deadline", "Báo văn bản đến sắp đến hạn, quá hạn xử lý", look)
