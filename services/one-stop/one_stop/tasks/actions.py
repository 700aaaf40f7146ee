"""Giving a task, and what becomes of it. Actions write; who calls commits."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_aside
from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST, Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_own_dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.tasks.models import DossierTask
from one_stop.tasks.notifications import about_task
from one_stop.tasks.queries import get_task, list_tasks
from one_stop.tasks.rules import STEPS, Tasking, TaskState
from one_stop.tasks.schemas import Giving
from one_stop.tasks.watching import watch
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, PreconditionFailed
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.directory.queries import find_colleague
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence
from shared.storage.words import searchable
from shared.work.working_calendar.queries import get_working_time

MOST_OPEN = 20
"""Tasks of one dossier that nobody has answered yet."""
DESK_ROLES = (COUNTER_OFFICER, SPECIALIST, LEADER)


async def give_task(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    giving: Giving,
) -> Dossier:
    """Giao việc: the dossier stays where it is; the colleague has the task on his list and is told."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.GIVE_TASK, version)
    before = await list_tasks(session, dossier.id)
    working_time = await get_working_time(session, dossier.agency_code)
    if sum(task.is_open for task in before) >= MOST_OPEN:
        raise Conflict("tasks_too_many", most=MOST_OPEN)
    task = await _new_task(session, dossier, worker, giving, working_time)
    task.number = len(before) + 1
    session.add(task)
    told = f"{task.to_name}, hạn {vn_date(task.due_at)}: {task.what}"
    await note_aside(session, dossier, Doing.GIVE_TASK, worker, told)
    await watch(session, task, working_time)
    await notify(session, about_task("task-assigned", dossier, task, task.to_id))
    facts = {"task": task.number, "to": task.to_id, "due_at": task.due_at.isoformat()}
    await evidence.record(session, "task-given", f"dossier/{dossier.id}", who, **facts)
    return dossier


async def _new_task(
    session: AsyncSession, dossier: Dossier, worker: Worker, giving: Giving, working_time: WorkingTime
) -> DossierTask:
    colleague = await find_colleague(session, dossier.agency_code, giving.to_id, *DESK_ROLES) if giving.to_id else None
    if colleague is None:
        raise _at("to_id", "assignee_unknown", "Hãy chọn người được giao trong danh sách của cơ quan.")
    if colleague.id == worker.desk.person_id:
        raise _at("to_id", "task_to_oneself", "Đây là chính bạn: hãy chọn một đồng nghiệp.")
    now, due = clock.now(), working_time.end_of(giving.due_on)
    if due <= now:
        raise _at("due_on", "day_over", f"Hạn {vn_date(giving.due_on)} đã qua: hãy chọn ngày còn kịp làm.")
    return DossierTask(
        id=new_id(),
        dossier_id=dossier.id,
        agency_code=dossier.agency_code,
        dossier_words=dossier.code or dossier.procedure_name,
        what=giving.what,
        to_id=colleague.id,
        to_name=colleague.full_name,
        by_id=worker.desk.person_id,
        by_name=worker.name,
        given_at=now,
        due_at=due,
        state=TaskState.GIVEN.value,
        answer="",
        search_text=searchable(
            " ".join((dossier.code or "", dossier.procedure_name, giving.what, colleague.full_name, worker.name))
        ),
    )


async def finish_task(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, number: int, answer: str
) -> Dossier:
    """Báo đã xong."""
    return await _end(session, who, (dossier_id, version, number), (Tasking.DONE, Doing.TASK_DONE), answer)


async def return_task(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, number: int, reason: str
) -> Dossier:
    """Trả lại việc, with the reason: who gave it is told, and gives it to somebody else or does it."""
    return await _end(session, who, (dossier_id, version, number), (Tasking.RETURN, Doing.TASK_RETURNED), reason)


async def recall_task(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, number: int, reason: str
) -> Dossier:
    """Thu hồi việc đã giao, by who gave it or a leader: also where the colleague has left."""
    return await _end(session, who, (dossier_id, version, number), (Tasking.RECALL, Doing.TASK_RECALLED), reason)


async def _end(
    session: AsyncSession,
    who: Identity,
    which: tuple[UUID, int | None, int],
    act: tuple[Tasking, Doing],
    words: str,
) -> Dossier:
    (dossier_id, version, number), (tasking, doing) = which, act
    worker = worker_of(who)
    dossier = await get_own_dossier(session, dossier_id, worker.agency_code)
    task = await get_task(session, dossier.id, number)
    way = STEPS.require(tasking, task.case(dossier, worker))
    if version is not None and version != dossier.version:
        raise PreconditionFailed("changed_meanwhile")
    assert way.target is not None
    task.state, task.answer, task.ended_at = way.target.value, words, clock.now()
    await note_aside(session, dossier, doing, worker, f"Việc {number}: {words}" if words else f"Việc {number}")
    # Whoever did not do this himself hears of it.
    other = task.to_id if tasking is Tasking.RECALL else task.by_id
    if other != worker.desk.person_id:
        await notify(session, about_task(doing.value, dossier, task, other))
    await evidence.record(session, doing.value, f"dossier/{dossier.id}", who, task=number)
    return dossier


def _at(field: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{field}", code, sentence)])
