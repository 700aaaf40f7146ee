"""The giver: confirms, sends back, decides on a term, has somebody else lead, takes off, changes, cancels, reopens."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.choosing import name_of, read_parts, require_term
from document_exchange.tasks.deadlines import watch
from document_exchange.tasks.giving import name_monitor, refuse_beyond, said_of
from document_exchange.tasks.models import Task, TaskExtension, TaskPart
from document_exchange.tasks.notifications import office_of, person, tell, workers_of
from document_exchange.tasks.queries import find_asked, led_by, list_parts, lock_children
from document_exchange.tasks.rules import CLOSED, TaskAct, TaskPartKind, TaskState
from document_exchange.tasks.schemas import TaskActIn, TaskIn
from document_exchange.tasks.steps import By, by_person, note, require_words, set_due, take, wrong
from document_exchange.tasks.telling import AGENCY, tell_agencies
from document_exchange.tasks.working import Files, clear_inside, drop_asked, drop_lead
from shared.access.identity import Identity
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import Conflict, Invalid
from shared.core.formats import vn_date


async def confirm(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Xác nhận hoàn thành: nobody else closes it."""
    task = await take(session, who, task_id, new.version, TaskAct.CONFIRM)
    task.closed_at = clock.now()
    await _say(session, who, task, TaskAct.CONFIRM, new.words, "directive-closed", files)
    return task


