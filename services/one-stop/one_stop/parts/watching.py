"""One job for each part: who asked is told a working day ahead, and when the answer is late."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.rules import next_look
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import DUE
from one_stop.parts.ending import end_parts
from one_stop.parts.models import DossierPart
from one_stop.parts.notifications import about_part
from shared.core import clock
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time


async def watch(session: AsyncSession, part: DossierPart, working_time: WorkingTime) -> None:
    """Theo dõi hạn trả lời. A part that ends needs no word: the job looks where it stands."""
    await jobs.plan(session, PART_DEADLINE, str(part.id), next_look(clock.now(), part.due_at, working_time))


async def look(session: AsyncSession, key: str) -> None:
    part = await session.get(DossierPart, UUID(key))
    if part is None or not part.is_open:
        return
    dossier = await session.get_one(Dossier, part.dossier_id)
    if dossier.status not in DUE:  # it ended in a way that did not think of its parts
        await end_parts(session, dossier, "Hồ sơ đã kết thúc.")
        return
    now = clock.now()
    if now >= part.due_at:
        await notify(session, about_part("part-answer-late", dossier, part))
        return
    coming = next_look(now, part.due_at, await get_working_time(session, part.agency_code))
    if coming == part.due_at:
        await notify(session, about_part("part-answer-due-soon", dossier, part))
    await jobs.plan(session, PART_DEADLINE, key, coming)


PART_DEADLINE = Job("part-answer-deadline", "Báo ý kiến liên thông sắp đến hạn, quá hạn", look)
