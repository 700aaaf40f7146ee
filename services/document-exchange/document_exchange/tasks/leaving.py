"""No task lies with somebody who is gone: people whose posts end, units that are merged, agencies whose work another goes on with."""

from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import has_ended, way_of
from document_exchange.incoming.giving import WORKERS
from document_exchange.tasks.deadlines import watch
from document_exchange.tasks.givers import giver_stands, locked, review_person, review_unit
from document_exchange.tasks.models import Task, TaskPart
from document_exchange.tasks.notifications import giver_of, leaders_of, office_of, tell
from document_exchange.tasks.rules import OPEN, TaskAct, TaskPartKind, TaskState
from document_exchange.tasks.steps import By, note
from document_exchange.tasks.telling import tell_agencies
from document_exchange.tasks.working import drop_asked, drop_lead
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.keeping import DIRECTORY, still_there
from shared.directory.queries import find_head, names_of
from shared.storage import evidence

_OPEN = sorted(OPEN)
_DIRECTORY = By(DIRECTORY, actor="event:person-recorded")


async def release_tasks(session: AsyncSession, event: PersonRecorded) -> None:
    """Việc của người không còn ở vị trí goes back to whoever gave it; the giver's work goes to who stands in."""
    await _release_parts(session, event)
    await review_person(session, event)
    watched = select(Task).where(Task.monitor_id == event.person_id, Task.state.in_(_OPEN))
    for task in await locked(session, watched):
        if not still_there(event, task.agency_code, "", *WORKERS):
            task.monitor_id = task.monitor_name = ""
            await note(session, _DIRECTORY, task, TaskAct.NAME_MONITOR, "Người theo dõi không còn ở cơ quan")
            await tell(session, "directive-back", task, await giver_of(session, task))


async def _release_parts(session: AsyncSession, event: PersonRecorded) -> None:
    held = (
        select(Task, TaskPart)
        .join(TaskPart, TaskPart.task_id == Task.id)
        .where(TaskPart.whose == f"person:{event.person_id}", Task.state.in_(_OPEN))
        .order_by(Task.id)
        .with_for_update(of=Task)
    )
    for task, part in (await session.execute(held)).all():
        if part.outcome_at is not None or still_there(event, task.agency_code, part.inside, *WORKERS):
            continue
        words = f"{part.name} không còn ở vị trí thực hiện nhiệm vụ này; chờ giao lại."
        if task.lead == part.whose and task.origin_id is None:
            await _return(session, task)
        else:
            await session.delete(part)
        await note(session, _DIRECTORY, task, TaskAct.RELEASE, words, person=event.person_id)
        await tell_agencies(session, _DIRECTORY, task, TaskAct.RELEASE, words)
        await tell(session, "directive-back", task, await _above(session, task, part))


async def _return(session: AsyncSession, task: Task) -> None:
    await drop_asked(session, task)
    await drop_lead(session, task)
    if task.state != TaskState.REPORTED:  # what was reported is still to be confirmed
        task.state = TaskState.RETURNED
    await watch(session, task)


async def _above(session: AsyncSession, task: Task, part: TaskPart) -> list[Recipient]:
    """The head of the unit in which it was given, else whoever gave it, else the leaders."""
    head = await find_head(session, part.inside, clock.local_now().date())
    if head is not None:
        return [Recipient(person_id=head.id, agency_code=task.agency_code)]
    return leaders_of(task) if task.origin_id else await giver_of(session, task)


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """Nhiệm vụ theo đơn vị sáp nhập, and its head decides on what was given there; told again nothing is left to move."""
    if event.successor_id:
        await _merge(session, event)
    await review_unit(session, event.successor_id or event.unit_id)


