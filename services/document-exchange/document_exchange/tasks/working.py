"""Who has the task: dealt out inside, progress, a part reported, completion reported, a longer term asked, given back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.choosing import read_parts
from document_exchange.tasks.deadlines import watch
from document_exchange.tasks.giving import said_of
from document_exchange.tasks.models import Task, TaskExtension, TaskPart
from document_exchange.tasks.notifications import giver_of, leaders_of, tell, workers_of
from document_exchange.tasks.queries import count_open_inside, find_asked, is_drafted, led_by, list_parts, whose_of
from document_exchange.tasks.rules import TaskAct, TaskPartKind
from document_exchange.tasks.schemas import TaskActIn
from document_exchange.tasks.steps import By, by_person, case_of, note, require_words, take, wrong
from document_exchange.tasks.telling import report_to_giver, tell_agencies
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.standards.document_types import BY_KEY

Files = Sequence[FileReference]


async def distribute(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, _files: Files) -> Task:
    """Phân công thực hiện: by the agency's leader, by a unit's head to its people; said anew it takes the former's place."""
    task = await take(session, who, task_id, new.version, TaskAct.DISTRIBUTE)
    inside = led_by(who)
    parts = await read_parts(session, who, new.parts, agencies=False, inside=inside)
    if not any(one.part == TaskPartKind.LEAD for one in parts):
        raise wrong("lead_missing", "/parts/0/whose", "Hãy chọn người, đơn vị chủ trì thực hiện.")
    former = {one.whose: one for one in await list_parts(session, task.id)}
    left = await _take_back(session, former, inside, {one.whose for one in parts})
    for one in parts:
        if one.whose in left:
            raise wrong("named_twice", "/parts", f"{one.name} đã được giao phần khác của nhiệm vụ này.")
        known = former.get(one.whose)
        if known is not None and known.inside == inside:
            one.outcome_words, one.outcome_by, one.outcome_at = known.outcome_words, known.outcome_by, known.outcome_at
        one.task_id, one.inside = task.id, inside
        session.add(one)
    await note(session, by_person(who), task, TaskAct.DISTRIBUTE, ". ".join(filter(None, (said_of(parts), new.words))))
    fresh = [one for one in parts if one.whose not in former]
    if fresh:
        await tell(session, "directive-given", task, await workers_of(session, task, fresh, who))
    return task


async def _take_back(session: AsyncSession, former: dict[str, TaskPart], inside: str, named: set[str]) -> set[str]:
    """What was dealt out here before, with the people inside a unit that has no part any more; who has a part besides."""
    back = [
        one
        for one in former.values()
        if one.inside == inside and one.whose != f"unit:{inside}" and not one.whose.startswith("agency:")
    ]
    units = {
        one.whose.removeprefix("unit:") for one in back if one.whose.startswith("unit:") and one.whose not in named
    }
    back += [one for one in former.values() if one.inside in units]
    for one in back:
        await session.delete(one)
    await session.flush()
    return former.keys() - {one.whose for one in back}


