"""Giao nhiệm vụ: from a document, an arrival, a meeting's conclusion or typed; to agencies, units and people; as part of another task."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.queries import get_document
from document_exchange.incoming.queries import get_incoming
from document_exchange.tasks.choosing import name_of, read_parts, require_term
from document_exchange.tasks.deadlines import watch
from document_exchange.tasks.models import Task, TaskPart
from document_exchange.tasks.notifications import person, tell, workers_of
from document_exchange.tasks.queries import get_task, led_by, list_parts
from document_exchange.tasks.rules import OPEN, TaskAct, TaskPartKind, TaskSource, TaskState
from document_exchange.tasks.schemas import TaskIn
from document_exchange.tasks.steps import by_person, case_of, note, set_due, wrong
from document_exchange.tasks.telling import tell_agencies
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import Conflict, Forbidden
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.directory.queries import find_colleague

_NEXT = text(
    "INSERT INTO task_number (agency_code, year, last) VALUES (:agency, :year, 1)"
    " ON CONFLICT (agency_code, year) DO UPDATE SET last = task_number.last + 1 RETURNING last"
)
_ONE_AFTER_THE_OTHER = text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 7250))")
_OWN_IDS = frozenset({1, 4, 6, 7})
"""Versions of UUID that are made of chance or time. Made of other things it may be the id that an agency's copy is to have."""


async def give(session: AsyncSession, who: Identity, new: TaskIn) -> Task:
    """Giao nhiệm vụ; told to all at once. Given again under the same id it stands as it was given first."""
    if (known := await _given_before(session, who, new.id)) is not None:
        return known
    parent = await _parent(session, who, new)
    require_term(new.due_on, "/due_on")
    parts = await read_parts(session, who, new.parts, agencies=True, inside=led_by(who))
    lead = next((one for one in parts if one.part == TaskPartKind.LEAD), None)
    if lead is None:
        raise wrong("lead_missing", "/parts/0/whose", "Hãy chọn nơi chủ trì.")
    task = await _task(session, who, new, parent, lead)
    session.add(task)
    await session.flush()
    for one in parts:
        one.task_id = task.id
        session.add(one)
    by = by_person(who)
    await note(session, by, task, TaskAct.GIVE, said_of(parts))
    await tell_agencies(session, by, task, TaskAct.GIVE, new.words)
    await watch(session, task)
    to = [*await workers_of(session, task, parts, who), *person(task, new.monitor_id, who)]
    await tell(session, "directive-given", task, to + person(task, task.giver_id, who))
    return task


async def _given_before(session: AsyncSession, who: Identity, own_id: UUID | None) -> Task | None:
    if own_id is None:
        return None
    if own_id.version not in _OWN_IDS:
        raise wrong("id_not_random", "/id", "Mã yêu cầu phải là UUID ngẫu nhiên hoặc theo thời gian; hãy tạo mã khác.")
    # Sent twice at one moment: the second waits, and then sees the first.
    await session.execute(_ONE_AFTER_THE_OTHER, {"id": str(own_id)})
    known = await session.get(Task, own_id)
    if known is not None and (known.agency_code != who.agency_code or known.origin_id is not None):
        raise Conflict("task_id_taken")
    return await get_task(session, who, known.id) if known is not None else None


async def _task(session: AsyncSession, who: Identity, new: TaskIn, parent: Task | None, lead: TaskPart) -> Task:
    source = await _source(session, who, new)
    giver = await _giver(session, who, new.giver_id)
    monitor = await name_monitor(session, who, new.monitor_id)
    today = clock.local_now().date()
    task = Task(
        id=new.id or new_id(),
        agency_code=who.agency_code,
        parent_id=parent.id if parent else None,
        giver_code=who.agency_code,
        giver_agency=who.agency_name,
        code=await _next_code(session, who.agency_code, today.year),
        subject=new.subject,
        words=new.words,
        field=new.field,
        drafts=new.drafts,
        giver_unit=led_by(who),
        lead=lead.whose,
        lead_name=lead.name,
        monitor_id=new.monitor_id,
        monitor_name=monitor,
        state=TaskState.GIVEN,
        given_on=today,
        given_at=clock.now(),
        version=1,
        **source,
        **giver,
    )
    set_due(task, new.due_on)
    return task


