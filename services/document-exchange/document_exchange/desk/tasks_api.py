"""Tasks for programs and people's tools, with the rights of the pages."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from document_exchange.auth import MayGiveTasks, MayViewTasks
from document_exchange.desk.task_forms import read
from document_exchange.desk.task_proofs import FIELD, take_proofs
from document_exchange.desk.task_views import Behind, Most, entry_of, row_of, whole_task
from document_exchange.problems import PROBLEMS
from document_exchange.showing import text_of
from document_exchange.tasks.acts import ACTS
from document_exchange.tasks.deciding import edit
from document_exchange.tasks.giving import give
from document_exchange.tasks.listing import TASKS
from document_exchange.tasks.models import Task
from document_exchange.tasks.queries import get_task, list_steps, visible_to
from document_exchange.tasks.rules import TaskAct
from document_exchange.tasks.schemas import TaskActIn, TaskIn, TaskOut
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.file_answers import stored_file
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.work.timeline import Timeline, timeline_of

router = APIRouter(prefix="/api/document-exchange/v1/tasks", tags=["Nhiệm vụ"], responses=PROBLEMS)
Short = Annotated[str, Query(max_length=200)]


def _chosen(
    status: Short = "",
    standing: Short = "",
    scope: Short = "",
    field: Short = "",
    lead: Short = "",
    giver: Short = "",
    since: Short = "",
    until: Short = "",
    q: Words = "",
    after: After = "",
) -> dict[str, str]:
    return dict(locals())


@router.get("", summary="Danh sách nhiệm vụ")
async def list_tasks(
    who: MayViewTasks,
    session: Session,
    chosen: Annotated[dict[str, str], Depends(_chosen)],
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[TaskOut]:
    """Nhiệm vụ mà người gọi được xem, as the page lists them: what is open first, by its term."""
    found = TASKS.choose(chosen, by="name")
    return await page_out(session, who, found, limit, count, row_of)


@router.post("", status_code=201, response_model=TaskOut, summary="Giao nhiệm vụ")
async def give_task(request: Request, new: TaskIn, who: MayGiveTasks, session: Session) -> Response:
    """Giao nhiệm vụ cho cơ quan, đơn vị, người; `parent_id`: as a part of another task."""
    return await _answer(request, session, who, lambda: give(session, who, new), 201)


@router.get("/{task_id}", summary="Một nhiệm vụ")
async def show(response: Response, task_id: UUID, who: MayViewTasks, session: Session) -> TaskOut:
    """Nhiệm vụ, as it stands, and what the caller may do now."""
    task = await get_task(session, who, task_id)
    response.headers["etag"] = f'"{task.version}"'
    await evidence.record(session, "task-read", f"task/{task.id}", who)
    return await whole_task(session, who, task)


@router.get("/{task_id}/timeline", summary="Lịch sử nhiệm vụ")
async def timeline(
    task_id: UUID, who: MayViewTasks, session: Session, after: Behind = 0, limit: Most = 100
) -> Timeline:
    """Ai làm gì, lúc nào, kèm tệp nào; the oldest first."""
    task = await get_task(session, who, task_id)
    await evidence.record(session, "task-read", f"task/{task.id}", who)
    return timeline_of(await list_steps(session, task.id, after, limit + 1), entry_of, limit)


@router.get("/{task_id}/files/{sha256}", summary="Tệp minh chứng")
async def proof(request: Request, task_id: UUID, sha256: str, who: MayViewTasks, session: Session) -> Response:
    """Tệp minh chứng, as the timeline names it."""
    task = await get_task(session, who, task_id)
    found = [file for row in await list_steps(session, task.id) for file in row.files if file["sha256"] == sha256]
    if not found:
        raise NotFound("not_found")
    await evidence.record(session, "task-file-read", f"task/{task.id}", who, sha256=sha256)
    return await stored_file(request, FileReference.model_validate(found[0]))


@router.put("/{task_id}", response_model=TaskOut, summary="Sửa nhiệm vụ")
async def edit_task(request: Request, task_id: UUID, new: TaskIn, who: MayGiveTasks, session: Session) -> Response:
    """Sửa tên, nội dung, lĩnh vực, hạn; by the giver alone."""
    return await _answer(request, session, who, lambda: edit(session, who, task_id, new))


@router.post("/{task_id}/proofs", response_model=TaskOut, summary="Báo kèm tệp minh chứng")
async def report_with_proofs(
    request: Request,
    task_id: UUID,
    who: MayViewTasks,
    session: Session,
    act: Literal["progress", "complete", "report-part"] = "progress",
) -> Response:
    """Báo tiến độ, hoàn thành, phần việc with files: multipart, `tep` one or more, `words`, `percent`, `anyway`."""
    await get_task(session, who, task_id)

    async def do() -> Task:
        form = await read_form(request, session, who, FIELD)
        said = {name: text_of(form, name) or None for name in ("percent", "anyway")}
        given = {name: value for name, value in said.items() if value is not None}
        new = read(TaskActIn, {"words": text_of(form, "words"), **given}, form)
        return await ACTS[TaskAct(act)](session, who, task_id, new, await take_proofs(request, session, form))

    await request.body()
    return await _answer(request, session, who, do)


@router.post("/{task_id}/{what}", response_model=TaskOut, summary="Một việc với nhiệm vụ")
async def do_act(
    request: Request, task_id: UUID, what: TaskAct, new: TaskActIn, who: MayViewTasks, session: Session
) -> Response:
    """Phân công, báo tiến độ, báo hoàn thành, xác nhận, trả lại, gia hạn, đổi chủ trì, hủy, mở lại."""
    await get_task(session, who, task_id)
    if what not in ACTS:
        raise NotFound("not_found")
    return await _answer(request, session, who, lambda: ACTS[what](session, who, task_id, new, []))


async def _answer(
    request: Request, session: Session, who: Identity, do: Callable[[], Awaitable[Task]], status: int = 200
) -> Response:
    async def act() -> Response:
        task = await do()
        await session.flush()
        still = await session.scalar(visible_to(who).where(Task.id == task.id))
        if still is None:  # he gave back what he had, and does not see it any more
            return Response("{}", status, media_type="application/json")
        out = await whole_task(session, who, await get_task(session, who, task.id))
        headers = {"etag": f'"{out.version}"'}
        return Response(out.model_dump_json(), status, media_type="application/json", headers=headers)

    return await once(request, session, act)
