"""One job for each part that was given: holder and leaders are told a working day ahead, and when the answer is late."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.asked_parts.models import AskedPart
from one_stop.asked_parts.notifications import about_asked, held_by, leaders_of
from one_stop.deadlines.rules import next_look
from shared.core import clock
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time


async def watch(session: AsyncSession, part: AskedPart, working_time: WorkingTime) -> None:
    """Theo dõi hạn trả lời. A part that ends needs no word: the job looks where it stands."""
    await jobs.plan(session, PART_DEADLINE, str(part.id), next_look(clock.now(), part.due_at, working_time))


async def look(session: AsyncSession, key: str) -> None:
    part = await session.get(AskedPart, UUID(key))
    if part is None or not part.is_open:
        return
    now, to = clock.now(), [*held_by(part), *leaders_of(part)]
    if now >= part.due_at:
        await notify(session, about_asked("part-late", part, to))
        return
    coming = next_look(now, part.due_at, await get_working_time(session, part.agency_code))
    if coming == part.due_at:
        await notify(session, about_asked("part-due-soon", part, to))
    await jobs.plan(session, PART_DEADLINE, key, coming)


PART_DEADLINE = Job("asked-part-deadline", "Báo phần việc được giao sắp đến hạn, quá hạn", look)