def said_of(parts: list[TaskPart]) -> str:
    """`Chủ trì: …; phối hợp: …`, as the history says it."""
    lead = [one.name for one in parts if one.part == TaskPartKind.LEAD]
    helping = [one.name for one in parts if one.part != TaskPartKind.LEAD]
    said = [f"Chủ trì: {lead[0]}"] if lead else []
    return "; ".join([*said, f"phối hợp: {', '.join(helping)}"] if helping else said)


async def _next_code(session: AsyncSession, agency: str, year: int) -> str:
    number = await session.scalar(_NEXT, {"agency": agency, "year": year})
    return f"NV-{year}-{number:04d}"


async def _parent(session: AsyncSession, who: Identity, new: TaskIn) -> Task | None:
    """Việc cha: given by whoever leads it, deals it out or gave it; its term is not gone beyond unsaid."""
    if new.parent_id is None:
        return None
    parent = await get_task(session, who, new.parent_id, lock=True)
    case = case_of(who, parent, await list_parts(session, parent.id))
    if not (case.leads or case.deals_out or case.gives):
        raise Forbidden("not_task_lead")
    if parent.state not in OPEN:
        raise Conflict("task_step_not_allowed")
    refuse_beyond(parent, new)
    return parent


def refuse_beyond(parent: Task, new: TaskIn) -> None:
    beyond = parent.due_on is not None and (new.due_on is None or new.due_on > parent.due_on)
    if beyond and not new.beyond:
        sentence = f"Hạn sau hạn của nhiệm vụ cha ({vn_date(parent.due_on)}); đánh dấu “Vẫn giao” nếu đúng là vậy."
        raise wrong("beyond_parent", "/due_on", sentence)


async def _giver(session: AsyncSession, who: Identity, giver_id: str) -> dict[str, str]:
    """The caller; where the clerk or the agency's system enters it, the leader whom he names."""
    if led_by(who) or Role.LEADER in who.roles:
        title = who.on_behalf_of.title if who.on_behalf_of else who.title
        return {"giver_id": who.desk, "giver_name": who.desk_name, "giver_title": title}
    leader = await find_colleague(session, who.agency_code, giver_id, Role.LEADER) if giver_id else None
    if leader is None:
        raise wrong("leader_not_here", "/giver_id", "Hãy chọn lãnh đạo giao nhiệm vụ.")
    return {"giver_id": leader.id, "giver_name": leader.full_name, "giver_title": leader.title}


async def name_monitor(session: AsyncSession, who: Identity, monitor_id: str) -> str:
    """Người theo dõi: anybody at work in the giver's agency."""
    if not monitor_id:
        return ""
    return await name_of(session, who, f"person:{monitor_id}", "/monitor_id", agencies=False)


async def _source(session: AsyncSession, who: Identity, new: TaskIn) -> dict[str, Any]:
    """Căn cứ: the document as it is called, the meeting as it was typed."""
    said, its_id = new.source_text, new.source_id
    if new.source in (TaskSource.DOCUMENT, TaskSource.ARRIVAL):
        if its_id is None:
            raise wrong("source_missing", "/source_id", "Hãy chọn văn bản giao nhiệm vụ.")
        said = await _document(session, who, new.source, its_id)
    elif new.source is TaskSource.MEETING and not said:
        raise wrong("source_missing", "/source_text", "Hãy ghi cuộc họp, số thông báo kết luận.")
    else:
        its_id = None
    return {"source": new.source, "source_id": its_id, "source_text": said}


async def _document(session: AsyncSession, who: Identity, source: TaskSource, its_id: UUID) -> str:
    if source is TaskSource.ARRIVAL:
        incoming = await get_incoming(session, who, its_id)
        name, reference, day = incoming.type_name, incoming.reference, incoming.issued_on
    else:
        document = await get_document(session, who, its_id)
        if not document.reference:
            raise wrong("source_not_issued", "/source_id", "Văn bản chưa có số, ký hiệu; hãy cấp số trước.")
        name, reference, day = document.type_name, document.reference, document.issued_on
    return f"{name or 'Văn bản'} {reference} ngày {vn_date(day)}".replace("  ", " ")
