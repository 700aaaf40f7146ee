"""What the axis brings of tasks: the giver's word at each agency that has a part, an agency's word at the giver."""

from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.deadlines import watch
from document_exchange.tasks.deciding import cancel_children
from document_exchange.tasks.models import Task, TaskExtension, TaskPart
from document_exchange.tasks.notifications import giver_of, office_of, tell, workers_of
from document_exchange.tasks.queries import list_parts
from document_exchange.tasks.rules import AT_WORK, GONE, PART_NAMES, TaskAct, TaskPartKind, TaskState
from document_exchange.tasks.steps import By, note, set_due
from document_exchange.tasks.telling import AGENCY, tell_agencies
from document_exchange.tasks.working import drop_asked, keep_outcome
from shared.contracts.document_exchange_tasks import TaskReported, TaskTold
from shared.core import clock
from shared.directory.queries import find_agency, list_successors
from shared.storage import evidence

_REPORTS = frozenset(
    {
        TaskAct.PROGRESS,
        TaskAct.REPORT_PART,
        TaskAct.COMPLETE,
        TaskAct.GIVE_BACK,
        TaskAct.ASK_EXTENSION,
        TaskAct.ANSWER,
    }
)
_KINDS: dict[str, str] = {
    TaskAct.CONFIRM: "directive-closed",
    TaskAct.SEND_BACK: "directive-sent-back",
    TaskAct.REOPEN: "directive-sent-back",
    TaskAct.EXTEND: "directive-extension-decided",
    TaskAct.REFUSE_EXTENSION: "directive-extension-decided",
    TaskAct.EDIT: "directive-changed",
    TaskAct.CANCEL: "directive-changed",
}


async def take_told(session: AsyncSession, event: TaskTold) -> None:
    """Nhiệm vụ đến, hoặc đổi ở nơi giao: the agency's own row follows."""
    by = By(event.by, event.by_title, event.by_agency, event.by_code, actor="event:task-told")
    copy = await session.get(Task, UUID(event.copy_id), with_for_update=True)
    if copy is not None and (str(copy.origin_id), copy.addressee_code) != (event.task_id, event.addressee_code):
        facts = {"task": event.task_id, "addressee": event.addressee_code}
        await evidence.record(session, "task-copy-refused", f"task/{copy.id}", "event:task-told", **facts)
        return  # another's row: nobody's word changes it
    new = copy is None or copy.state == TaskState.TAKEN_OFF
    if copy is None:
        if not event.part:
            return
        copy = Task(id=UUID(event.copy_id), origin_id=UUID(event.task_id), addressee_code=event.addressee_code)
        copy.agency_code = await _holder(session, event.addressee_code)
        session.add(copy)
    elif new and event.part:  # given again, to be dealt out anew
        await session.execute(delete(TaskPart).where(TaskPart.task_id == copy.id))
    elif copy.part and event.part and copy.part != event.part:
        new = True
    _follow(copy, event)
    await session.flush()
    if event.extension is not None:
        values = event.extension.model_dump(exclude={"id"}) | {"decided_at": event.told_at}
        asked = TaskExtension.task_id == copy.id, TaskExtension.id == UUID(event.extension.id)
        await session.execute(update(TaskExtension).where(*asked).values(**values))
    if copy.state not in AT_WORK:
        await drop_asked(session, copy)
    await watch(session, copy)
    if not (event.act in _REPORTS and event.by_code == copy.agency_code):  # that line it wrote itself
        said = f"Cơ quan {PART_NAMES[event.part]}. {event.note}".strip() if new and event.part else event.note
        await note(session, by, copy, TaskAct.GIVE if new else TaskAct(event.act), said, files=event.files)
    await _tell_copy(session, copy, event, new=new)
    if copy.state in GONE:
        await cancel_children(session, by, copy)


async def _holder(session: AsyncSession, code: str) -> str:
    """The agency, or whoever does its work now."""
    agency = await find_agency(session, code)
    if agency is None or agency.is_valid_on(clock.local_now().date()):
        return code
    return ([code, *await list_successors(session, code)])[-1]


