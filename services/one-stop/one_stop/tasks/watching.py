"""One job for each task: whoever has it is told a working day ahead, and with who gave it when it is late."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.rules import next_look
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import OPEN
from one_stop.tasks.models import DossierTask
from one_stop.tasks.notifications import about_task
from shared.core import clock
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time


async def watch(session: AsyncSession, task: DossierTask, working_time: WorkingTime) -> None:
    """Theo dõi hạn. A task that ends needs no word: the job looks where it stands."""
    await jobs.plan(session, TASK_DEADLINE, str(task.id), next_look(clock.now(), task.due_at, working_time))


async def look(session: AsyncSession, key: str) -> None:
    task = await session.get(DossierTask, UUID(key))
    if task is None or not task.is_open:
        return
    dossier = await session.get_one(Dossier, task.dossier_id)
    if dossier.status not in OPEN:
        return
    now = clock.now()
    if now >= task.due_at:
        for person in dict.fromkeys((task.to_id, task.by_id)):
            await notify(session, about_task("task-late", dossier, task, person))
        return
    coming = next_look(now, task.due_at, await get_working_time(session, task.agency_code))
    if coming == task.due_at:
        await notify(session, about_task("task-due-soon", dossier, task, task.to_id))
    await jobs.plan(session, TASK_DEADLINE, key, coming)


TASK_DEADLINE = Job("dossier-task-deadline", "Báo việc được giao sắp đến hạn, quá hạn", look)
