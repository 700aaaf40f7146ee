"""Hạn nhiệm vụ: one job for each row with a term. Before it whoever works on it is told; late, the heads and the giver's monitor too."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.models import Task
from document_exchange.tasks.notifications import giver_of, leaders_of, tell, workers_of
from document_exchange.tasks.queries import list_parts
from document_exchange.tasks.rules import AT_WORK, TaskPartKind, TaskState
from shared.core import clock
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time

_RUNNING = AT_WORK | {TaskState.RETURNED}


async def watch(session: AsyncSession, task: Task) -> None:
    """Planned for the next morning on which somebody is told; again with every change of term or state."""
    if task.due_on is None or task.state not in _RUNNING or task.late_told_at is not None:
        await jobs.cancel(session, TASK_DEADLINE, str(task.id))
        return
    time = await get_working_time(session, task.agency_code)
    soon, late = time.told_before(task.due_on), time.told_after(task.due_on)
    await jobs.plan(session, TASK_DEADLINE, str(task.id), soon if soon > clock.now() else late)


async def look(session: AsyncSession, key: str) -> None:
    """How the task stands at this moment decides."""
    task = await session.get(Task, UUID(key), with_for_update=True)
    if task is None or task.due_on is None or task.state not in _RUNNING or task.late_told_at is not None:
        return
    if _has_reported(task):
        return
    time, now = await get_working_time(session, task.agency_code), clock.now()
    workers = await workers_of(session, task, await list_parts(session, task.id))
    if now >= time.told_after(task.due_on):
        task.late_told_at = now
        above = leaders_of(task) if task.origin_id else await giver_of(session, task)
        await tell(session, "directive-late", task, workers)
        await tell(session, "directive-late-here", task, [one for one in above if one not in workers])
        return
    if time.told_before(task.due_on) <= now and clock.local_now().date() <= task.due_on:
        await tell(session, "directive-due-soon", task, workers)
    soon, late = time.told_before(task.due_on), time.told_after(task.due_on)
    await jobs.plan(session, TASK_DEADLINE, key, soon if soon > now else late)


def _has_reported(copy: Task) -> bool:
    """An agency that co-operates and has said its part is not late with the others."""
    own = f"agency:{copy.addressee_code}"
    said = any(one["whose"] == own and one["outcome_at"] for one in copy.others)
    return copy.part == TaskPartKind.COOPERATE and said


TASK_DEADLINE = Job("task-deadline", "Báo nhiệm vụ sắp đến hạn, quá hạn", look)