async def progress(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Báo tiến độ: words, per cent and proofs; any number of times. How far the whole is says whoever leads it."""
    task = await take(session, who, task_id, new.version, TaskAct.PROGRESS)
    require_words(new.words, "Hãy ghi đã làm đến đâu.")
    leads = case_of(who, task, await list_parts(session, task.id)).leads
    percent = new.percent if leads else None
    if percent is not None:
        task.percent = percent
    await _tell_of(session, who, task, TaskAct.PROGRESS, new.words, files, percent=percent)
    return task


async def complete(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Báo hoàn thành: the giver confirms it or sends it back."""
    task = await take(session, who, task_id, new.version, TaskAct.COMPLETE)
    require_words(new.words, "Hãy ghi kết quả thực hiện.")
    open_ones = await count_open_inside(session, task)
    if open_ones and not new.anyway:
        sentence = f"Còn {open_ones} việc con, phần phối hợp chưa xong; đánh dấu “Vẫn báo hoàn thành” nếu đúng là vậy."
        raise wrong("task_parts_open", "/anyway", sentence)
    if task.drafts and not new.anyway and not await is_drafted(session, task):
        known = BY_KEY.get(task.drafts)
        kind = known.name.lower() if known else "văn bản"
        sentence = (
            f"Chưa có {kind} nào trả lời nhiệm vụ này được ban hành; đánh dấu “Vẫn báo hoàn thành” nếu đúng là vậy."
        )
        raise wrong("task_not_drafted", "/anyway", sentence)
    task.reported_on, task.percent = clock.local_now().date(), 100
    await drop_asked(session, task)
    await watch(session, task)
    await _tell_of(session, who, task, TaskAct.COMPLETE, new.words, files, percent=100)
    return task


async def report_part(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Báo phần việc phối hợp; said again it takes the place of what was said before, which the history keeps."""
    task = await take(session, who, task_id, new.version, TaskAct.REPORT_PART)
    require_words(new.words, "Hãy ghi kết quả phần việc.")
    mine = await _own_part(session, who, task)
    by = by_person(who)
    if mine is None:  # the whole agency's
        await _tell_of(session, who, task, TaskAct.REPORT_PART, new.words, files)
        return task
    keep_outcome(mine, by, new.words)
    said = f"{mine.name}: {new.words}"
    await note(session, by, task, TaskAct.REPORT_PART, said, files=files)
    await tell_agencies(session, by, task, TaskAct.REPORT_PART, said, files=files)
    leading = [one for one in await list_parts(session, task.id) if one.part == TaskPartKind.LEAD]
    above = await giver_of(session, task, who) if task.origin_id is None else []
    await tell(session, "directive-reported", task, [*await workers_of(session, task, leading, who), *above])
    return task


def keep_outcome(part: TaskPart, by: By, words: str) -> None:
    part.outcome_words, part.outcome_by, part.outcome_at = words, by.name, clock.now()


async def _own_part(session: AsyncSession, who: Identity, task: Task) -> TaskPart | None:
    """What he co-operates in himself; a part done for the unit is the unit's. None: the part of the whole agency."""
    parts = await list_parts(session, task.id)
    mine = next((one for one in parts if one.whose in whose_of(who)), None)
    if mine is not None and mine.inside and mine.part == TaskPartKind.LEAD:
        mine = next((one for one in parts if one.whose == f"unit:{mine.inside}"), mine)
    return mine if mine is not None and mine.part == TaskPartKind.COOPERATE else None


async def give_back(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Trả việc: the giver has somebody else lead it, or cancels it."""
    task = await take(session, who, task_id, new.version, TaskAct.GIVE_BACK)
    require_words(new.words, "Hãy ghi lý do trả việc.")
    await drop_asked(session, task)
    if task.origin_id is None:
        await drop_lead(session, task)
    await watch(session, task)
    await _tell_of(session, who, task, TaskAct.GIVE_BACK, new.words, files)
    return task


async def drop_lead(session: AsyncSession, task: Task) -> None:
    """Nobody leads any more, and nobody inside the unit that did."""
    await clear_inside(session, task, task.lead)
    leading = TaskPart.part == TaskPartKind.LEAD
    await session.execute(delete(TaskPart).where(TaskPart.task_id == task.id, leading, TaskPart.inside == ""))
    task.lead = ""


async def clear_inside(session: AsyncSession, task: Task, whose: str) -> list[TaskPart]:
    """Whom the head of a unit named have no part when the unit has none; who they were."""
    if not whose.startswith("unit:"):
        return []
    inside = TaskPart.task_id == task.id, TaskPart.inside == whose.removeprefix("unit:")
    found = list((await session.scalars(select(TaskPart).where(*inside))).all())
    for one in found:
        await session.delete(one)
    await session.flush()
    return found


async def ask_extension(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Xin gia hạn: another day and why; asked again it takes the place of what waits."""
    task = await take(session, who, task_id, new.version, TaskAct.ASK_EXTENSION)
    require_words(new.words, "Hãy ghi lý do xin gia hạn.")
    if task.due_on is None:
        raise Conflict("task_without_term")
    if new.due_on is None or new.due_on < clock.local_now().date():
        raise wrong("day_over", "/due_on", "Hãy chọn ngày xin hoàn thành, hôm nay hoặc một ngày sau.")
    if new.due_on <= task.due_on:
        raise wrong("not_longer", "/due_on", f"Chỉ xin gia hạn đến một ngày sau hạn đang có ({vn_date(task.due_on)}).")
    await drop_asked(session, task)
    asked = TaskExtension(
        task_id=task.id,
        id=new_id(),
        due_before=task.due_on,
        due_on=new.due_on,
        reason=new.words,
        asked_by=who.acting_name,
        asked_at=clock.now(),
        standing="asked",
    )
    session.add(asked)
    said = f"Xin gia hạn từ {vn_date(task.due_on)} đến {vn_date(new.due_on)}. {new.words}"
    await _tell_of(session, who, task, TaskAct.ASK_EXTENSION, said, files, asked=asked)
    return task


async def drop_asked(session: AsyncSession, task: Task) -> None:
    """What was asked for and is not wanted any more."""
    asked = await find_asked(session, task.id)
    if asked is not None:
        asked.standing, asked.decided_at = "lapsed", clock.now()
        await session.flush()


_KINDS = {TaskAct.PROGRESS: "directive-progressed", TaskAct.ASK_EXTENSION: "directive-extension-asked"}


async def _tell_of(
    session: AsyncSession,
    who: Identity,
    task: Task,
    act: TaskAct,
    words: str,
    files: Files,
    *,
    percent: int | None = None,
    asked: TaskExtension | None = None,
) -> None:
    """Its line in the history, then the giver: over the axis from a copy, here from his own row."""
    by = by_person(who)
    await note(session, by, task, act, words, percent=percent, files=files)
    if task.origin_id is not None:
        said = asked.reason if asked else words
        await report_to_giver(session, by, task, act, said, percent=percent, files=files, asked=asked)
        if act is TaskAct.GIVE_BACK:
            await tell(session, "directive-reported", task, leaders_of(task))
        return
    await tell_agencies(session, by, task, act, words, files=files)
    await tell(session, _KINDS.get(act, "directive-reported"), task, await giver_of(session, task, who))