def _follow(copy: Task, event: TaskTold) -> None:
    names = (
        *("giver_code", "giver_agency", "giver_name", "giver_title", "code", "words", "field", "drafts", "source"),
        *("source_text", "lead", "lead_name", "percent", "reported_on", "given_at"),
    )
    for name in names:
        setattr(copy, name, getattr(event, name))
    copy.subject = event.title
    copy.given_on = event.given_at.astimezone(clock.VIETNAM).date()
    if copy.due_on != event.due_on:
        set_due(copy, event.due_on)
    copy.part = event.part or copy.part
    # Dealt out inside and begun on, it is not new again because somebody else was named.
    begun = copy.state == TaskState.WORKING and event.state == TaskState.GIVEN and event.act != TaskAct.CHANGE_LEAD
    copy.state = TaskState.TAKEN_OFF if not event.part else copy.state if begun else event.state
    copy.others = [one.model_dump(mode="json") for one in event.parts]
    copy.closed_at = event.told_at if copy.state in GONE | {TaskState.DONE} else None


async def _tell_copy(session: AsyncSession, copy: Task, event: TaskTold, *, new: bool) -> None:
    if new and event.part:
        await tell(session, "directive-given", copy, office_of(copy))
        return
    kind = "directive-changed" if copy.state == TaskState.TAKEN_OFF else _KINDS.get(event.act)
    if kind is not None:
        await tell(session, kind, copy, await workers_of(session, copy, await list_parts(session, copy.id)))


async def take_report(session: AsyncSession, event: TaskReported) -> None:
    """Nơi được giao báo. What comes too late changes nothing; in any case all are told how it stands."""
    origin = await session.get(Task, UUID(event.task_id), with_for_update=True)
    if origin is None or origin.origin_id is not None:
        return
    by = By(event.by, event.by_title, event.agency_name, event.agency_code, actor="event:task-reported")
    part = await session.get(TaskPart, (origin.id, f"{AGENCY}{event.addressee_code}"))
    act, words = TaskAct(event.act), event.words
    gone: list[str] = []
    if part is not None and await _apply(session, origin, part, event, by):
        await note(session, by, origin, act, words, percent=event.percent, files=event.files)
        gone = [event.addressee_code] if act is TaskAct.GIVE_BACK else []
        kind = {TaskAct.PROGRESS: "directive-progressed", TaskAct.ANSWER: "directive-progressed"}.get(act)
        kind = "directive-extension-asked" if act is TaskAct.ASK_EXTENSION else kind
        await tell(session, kind or "directive-reported", origin, await giver_of(session, origin))
        await watch(session, origin)
    await tell_agencies(session, by, origin, act, words, files=event.files, besides=gone or [event.addressee_code])


async def _apply(session: AsyncSession, origin: Task, part: TaskPart, event: TaskReported, by: By) -> bool:
    """Whether it still says something: the table of steps as it is for who is elsewhere."""
    act, leads = TaskAct(event.act), part.part == TaskPartKind.LEAD
    if act in (TaskAct.ANSWER, TaskAct.REPORT_PART):
        if origin.is_open and act is TaskAct.REPORT_PART:
            keep_outcome(part, by, event.words)
        return origin.is_open
    if origin.state not in AT_WORK:
        return False
    if act is TaskAct.PROGRESS:
        origin.state = TaskState.WORKING
        origin.percent = event.percent if leads and event.percent is not None else origin.percent
        return True
    if not leads:
        return False
    await drop_asked(session, origin)
    if act is TaskAct.COMPLETE:
        origin.state, origin.percent = TaskState.REPORTED, 100
        origin.reported_on = event.reported_at.astimezone(clock.VIETNAM).date()
    elif act is TaskAct.GIVE_BACK:
        origin.state, origin.lead = TaskState.RETURNED, ""
        await session.execute(delete(TaskPart).where(TaskPart.task_id == origin.id, TaskPart.whose == part.whose))
    elif act is TaskAct.ASK_EXTENSION and event.due_on is not None:
        session.add(
            TaskExtension(
                task_id=origin.id,
                id=UUID(event.request_id),
                due_before=origin.due_on,
                due_on=event.due_on,
                reason=event.words,
                asked_by=f"{event.by}, {event.agency_name}",
                asked_at=event.reported_at,
                standing="asked",
            )
        )
    return True