async def _merge(session: AsyncSession, event: UnitRecorded) -> None:
    old, new = f"unit:{event.unit_id}", f"unit:{event.successor_id}"
    # The tasks first, as everybody locks them.
    concerned = TaskPart.whose.in_([old, new]), TaskPart.inside.in_([event.unit_id, event.successor_id])
    await locked(session, select(Task).where(Task.id.in_(select(TaskPart.task_id).where(or_(*concerned)))))
    already = select(TaskPart.task_id).where(TaskPart.whose == new).scalar_subquery()
    both = TaskPart.whose == old, TaskPart.task_id.in_(already)
    leads = select(TaskPart.task_id).where(*both, TaskPart.part == TaskPartKind.LEAD).scalar_subquery()
    helping = TaskPart.whose == new, TaskPart.task_id.in_(leads)
    led = list((await session.scalars(select(TaskPart.task_id).where(*helping))).all())
    await session.execute(delete(TaskPart).where(*both))
    await session.execute(
        update(TaskPart).where(TaskPart.whose == new, TaskPart.task_id.in_(led)).values(part=TaskPartKind.LEAD)
    )
    renamed = {"whose": new, "name": event.successor_name}
    await session.execute(update(TaskPart).where(TaskPart.whose == old).values(**renamed))
    # Of two whom each unit had do its part, the successor's goes on doing it.
    leading = TaskPart.part == TaskPartKind.LEAD
    done_there = select(TaskPart.task_id).where(TaskPart.inside == event.successor_id, leading).scalar_subquery()
    twice = TaskPart.inside == event.unit_id, leading, TaskPart.task_id.in_(done_there)
    await session.execute(update(TaskPart).where(*twice).values(part=TaskPartKind.COOPERATE))
    await session.execute(update(TaskPart).where(TaskPart.inside == event.unit_id).values(inside=event.successor_id))
    named = {"lead": new, "lead_name": event.successor_name}
    await session.execute(update(Task).where(Task.lead == old, Task.state.in_(_OPEN)).values(**named))
    given = update(Task).where(Task.giver_unit == event.unit_id)
    await session.execute(given.values(giver_unit=event.successor_id))
    await evidence.record(session, "unit-followed", f"unit/{event.unit_id}", "event:unit-recorded", tasks=new)


async def continue_tasks(session: AsyncSession, mergers: list[AgencyMerger], code: str, most: int) -> int:
    """Nhiệm vụ của cơ quan đã kết thúc go on at the successor, those that it gave and those that it was given; how many moved."""
    if not has_ended(mergers, code):
        return 0
    way = way_of(mergers, code, "")
    heir = way[-1].heir("")
    name = (await names_of(session, [heir])).get(heir, heir)
    here = select(Task).where(Task.agency_code == code).order_by(Task.id).limit(most).with_for_update()
    moved = (await session.scalars(here)).all()
    by = By(DIRECTORY, actor="event:agency-merged")
    for task in moved:
        task.agency_code = heir
        if task.origin_id is None:
            await _give_on(session, task, heir)
        if task.state in OPEN:
            await note(session, by, task, TaskAct.CONTINUE, f"{way[0].reason} {name} làm tiếp.")
            await tell(session, "directive-back", task, office_of(task))
            await watch(session, task)
    led: list[Any] = [Task.lead == f"agency:{code}", Task.state.in_(_OPEN)]
    await session.execute(update(Task).where(*led).values(lead=f"agency:{heir}", lead_name=name))
    return len(moved)


async def _give_on(session: AsyncSession, task: Task, heir: str) -> None:
    """Its code stays the former agency's; whoever gave it decides on it where he works now, else a leader there."""
    task.giver_left = not await giver_stands(session, task)
    parts = delete(TaskPart).where(
        TaskPart.task_id == task.id, or_(TaskPart.whose.startswith("unit:"), TaskPart.whose.startswith("person:"))
    )
    if task.lead.startswith("agency:"):
        return
    await session.execute(parts)
    task.lead = ""
    if task.state in OPEN and task.state != TaskState.REPORTED:
        task.state = TaskState.RETURNED
