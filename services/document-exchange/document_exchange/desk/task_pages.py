"""Nhiệm vụ: the list, a task, and what is done with it."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from document_exchange.auth import MayViewTasks
from document_exchange.desk.task_forms import act_of
from document_exchange.desk.task_proofs import FIELD, take_proofs
from document_exchange.desk.task_views import LIST, PATHS, WITH_LINES, lines_page, may_give, task_page, words_for_pages
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import text_of
from document_exchange.tasks.acts import ACTS, WITH_PROOFS
from document_exchange.tasks.listing import TASKS
from document_exchange.tasks.models import Task
from document_exchange.tasks.queries import get_task, list_parts, list_steps, visible_to
from document_exchange.tasks.rules import STEPS
from document_exchange.tasks.steps import case_of
from document_exchange.tasks.ways import count_waiting
from shared.access.rights import holds
from shared.contracts.values import FileReference
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.pages import is_fragment
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.web.viewer import Whole, open_stored

router = PageRouter(prefix=LIST)
PAGE = 30
AMOUNTS = {"given": "Nhiệm vụ mới giao", "late": "Nhiệm vụ quá hạn", "reported": "Chờ tôi xác nhận"}
_WAYS = {
    "given": "trang_thai=given&pham_vi=todo",
    "late": "tien_do=late",
    "reported": "trang_thai=reported&pham_vi=given",
}


@router.get("")
async def task_list(request: Request, who: MayViewTasks, session: Session) -> Response:
    """Danh sách nhiệm vụ."""
    if (usual := await usual_view(request, session, who, TASKS)) is not None:
        return usual
    view = await view_of(request, session, who, TASKS, PAGE)
    return page_of(request).render(
        request,
        "tasks/list.html",
        list=view,
        counts=await count_waiting(session, who),
        amounts=AMOUNTS,
        ways=_WAYS,
        may_give=may_give(who),
        sees_board=holds(who, RIGHTS[Right.SEE_TASK_BOARD]),
        way=way_back.from_list(view.chosen.query),
        **words_for_pages(),
    )


add_list_routes(router, TASKS, require(RIGHTS, Right.VIEW_TASKS), "")
add_view_routes(router, TASKS, require(RIGHTS, Right.VIEW_TASKS), "")


@router.get("/so-viec")
async def show_amount(request: Request, who: MayViewTasks, session: Session) -> Response:
    """Nhiệm vụ đang chờ, for the card of the front page."""
    if not is_fragment(request):
        return RedirectResponse(LIST, 303)
    counts = await count_waiting(session, who)
    waiting = [(number, AMOUNTS[name]) for name, number in counts.items() if number]
    return page_of(request).render(request, "_amount.html", waiting=waiting, nothing="Không có nhiệm vụ nào đang chờ.")


@router.get("/{task_id}")
async def one(request: Request, task_id: UUID, who: MayViewTasks, session: Session) -> Response:
    """Nhiệm vụ."""
    task = await get_task(session, who, task_id)
    await evidence.record(session, "task-read", f"task/{task.id}", who)
    return await task_page(request, session, who, task)


@router.get("/{task_id}/tep/{sha256}")
async def proof(request: Request, task_id: UUID, sha256: str, who: MayViewTasks, session: Session) -> Response:
    """Tệp minh chứng."""
    task = await get_task(session, who, task_id)
    found = [file for row in await list_steps(session, task.id) for file in row.files if file["sha256"] == sha256]
    if not found:
        raise NotFound("not_found")
    await evidence.record(session, "task-file-read", f"task/{task.id}", who, sha256=sha256)
    whole = Whole(f"{LIST}/{task.id}", f"{task.code}: {task.subject}")
    return await open_stored(request, FileReference.model_validate(found[0]), whole, opens=True)


@router.get("/{task_id}/{viec}")
async def show_lines(request: Request, task_id: UUID, viec: str, who: MayViewTasks, session: Session) -> Response:
    """Phân công, đổi chủ trì, thêm phối hợp; whoever may not do it now is led to what stands."""
    task = await get_task(session, who, task_id)
    if viec not in WITH_LINES:
        raise NotFound("not_found")
    if WITH_LINES[viec] not in STEPS.allowed(case_of(who, task, await list_parts(session, task.id))):
        return RedirectResponse(way_back.onward(request, f"{LIST}/{task_id}"), 303)
    return await lines_page(request, session, who, task, viec)


@router.post("/{task_id}/{viec}")
async def do_act(request: Request, task_id: UUID, viec: str, who: MayViewTasks, session: Session) -> Response:
    """Một việc với nhiệm vụ."""
    task = await get_task(session, who, task_id)
    if viec not in PATHS:
        raise NotFound("not_found")
    act = PATHS[viec]
    form: FormData = await read_form(request, session, who, FIELD) if act in WITH_PROOFS else await request.form()
    if viec in WITH_LINES and text_of(form, "more"):
        return await lines_page(request, session, who, task, viec, form=form)

    async def do() -> Task:
        new = act_of(form)
        files = await take_proofs(request, session, form) if act in WITH_PROOFS else []
        return await ACTS[act](session, who, task_id, new, files)

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        task = await get_task(session, who, task_id)
        if viec in WITH_LINES and act in STEPS.allowed(case_of(who, task, await list_parts(session, task.id))):
            return await lines_page(request, session, who, task, viec, refusal, form)
        return await task_page(request, session, who, task, refusal, viec, form)
    await session.flush()
    still = await session.scalar(visible_to(who).where(Task.id == task_id))
    place = LIST if still is None else f"{LIST}/{task_id}"
    return RedirectResponse(way_back.onward(request, f"{place}?xong={viec}"), 303)