async def send_back(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Chưa đạt: with the reason, and the term goes on."""
    task = await take(session, who, task_id, new.version, TaskAct.SEND_BACK)
    require_words(new.words, "Hãy ghi còn thiếu gì, phải làm gì tiếp.")
    await resume(session, who, task)
    await _say(session, who, task, TaskAct.SEND_BACK, new.words, "directive-sent-back", files)
    return task


async def reopen(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Mở lại nhiệm vụ đã đóng nhầm."""
    task = await take(session, who, task_id, new.version, TaskAct.REOPEN)
    require_words(new.words, "Hãy ghi lý do mở lại.")
    await resume(session, who, task)
    await _say(session, who, task, TaskAct.REOPEN, new.words, "directive-sent-back", files)
    return task


async def resume(session: AsyncSession, who: Identity, task: Task) -> None:
    """Whoever led it goes on; where he is not there any more, it waits to be given again."""
    task.reported_on = task.closed_at = task.late_told_at = None
    task.percent = min(task.percent, 99)
    try:
        await name_of(session, who, task.lead, "/whose", agencies=True)
    except Invalid:
        await drop_lead(session, task)
        task.state = TaskState.RETURNED
    await watch(session, task)


async def decide_extension(
    session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files, act: TaskAct
) -> Task:
    """Đồng ý hoặc không đồng ý gia hạn; the deadline follows."""
    task = await take(session, who, task_id, new.version, act)
    asked = await find_asked(session, task.id)
    if asked is None or (new.request_id is not None and asked.id != new.request_id):
        raise Conflict("task_extension_gone")
    if act is TaskAct.EXTEND:
        require_term(asked.due_on, "/request_id")
        _require_longer(task, asked)
        set_due(task, asked.due_on)
        said = f"Hạn mới {vn_date(asked.due_on)}"
    else:
        require_words(new.words, "Hãy ghi lý do không đồng ý.")
        said = f"Giữ hạn {vn_date(task.due_on)}"
    asked.standing = "granted" if act is TaskAct.EXTEND else "refused"
    asked.decided_by, asked.decided_at, asked.decision = who.acting_name, clock.now(), new.words
    await watch(session, task)
    by, words = by_person(who), ". ".join(filter(None, (said, new.words)))
    await note(session, by, task, act, words, files=files)
    await tell_agencies(session, by, task, act, words, files=files, extension=asked)
    await tell(session, "directive-extension-decided", task, await _inside(session, task, who))
    return task


def _require_longer(task: Task, asked: TaskExtension) -> None:
    """The term may have been changed since it was asked for."""
    if task.due_on is not None and asked.due_on > task.due_on:
        return
    now = f"hạn đang có ({vn_date(task.due_on)})" if task.due_on else "không đặt hạn như đang có"
    sentence = f"Ngày xin gia hạn ({vn_date(asked.due_on)}) không dài hơn {now}; hãy chọn “Không đồng ý”."
    raise wrong("not_longer", "/request_id", sentence)


async def change_lead(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Giao nơi khác chủ trì; whoever led has it no longer."""
    task = await take(session, who, task_id, new.version, TaskAct.CHANGE_LEAD)
    if not new.whose or new.whose == task.lead:
        raise wrong("lead_missing", "/whose", "Hãy chọn nơi chủ trì khác.")
    require_term(new.due_on, "/due_on")
    name = await name_of(session, who, new.whose, "/whose", agencies=True, inside=led_by(who))
    former, before = await _leading(session, task), task.lead_name
    leaving = await _inside(session, task, who)
    await drop_asked(session, task)
    await drop_lead(session, task)
    known = await session.get(TaskPart, (task.id, new.whose))
    if known is not None:
        known.part, known.inside, known.outcome_at = TaskPartKind.LEAD, "", None
    else:
        session.add(TaskPart(task_id=task.id, whose=new.whose, name=name, part=TaskPartKind.LEAD))
    task.lead, task.lead_name, task.percent = new.whose, name, 0
    set_due(task, new.due_on or task.due_on)
    await session.flush()
    await watch(session, task)
    said = f"Chủ trì: {name}{f', thay {before}' if former else ''}"
    words = ". ".join(filter(None, (said, new.words)))
    by, gone = by_person(who), [former.removeprefix(AGENCY)] if former.startswith(AGENCY) else []
    await note(session, by, task, TaskAct.CHANGE_LEAD, words, files=files)
    await tell_agencies(session, by, task, TaskAct.CHANGE_LEAD, words, files=files, besides=gone)
    await tell(session, "directive-changed", task, leaving)
    lead = [one for one in await list_parts(session, task.id) if one.whose == new.whose]
    await tell(session, "directive-given", task, await workers_of(session, task, lead, who))
    return task


async def _leading(session: AsyncSession, task: Task) -> str:
    """As the giver wrote it: an agency whose work another goes on with is told under its own code."""
    leads = TaskPart.part == TaskPartKind.LEAD, TaskPart.inside == ""
    query = select(TaskPart.whose).where(TaskPart.task_id == task.id, *leads)
    return await session.scalar(query) or ""


async def share(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Thêm nơi phối hợp."""
    task = await take(session, who, task_id, new.version, TaskAct.SHARE)
    parts = await read_parts(session, who, new.parts, agencies=True, inside=led_by(who))
    if not parts or any(one.part == TaskPartKind.LEAD for one in parts):
        raise wrong(
            "nobody_to_share", "/parts", "Hãy chọn nơi phối hợp; muốn đổi nơi chủ trì, dùng “Giao nơi khác chủ trì”."
        )
    known = {one.whose for one in await list_parts(session, task.id)}
    for number, one in enumerate(parts):
        if one.whose in known:
            raise wrong("works_on_task", f"/parts/{number}/whose", f"{one.name} đã có phần trong nhiệm vụ này.")
        one.task_id = task.id
        session.add(one)
    said = said_of(parts)
    by, words = by_person(who), ". ".join(filter(None, (said[:1].upper() + said[1:], new.words)))
    await note(session, by, task, TaskAct.SHARE, words, files=files)
    await tell_agencies(session, by, task, TaskAct.SHARE, words, files=files)
    await tell(session, "directive-given", task, await workers_of(session, task, parts, who))
    return task


async def take_off(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Cho thôi phối hợp."""
    task = await take(session, who, task_id, new.version, TaskAct.TAKE_OFF)
    part = await session.get(TaskPart, (task.id, new.whose)) if new.whose else None
    if part is None or part.part != TaskPartKind.COOPERATE:
        raise wrong("task_party_unknown", "/whose", "Hãy chọn nơi đang phối hợp.")
    leaving = await workers_of(session, task, [part, *await clear_inside(session, task, part.whose)], who)
    await session.delete(part)
    by, words = by_person(who), ". ".join(filter(None, (part.name, new.words)))
    gone = [part.whose.removeprefix(AGENCY)] if part.whose.startswith(AGENCY) else []
    await note(session, by, task, TaskAct.TAKE_OFF, words, files=files)
    await tell_agencies(session, by, task, TaskAct.TAKE_OFF, words, files=files, besides=gone)
    await tell(session, "directive-changed", task, leaving)
    return task


async def set_monitor(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Chọn người theo dõi, or nobody."""
    task = await take(session, who, task_id, new.version, TaskAct.NAME_MONITOR)
    task.monitor_name = await name_monitor(session, who, new.monitor_id)
    task.monitor_id = new.monitor_id
    await note(session, by_person(who), task, TaskAct.NAME_MONITOR, task.monitor_name or "Không còn ai", files=files)
    await tell(session, "directive-given", task, person(task, new.monitor_id, who))
    return task


async def edit(session: AsyncSession, who: Identity, task_id: UUID, new: TaskIn) -> Task:
    """Sửa nhiệm vụ: content, field, term. What it rests on and who has it have steps of their own, or stay."""
    task = await take(session, who, task_id, new.version, TaskAct.EDIT)
    if new.due_on != task.due_on:
        require_term(new.due_on, "/due_on")
    parent = await session.get(Task, task.parent_id) if task.parent_id else None
    if parent is not None:
        refuse_beyond(parent, new)
    said = [name for name, before, after in _compared(task, new) if before != after]
    if not said:
        return task
    if new.due_on != task.due_on:
        said.append(f"hạn {vn_date(task.due_on, 'không đặt')} thành {vn_date(new.due_on, 'không đặt')}")
    task.subject, task.words, task.field, task.drafts = new.subject, new.words, new.field, new.drafts
    set_due(task, new.due_on)
    await watch(session, task)
    await _say(session, who, task, TaskAct.EDIT, f"Sửa: {', '.join(said)}", "directive-changed", ())
    return task


def _compared(task: Task, new: TaskIn) -> list[tuple[str, object, object]]:
    return [
        ("tên nhiệm vụ", task.subject, new.subject),
        ("nội dung", task.words, new.words),
        ("lĩnh vực", task.field, new.field),
        ("văn bản phải soạn", task.drafts, new.drafts),
        ("thời hạn", task.due_on, new.due_on),
    ]


async def cancel(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Hủy nhiệm vụ, and whatever is part of it."""
    task = await take(session, who, task_id, new.version, TaskAct.CANCEL)
    require_words(new.words, "Hãy ghi lý do hủy.")
    task.closed_at = clock.now()
    await drop_asked(session, task)
    await watch(session, task)
    await _say(session, who, task, TaskAct.CANCEL, new.words, "directive-changed", files)
    await cancel_children(session, by_person(who), task)
    return task


async def cancel_children(session: AsyncSession, by: By, task: Task) -> None:
    """Việc con của nhiệm vụ đã hủy: each agency does so with its own."""
    for child in await lock_children(session, task.id):
        if child.state in CLOSED:
            continue
        child.state, child.closed_at = TaskState.CANCELLED, clock.now()
        words = f"Nhiệm vụ cha {task.code} đã hủy"
        await drop_asked(session, child)
        await watch(session, child)
        await note(session, by, child, TaskAct.CANCEL, words)
        await tell_agencies(session, by, child, TaskAct.CANCEL, words)
        await tell(
            session, "directive-changed", child, await workers_of(session, child, await list_parts(session, child.id))
        )
        await cancel_children(session, by, child)


async def _say(
    session: AsyncSession, who: Identity, task: Task, act: TaskAct, words: str, kind: str, files: Files
) -> None:
    by = by_person(who)
    await note(session, by, task, act, words, files=files)
    await tell_agencies(session, by, task, act, words, files=files)
    await tell(session, kind, task, await _inside(session, task, who))


async def _inside(session: AsyncSession, task: Task, who: Identity) -> list[Recipient]:
    """Those of the giver's own agency who work on it; other agencies are told by their own rows."""
    found = await workers_of(session, task, await list_parts(session, task.id), who)
    return [one for one in found if one not in office_of(task)]
